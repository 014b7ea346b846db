"""The dates that a unit binds itself to, out of a text: which day is meant, and what is no promise at all."""

from datetime import date, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.promised_dates import MOST_FOUND, promised_dates
from cases.rules.sentences import number_of
from cases.rules.workdays import Calendar, HoursVersion, SpecialDay

CALENDAR = Calendar(
    special={
        date(2026, 10, 1): SpecialDay(False, "国庆节"),
        date(2026, 10, 2): SpecialDay(False, "国庆节"),
        date(2026, 9, 20): SpecialDay(True, "国庆节调休"),
        date(2026, 4, 6): SpecialDay(False, "清明节"),
    },
    published=frozenset({2026}),
    hours=(HoursVersion(date(2000, 1, 1), ((time(9), time(18)),)),),
)
WEDNESDAY = date(2026, 3, 11)


def days(text, day=WEDNESDAY):
    return [each.on.isoformat() for each in promised_dates(text, day, CALENDAR)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("将于8月底前完成。", "2026-08-31"),
        ("12月15日前完成", "2026-12-15"),
        ("十二月二十日前修好", "2026-12-20"),
        ("预计2026年6月竣工", "2026-06-30"),
        ("2026-05-01前投用", "2026-05-01"),
        ("8月前完工", "2026-07-31"),
        ("5月中旬开工", "2026-05-20"),
        ("本月20日前整改到位", "2026-03-20"),
        ("下月10日前完成", "2026-04-10"),
        ("月底前清理完毕", "2026-03-31"),
        ("下个月底前完工", "2026-04-30"),
        ("年底前通车", "2026-12-31"),
        ("力争今年年底达到通车条件", "2026-12-31"),
        ("2027年底前完成", "2027-12-31"),
        ("明年6月底前建成", "2027-06-30"),
        ("预计年内启动", "2026-12-31"),
        ("力争三季度末投用", "2026-09-30"),
        ("下半年启动", "2026-12-31"),
        ("本周五前修好", "2026-03-13"),
        ("下周三前安装", "2026-03-18"),
        ("周二前答复您", "2026-03-17"),
        ("将在本周内完成", "2026-03-15"),
        ("三个工作日内答复您", "2026-03-16"),
        ("15日内整改到位", "2026-03-26"),
        ("两周内完成", "2026-03-25"),
        ("半个月内修复", "2026-03-26"),
        ("一个月内完成", "2026-04-11"),
        ("48小时内处理完毕", "2026-03-13"),
        ("一年内完成", "2027-03-11"),
        ("明天上午前恢复供水", "2026-03-12"),
        ("国庆节前通车", "2026-09-30"),
    ],
)
def test_a_promise_is_read_as_its_last_day(text, day):
    assert days(text) == [day]


@pytest.mark.parametrize(
    "text",
    [
        "已于3月1日修复。",
        "已在12月15日前完成。",
        "请您于3月20日前到窗口办理。",
        "申请人应在15日内补正材料。",
        "可自收到本答复之日起60日内申请行政复议。",
        "去年底完成验收。",
        "每年12月清理一次。",
        "2月30日前完成。",
        "99999年底前完成。",
        "近几年内将逐步改善。",
        "春节前发放到位。",
        "日前已修复。",
        "2026年3月11日",
        "现将有关情况回复如下：12月天气寒冷。",
        "一小时内免费停车。",
        "2024年底，该路段移交我局。",
    ],
)
def test_what_is_past_unknown_or_asked_of_the_author_is_no_promise(text):
    assert days(text) == []


def test_a_month_without_a_year_may_be_in_the_next_one():
    assert days("预计3月底前完成", date(2026, 12, 20)) == ["2027-03-31"]


def test_a_month_that_is_long_past_is_a_slip():
    assert days("预计3月底前完成", date(2026, 5, 20)) == []


def test_several_steps_are_several_dates_in_their_order():
    text = "第一步，4月5日前安装太阳能灯；第二步，6月底前移交，4月5日前公示。"
    assert days(text) == ["2026-04-05", "2026-06-30"]


def test_a_date_comes_with_its_passage_and_its_sentence():
    found = promised_dates("您好！路灯将于8月底前全部换新。谢谢。", WEDNESDAY, CALENDAR)[0]
    assert (found.passage, found.sentence) == ("8月底前", "路灯将于8月底前全部换新")


@pytest.mark.parametrize(
    ("words", "number"),
    [("15", 15), ("十五", 15), ("二十", 20), ("三十一", 31), ("两", 2), ("十", 10), ("百", None)],
)
def test_numbers_are_read_in_both_ways(words, number):
    assert number_of(words) == number


PIECES = "一 二 十 两 半 年 月 日 周 底 前 内 本 下 个 今 明 ， 。 将 12 30 2026 工作日 小时 季度 国庆节 完成"
pieces = st.lists(st.sampled_from(PIECES.split())).map("".join)


@given(
    pieces | st.text(alphabet=st.characters(exclude_categories=())),
    st.dates(date(2000, 1, 1), date(2090, 12, 31)),
)
def test_whatever_is_typed_only_days_to_come_are_found(text, day):
    found = promised_dates(text, day, CALENDAR)
    assert all(each.on > day for each in found)
    assert len(found) <= MOST_FOUND
