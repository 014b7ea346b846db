"""Search: numbers, boards, words; how they are found, in which order, in how many questions."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from accounts.models import Unit
from boards import posting
from boards.actions.write_search_text import rewrite_search_text, write_search_text
from boards.models import Message, SearchText
from boards.models.scope import scope_of
from boards.reads import finding
from boards.reads import search as searching
from boards.reads.excerpts import excerpt
from boards.reads.search import search
from boards.rules import shingles
from boards.rules.question import Question
from tests import factories
from tests.boards.messages import a_message, an_answered_message
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=5)
ROW = {"title": "暖气", "body": "不热" * 200, "posted_at": MONDAY, "put_up_at": MONDAY, "changed_at": MONDAY}


def found(asked, sort="", **filters):
    return [row.href for row in search(Question(asked, **filters), at=LATER, sort=sort).page.rows]


@pytest.mark.parametrize(
    "typed", ["WZ-2026-004217-8", "wz20260042178", " ＷＺ 2026 004217 8 ", "2026-004217-8"]
)
def test_a_number_however_typed_leads_to_its_message(client, typed):
    message = a_message(number="WZ-2026-004217-8")
    assert client.get("/search/", {"q": typed}).headers["Location"] == message.get_absolute_url()


def test_the_number_of_a_hidden_message_leads_nowhere(client):
    posting.take_down(a_message(number="WZ-2026-004217-8").number, at=MONDAY)
    assert client.get("/search/", {"q": "WZ-2026-004217-8"}).status_code == 200


@pytest.fixture(params=["walked", "sifted"])
def way(request, monkeypatch):
    """By a walk through the newest, or by the index of pairs: both find the same."""
    if request.param == "sifted":
        monkeypatch.setattr(finding, "MOST_PROBED", 1)


@pytest.mark.parametrize(
    "asked",
    [
        *(
            "路灯",
            "灯",
            "路灯不亮",
            "BYD",
            "ｂｙｄ",
            "路灯 byd",
            "充电桩",
            "路燈",
            "充電樁。",
            "迪 BYD",
            "12路",
            "004217",
        ),
        *("住建局", "城乡建设", "亮 比亚", "，已", "\\"),
    ],
)
def test_words_are_found_wherever_they_are_said(way, asked):
    message = an_answered_message(
        number="WZ-2026-004217-8", title="小区东门路灯不亮", body="比亚迪 BYD 车主，坐12路，已到\\站"
    )
    unit = factories.a_unit("housing", "市住房和城乡建设局")
    Unit.objects.filter(pk=unit.pk).update(short_name="市住建局")
    posting.add_reply(
        message.pk, board_id=message.board_id, body="已增设充电桩。", unit_id=unit.pk, signer="", at=MONDAY
    )
    assert found(asked) == ([] if asked == "\\" else [message.get_absolute_url()])


@pytest.mark.parametrize(
    "asked",
    [
        "路灯 暖气",
        "不亮路灯",
        "门口路灯不亮",
        "亮。门口",
        "BY",
        "2路",
        "2026",
        "黑门",
        "路灯，不亮",
        "路_",
        "%",
        "门口很黑！",
    ],
)
def test_words_that_are_not_there_are_not_found(way, asked):
    a_message(title="小区东门路灯不亮", body="门口很黑。坐12路 BYD")
    assert found(asked) == []


def test_a_traditional_text_is_found_by_simplified_words(way):
    message = a_message(title="東門路燈壞了", body="請儘快修好")
    assert found("东门路灯坏") == [message.get_absolute_url()]


def test_having_all_pairs_of_a_word_is_not_having_the_word(way):
    a_message(title="中国人民", body="民中国")
    assert found("中国人民中") == []


def test_a_unit_is_found_by_its_new_name_and_by_those_before_it():
    old, new = factories.a_unit("old", "老单位"), factories.a_unit("new", "新单位")
    message = a_message(unit_id=old.pk)
    posting.update(message.pk, board_id=message.board_id, at=MONDAY, unit_id=new.pk, state="handling")
    Unit.objects.filter(pk=new.pk).update(name="热力公司")
    assert [found(name) for name in ("老单位", "热力公司", "新单位")] == [
        [message.get_absolute_url()]
    ] * 2 + [[]]


def test_what_is_taken_down_is_not_looked_through_any_more():
    message = a_message()
    posting.take_down(message.number, at=MONDAY)
    assert not SearchText.objects.exists()


def test_a_message_that_goes_up_again_is_found_by_its_replies():
    message = an_answered_message(title="路灯")
    posting.take_down(message.number, at=MONDAY)
    again = a_message(number=message.number, title="路灯")
    assert again.pk == message.pk
    assert found("更换灯具") == [message.get_absolute_url()]


def test_reindexing_makes_the_same_texts_again():
    message = an_answered_message()
    before = shingles.lexemes(SearchText.objects.get().said)
    SearchText.objects.all().delete()
    call_command("reindex_search", "--missing", stdout=StringIO())
    assert shingles.lexemes(SearchText.objects.get(pk=message.pk).said) == before
    assert (rewrite_search_text(only_missing=True), rewrite_search_text(only_missing=False)) == (0, 1)


def test_search_text_and_message_come_and_go_in_one_transaction():
    with transaction.atomic():
        a_message()
        transaction.set_rollback(True)
    assert (Message.objects.count(), SearchText.objects.count()) == (0, 0)


def test_by_time_hits_stand_newest_first():
    older, newer = a_message(title="路灯", at=MONDAY), a_message(at=MONDAY + timedelta(hours=1))
    assert found("路灯", sort="time") == [newer.get_absolute_url(), older.get_absolute_url()]


def test_by_match_the_title_comes_first_then_the_answered_then_the_newer():
    only_body = a_message(title="很黑", body="路灯坏了", at=MONDAY + timedelta(hours=2))
    older, newer = a_message(at=MONDAY), a_message(at=MONDAY + timedelta(hours=1))
    answered = an_answered_message(at=MONDAY)
    assert found("路灯") == [each.get_absolute_url() for each in (answered, newer, older, only_body)]


def test_a_boards_name_leads_to_the_board():
    factories.a_board("water", title="水务局")
    assert [entry.title for entry in search(Question("shuiwu"), at=MONDAY).boards] == ["水务局"]


@pytest.mark.parametrize(
    "asked", ["", "   ", "！？", "\0", "'; DROP TABLE boards_message;--", "路" * 5000, "((((", "a:*"]
)
def test_whatever_is_typed_gets_a_page(client, asked):
    assert client.get("/search/", {"q": asked}).status_code == 200


def test_the_excerpt_shows_and_marks_what_was_searched():
    pieces = excerpt("前" * 100 + "路灯坏了" + "后" * 100, ["路灯"])
    assert pieces == (
        ("…", False),
        ("前" * 24, False),
        ("路灯", True),
        ("坏了" + "后" * 70, False),
        ("…", False),
    )


def test_what_is_searched_is_shown_as_text(client):
    assert "<b>路灯" not in client.get("/search/", {"q": "<b>路灯"}).content.decode()


def many(number_of_rows, **more):
    boards = [a_message().board_id, factories.a_board("water", title="水务局").pk]
    Message.objects.bulk_create(
        Message(**{**ROW, "number": f"N{number}", "board_id": boards[number % 10 > 0], **more})
        for number in range(number_of_rows)
    )
    write_search_text(Message.objects.values_list("pk", flat=True))
    with connection.cursor() as sql:
        sql.execute("ANALYZE boards_searchtext")


def plans_of(act):
    """The plans of the statements about search texts that `act` sends."""
    seen = []

    def explain(execute, sql, params, many, context):
        if "boards_searchtext" in sql and sql.startswith("SELECT"):
            with context["connection"].connection.cursor() as plain:
                plain.execute(f"EXPLAIN {sql}", params)
                seen.append("\n".join(row[0] for row in plain.fetchall()))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(explain):
        act()
    return seen


@pytest.mark.parametrize("filters", [{}, {"board": "mayor"}, {"year": "2026"}, {"state": "open"}])
def test_a_rare_word_is_looked_up_in_the_index_of_pairs(filters):
    many(600)
    (plan,) = plans_of(lambda: finding.sift(scope_of(Question("路灯不亮", **filters)), None))
    assert "search_text_pairs" in plan


@pytest.mark.parametrize(
    ("filters", "index"),
    [
        ({}, "search_text_by_time"),
        ({"board": "mayor"}, "search_text_of_board"),
        ({"year": "2026", "kind": "complaint", "state": "open"}, "search_text_by_time"),
    ],
)
def test_a_frequent_word_is_met_on_a_walk_by_time(filters, index):
    many(600)
    scope = scope_of(Question("不热", **filters))
    (plan,) = plans_of(lambda: finding.walk(scope, None, steps=100, wanted=20))
    assert index in plan
    assert "Sort" not in plan
    assert "Seq Scan on boards_searchtext" not in plan


WAYS = {
    "all known": {},
    "sifted": {"MOST_PROBED": 5},
    "walked": {"MOST_PROBED": 10, "FREQUENT": 0},
    "walked in short steps": {"MOST_PROBED": 4, "FREQUENT": 0, "MOST_WALKED": 7},
}


@pytest.mark.parametrize("bounds", WAYS.values(), ids=WAYS)
@pytest.mark.parametrize("sort", ["", "time"])
def test_every_way_walks_through_the_same_pages(client, monkeypatch, bounds, sort):
    for name, value in bounds.items():
        monkeypatch.setattr(finding, name, value)
    if not sort and "MOST_WALKED" in bounds:
        pytest.skip("by match only the newest are put in order")
    made = [a_message(at=MONDAY + timedelta(minutes=number // 2)).get_absolute_url() for number in range(45)]
    seen, address, pages = [], f"/search/?q=路灯不亮&sort={sort}", []
    while address:
        pages.append(client.get(address).context["found"].page)
        seen += [row.href for row in pages[-1].rows]
        address = pages[-1].older and f"/search/{pages[-1].older}"
    assert seen == made[::-1]
    back = client.get(f"/search/{pages[-1].newer}").context["found"].page
    assert [row.href for row in back.rows] == [row.href for row in pages[-2].rows]


def test_few_hits_are_counted_and_many_are_not(monkeypatch):
    for _number in range(3):
        a_message()
    few = search(Question("路灯"), at=LATER).count
    for name, value in {"MOST_PROBED": 1, "MOST_SIFTED": 2}.items():
        monkeypatch.setattr(finding, name, value)
    monkeypatch.setattr(searching, "MOST_RANKED", 2)
    many = search(Question("路灯"), at=LATER)
    assert (few, many.count, many.ranked) == (3, None, 2)


@pytest.mark.parametrize(("probed", "questions"), [(2000, 12), (1, 16)])
def test_a_search_asks_a_few_questions(client, monkeypatch, django_assert_max_num_queries, probed, questions):
    monkeypatch.setattr(finding, "MOST_PROBED", probed)
    for number in range(25):
        an_answered_message(at=MONDAY + timedelta(minutes=number))
    client.get("/search/", {"q": "别的"})  # the number of searches that are let through is kept from here on
    with django_assert_max_num_queries(questions):
        client.get("/search/", {"q": "路灯不亮"})
