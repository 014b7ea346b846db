"""/statistics/ and its download: what a hand-counted month looks like to a reader."""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime, timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.db.models import F
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Unit
from boards.stamps import touch_figures
from cases.rules.states import Kind
from cases.rules.workdays import SHANGHAI
from stats.models import Cut, FillMark, MonthlyCount, MonthlyDuration
from stats.rates import RATES, SPANS
from stats.reads import tables
from stats.rollup import refresh
from stats.words import percent
from tests.factories import MONDAY, a_unit
from tests.stats.histories import a_walk, walked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("fresh_cache")]
TO_REPLY = ("accept", "assign", "sign", "answer")
UNTIL = datetime(2026, 4, 2, 12, tzinfo=SHANGHAI)


@pytest.fixture
def fresh_cache() -> None:
    cache.clear()


@pytest.fixture
def march() -> Unit:
    """Ten messages of March, counted by hand: 8 received, 6 answered, 4 closed, 2 of them rated. Returns the unit."""
    day = timedelta(days=1)
    walk = walked(MONDAY, *TO_REPLY, "rate_well")  # answered within the day, satisfied on the 23rd
    walked(MONDAY, *TO_REPLY, "rate_badly", "reach_satisfied")  # the rating stands: not satisfied
    walked(MONDAY, *TO_REPLY, "start_revisit", "reach_satisfied")  # satisfied by revisit
    walked(MONDAY, *TO_REPLY, "close")  # silent
    walked(MONDAY, *TO_REPLY, apart=day)  # accepted on Tuesday, answered on Friday: 3 workdays
    walked(MONDAY, *TO_REPLY, apart=4 * day)  # answered on the 25th, due on the 20th: late, 8 workdays
    walked(MONDAY, "accept")  # due on the 16th, not answered
    a_walk(MONDAY + 20 * day)  # 29 March, nothing yet
    walked(MONDAY, "decline")
    walked(MONDAY, *TO_REPLY, kind=Kind.THANKS)
    refresh(UNTIL)
    return walk.lead


MARCH = date(2026, 3, 1)
IN_HOUSING = {
    "submitted": 6,
    "received": 6,
    "answered": 6,
    "closed": 4,
    "due": 6,
    "on_time": 5,
    "surveyed": 3,
    "satisfied": 2,
}


def count(unit: Unit | None, **values: int) -> None:
    """Rows of March as the rollup would leave them, all of it help requests."""
    for measure, value in values.items():
        MonthlyCount.objects.create(month=MARCH, cut=Cut.UNIT, unit=unit, measure=measure, value=value)
        row, _new = MonthlyCount.objects.get_or_create(
            month=MARCH, cut=Cut.KIND, kind=Kind.HELP_REQUEST, measure=measure, defaults={"value": 0}
        )
        MonthlyCount.objects.filter(pk=row.pk).update(value=F("value") + value)


@pytest.fixture
def counted() -> Unit:
    """A counted March without the cases behind it. Returns the unit that has six of its eight."""
    unit = a_unit("housing", "市住房和城乡建设局")
    count(unit, **IN_HOUSING)
    count(None, submitted=3, received=2, declined=1)
    MonthlyDuration.objects.create(month=MARCH, unit=unit, workdays=3, count=6)
    FillMark.objects.create(seen_at=UNTIL, as_of=UNTIL)
    return unit


def page(client: Client, query: str = "?month=2026-03") -> str:
    response = client.get(f"/statistics/{query}")
    assert response.status_code == 200
    return response.content.decode()


def figure(html: str, label: str) -> str:
    """A headline with its unit and note."""
    found = re.search(
        rf'<li><span class="wz-figure-value">(.*?)</span>.*?>{label}</a></span>(.*?)</li>', html
    )
    assert found, label
    return re.sub(r"<[^>]+>", " ", found[1] + found[2]).strip()


def test_the_figures_of_a_month_are_those_counted_by_hand(client: Client, march: Unit) -> None:
    html = page(client)
    assert {label: " ".join(figure(html, label).split()) for label in HEADLINES} == HEADLINES
    assert "提交留言 10 件，其中有效留言 8 件（另有不予受理 1、感谢 1，不计入各项比率）。" in html


HEADLINES = {
    "回复率": "75.0 % n = 8",
    "办结率": "50.0 % n = 8",
    "按期办结率": "71.4 % n = 7",
    "满意率": "66.7 % n = 3（评价 2，回访 1）",
    "办理用时中位数": "0 个工作日 n = 6",
    "用时九成位（P90）": "8 个工作日 n = 6",
}


def test_each_figure_stands_with_its_definition_and_formula(client: Client, counted: Unit) -> None:
    html = page(client)
    assert "已回复 ÷ 有效留言 = 6 ÷ 8 = 75.0%" in html
    assert [each.name for each in (*RATES, *SPANS) if f'id="{each.name}"' not in html] == []


def test_the_page_says_up_to_when_it_is_complete(client: Client, counted: Unit) -> None:
    assert "数据截至 2026-04-02 12:00" in page(client)


def test_without_a_month_the_newest_is_shown(client: Client, counted: Unit) -> None:
    MonthlyCount.objects.create(
        month=date(2026, 4, 1), cut=Cut.KIND, kind=Kind.REPORT, measure="due", value=1
    )
    assert '<option value="2026-04" selected>2026年4月</option>' in page(client, "")


def test_months_without_anything_at_the_end_are_passed_over(client: Client, counted: Unit) -> None:
    late = UNTIL + timedelta(days=900)
    FillMark.objects.update(seen_at=late, as_of=late)
    html = page(client, "")
    assert '<option value="2026-03" selected>' in html
    assert "本月尚未结束" not in html


def test_the_running_month_says_that_it_is_not_over(client: Client, counted: Unit) -> None:
    FillMark.objects.update(as_of=datetime(2026, 3, 30, tzinfo=SHANGHAI))
    assert "本月尚未结束" in page(client)


def test_a_month_far_away_adds_one_choice_and_not_a_thousand(client: Client, counted: Unit) -> None:
    assert page(client, "?month=2099-12").count('<option value="20') == 2


def test_a_unit_shows_its_own_cases_only(client: Client, counted: Unit) -> None:
    html = page(client, f"?month=2026-03&unit={counted.code}")
    assert figure(html, "回复率").split()[-1] == "6"
    assert "本单位主办的有效留言 6 件" in html


def test_units_are_listed_with_what_is_not_assigned_last(client: Client, counted: Unit) -> None:
    html = page(client)
    assert html.index(f">{counted}</a></th>") < html.index("尚未交办</th>")


def test_a_month_without_anything_says_so(client: Client, counted: Unit) -> None:
    html = page(client, "?month=2025-01")
    assert "这个月没有可统计的留言" in html
    assert "wz-figure-value" not in html


def test_before_the_first_count_the_page_says_so(client: Client) -> None:
    assert "还没有统计过" in page(client, "")


@pytest.mark.parametrize(
    "query",
    [
        "?month=2026-13",
        "?month=2026",
        "?month=２０２６-03",
        "?month=2026-03%00",
        "?month=2026-03%0A",
        "?month='--",
        "?unit=nowhere",
        "?unit=%00",
        "?unit=" + "x" * 5000,
        "?unit=%ED%A0%80",
    ],
)
@pytest.mark.parametrize("path", ["/statistics/", "/statistics/data.csv"])
def test_what_cannot_be_meant_is_not_found(client: Client, path: str, query: str) -> None:
    assert client.get(path + query).status_code == 404


def test_the_page_cannot_be_posted_to(client: Client) -> None:
    assert client.post("/statistics/").status_code in (403, 405)


def queries(client: Client) -> list[str]:
    cache.clear()
    with CaptureQueriesContext(connection) as seen:
        page(client)
    return [each["sql"] for each in seen]


def test_the_number_of_queries_does_not_grow_with_units(client: Client, counted: Unit) -> None:
    few = len(queries(client))
    for number in range(5):
        count(a_unit(f"u{number}", f"第{number}局"), **IN_HOUSING)
    assert len(queries(client)) == few <= 6


def test_no_table_of_cases_is_read_for_the_page(client: Client, counted: Unit) -> None:
    assert not [each for each in queries(client) if "cases_" in each]


def test_a_page_that_is_asked_for_again_costs_no_query(client: Client, counted: Unit) -> None:
    page(client)
    with CaptureQueriesContext(connection) as seen:
        page(client)
    assert len(seen) == 0


def test_a_new_count_shows_on_the_next_request(client: Client, counted: Unit) -> None:
    page(client)
    MonthlyCount.objects.filter(measure="received", cut=Cut.KIND).update(value=9)
    touch_figures([])  # as posting.set_figures does after the commit of a count
    assert figure(page(client), "回复率").split()[-1] == "9"


def test_nothing_on_the_page_needs_a_style_or_a_script_of_its_own(client: Client, counted: Unit) -> None:
    html = page(client)
    assert not re.search(r'style=|<style|<script(?! src)|onclick=|href="javascript', html)


def rows(client: Client, query: str = "?month=2026-03") -> list[dict[str, str]]:
    response = client.get(f"/statistics/data.csv{query}")
    assert response.content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"))))


def test_the_download_alone_gives_all_headline_figures(client: Client, march: Unit) -> None:
    html, table = page(client), rows(client)
    city = [
        row for row in table if (row["范围"], row["统计月份"], row["留言类型"]) == ("全市", "2026-03", "")
    ]
    whole = {row["指标代码"]: int(row["数值"]) for row in city}
    for rate in RATES:
        assert f"{percent(whole[rate.part], whole[rate.whole])}%" in html
    spans = [
        int(row["办理用时（工作日）"])
        for row in table
        if row["办理用时（工作日）"]
        for _each in range(int(row["数值"]))
    ]
    assert sorted(spans) == [0, 0, 0, 0, 3, 8]


def test_the_units_of_the_download_add_up_to_the_city(client: Client, counted: Unit) -> None:
    table = [row for row in rows(client) if row["指标代码"] == "received" and not row["留言类型"]]
    units = sum(int(row["数值"]) for row in table if row["范围"] == "单位")
    city = [row["数值"] for row in table if row["范围"] == "全市" and row["统计月份"] == "2026-03"]
    assert [str(units)] == city


def test_the_download_is_named_after_what_is_in_it(client: Client, counted: Unit) -> None:
    response = client.get(f"/statistics/data.csv?month=2026-03&unit={counted.code}")
    assert response["Content-Disposition"] == f'attachment; filename="statistics-2026-03-{counted.code}.csv"'
    assert response["Content-Type"] == "text/csv; charset=utf-8"


def test_a_unit_named_like_a_formula_is_harmless_in_the_download(client: Client, counted: Unit) -> None:
    Unit.objects.filter(pk=counted.pk).update(name='=HYPERLINK("http://x")')
    assert {row["单位"] for row in rows(client)} == {"", "尚未交办", '\'=HYPERLINK("http://x")'}


def test_few_reports_are_kept_back_on_the_page_and_in_the_download(client: Client, counted: Unit) -> None:
    for kind in (Kind.REPORT, Kind.COMPLAINT):
        MonthlyCount.objects.create(month=MARCH, cut=Cut.KIND, kind=kind, measure="received", value=1)
    assert re.search(r"举报</th><td class=\"is-number\">不单列", page(client))
    kinds = {row["留言类型"]: row["数值"] for row in rows(client) if row["指标代码"] == "received"}
    assert (kinds["举报"], kinds["投诉"], kinds["求助"]) == ("不单列", "不单列", "8")


def test_a_city_of_many_units_shows_the_busiest_and_points_to_the_download(
    client: Client, counted: Unit, monkeypatch: pytest.MonkeyPatch
) -> None:
    count(a_unit("quiet", "市清静局"), received=1)
    monkeypatch.setattr(tables, "MOST_UNITS", 1)
    html = page(client)
    assert "另有 1 个单位未列出" in html
    assert "市清静局</a>" not in html
