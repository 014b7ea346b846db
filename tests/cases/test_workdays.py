"""Counting workdays and office hours, against notices, vectors and laws that hold for every calendar."""

import csv
import json
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.rules.holidays import HolidaysRefused, read_holidays
from cases.rules.workdays import SHANGHAI, Calendar, HoursVersion, SpecialDay

ROOT = Path(__file__).parents[2]
HOLIDAYS = ROOT.parent / "shared" / "data" / "holidays"
OFFICE = ((time(9), time(12)), (time(14), time(18)))
KNOWN = read_holidays(json.loads((ROOT / "cases/data/calendar.json").read_text(encoding="utf-8")))
CALENDAR = Calendar(KNOWN.special, KNOWN.published, (HoursVersion(date(2000, 1, 1), OFFICE),))

needs_vectors = pytest.mark.skipif(
    not HOLIDAYS.is_dir(), reason="the holiday vectors are not beside the project"
)

days = st.dates(date(2003, 6, 1), date(2028, 6, 1))
moments = st.datetimes(
    datetime(2003, 6, 1), datetime(2028, 6, 1), timezones=st.just(SHANGHAI), allow_imaginary=False
)
counts = st.integers(-60, 60)
lengths = st.integers(0, 200 * 3600).map(lambda seconds: timedelta(seconds=seconds))
zones = st.sampled_from(["UTC", "America/New_York", "Pacific/Kiritimati", "Asia/Kathmandu", "Europe/London"])


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def span(first, last):
    return [date.fromisoformat(first) + timedelta(days=n) for n in range(days_apart(first, last) + 1)]


def days_apart(first, last):
    return (date.fromisoformat(last) - date.fromisoformat(first)).days


OFF = {
    2025: [
        ("2025-01-01", "2025-01-01"),
        ("2025-01-28", "2025-02-04"),
        ("2025-04-04", "2025-04-06"),
        ("2025-05-01", "2025-05-05"),
        ("2025-05-31", "2025-06-02"),
        ("2025-10-01", "2025-10-08"),
    ],
    2026: [
        ("2026-01-01", "2026-01-03"),
        ("2026-02-15", "2026-02-23"),
        ("2026-04-04", "2026-04-06"),
        ("2026-05-01", "2026-05-05"),
        ("2026-06-19", "2026-06-21"),
        ("2026-09-25", "2026-09-27"),
        ("2026-10-01", "2026-10-07"),
    ],
}
MAKE_UP = {
    2025: ["2025-01-26", "2025-02-08", "2025-04-27", "2025-09-28", "2025-10-11"],
    2026: ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"],
}


@pytest.mark.parametrize("year", [2025, 2026])
def test_the_year_is_the_one_of_the_notice(year):
    off = {day for first, last in OFF[year] for day in span(first, last)}
    work = {date.fromisoformat(text) for text in MAKE_UP[year]}
    expected = {
        day: day in work or (day not in off and day.weekday() < 5)
        for day in span(f"{year}-01-01", f"{year}-12-31")
    }
    assert {day: CALENDAR.is_workday(day) for day in expected} == expected


@needs_vectors
def test_our_days_agree_with_the_published_lists():
    # All years at once: a year's list may speak of the December before (2018-12-31 is off by the list of 2019).
    published = {}
    for year in range(2018, 2028):
        published |= read_holidays(
            json.loads((HOLIDAYS / f"{year}.json").read_text(encoding="utf-8"))
        ).special
    theirs = Calendar(published, KNOWN.published, CALENDAR.hours)
    everyday = span("2018-01-01", "2026-12-31")
    assert [day for day in everyday if CALENDAR.is_workday(day) != theirs.is_workday(day)] == []


@needs_vectors
def test_all_workday_vectors_agree():
    with (HOLIDAYS / "workday_vectors.csv").open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    wrong = [
        row
        for row in rows
        if CALENDAR.add_workdays(date.fromisoformat(row["start"]), int(row["n_workdays"])).isoformat()
        != row["due"]
        or CALENDAR.is_workday(date.fromisoformat(row["start"])) != bool(int(row["start_is_workday"]))
    ]
    assert (len(rows), wrong) == (900, [])


@needs_vectors
def test_a_list_without_days_publishes_nothing():
    empty = read_holidays(json.loads((HOLIDAYS / "2027.json").read_text(encoding="utf-8")))
    assert (empty.special, empty.published) == ({}, frozenset())


@pytest.mark.parametrize(
    "content",
    [
        [],
        "",
        None,
        {"2026": []},
        {"二〇二六": {}},
        {"2026": {"off": ["2026-01-01"]}},
        {"2026": {"off": {"2026-02-30": "元旦"}}},
        {"2026": {"off": {"2026-01-01": ""}}},
        {"2026": {"off": {"2026-01-01": "元旦"}, "work": {"2026-01-01": "元旦调休"}}},
        {"year": 2026, "days": {}},
        {"year": 2026, "days": [{"date": "2026-01-01", "name": "元旦"}]},
        {"year": "x", "days": []},
    ],
)
def test_a_bad_holiday_file_is_refused_in_chinese(content):
    with pytest.raises(HolidaysRefused, match=r"[一-鿿]"):
        read_holidays(content)


def test_the_common_format_is_read_too():
    days_list = [
        {"name": "元旦", "date": "2018-12-29", "isOffDay": False},
        {"name": "元旦", "date": "2019-01-01", "isOffDay": True},
    ]
    read = read_holidays({"year": 2019, "papers": [], "days": days_list})
    assert read.published == {2019}
    assert read.special == {
        date(2018, 12, 29): SpecialDay(True, "元旦调休"),
        date(2019, 1, 1): SpecialDay(False, "元旦"),
    }


def test_a_make_up_saturday_counts():
    assert CALENDAR.add_workdays(date(2026, 10, 9), 1) == date(2026, 10, 10)
    assert CALENDAR.receipt_day(at("2026-10-10 10:00")) == date(2026, 10, 10)


def test_a_message_of_national_day_at_two_in_the_morning_is_received_on_the_eighth():
    counted = CALENDAR.due_in_workdays(at("2026-10-01 02:00"), 2)
    assert CALENDAR.receipt_day(at("2026-10-01 02:00")) == date(2026, 10, 8)
    assert (counted.due, counted.counted) == (at("2026-10-10 18:00"), (date(2026, 10, 9), date(2026, 10, 10)))
    assert counted.skipped == tuple((day, "国庆节") for day in span("2026-10-01", "2026-10-07"))


@pytest.mark.parametrize(
    ("moment", "receipt"),
    [
        ("2026-11-20 00:00", "2026-11-20"),
        ("2026-11-20 18:00", "2026-11-20"),
        ("2026-11-20 18:00:01", "2026-11-23"),
        ("2026-11-21 09:00", "2026-11-23"),
        ("2026-11-23 08:59", "2026-11-23"),
    ],
)
def test_what_comes_after_closing_is_received_on_the_next_workday(moment, receipt):
    assert CALENDAR.receipt_day(at(moment)).isoformat() == receipt


def test_zero_workdays_are_the_close_of_the_receipt_day():
    assert CALENDAR.due_in_workdays(at("2026-11-21 09:00"), 0).due == at("2026-11-23 18:00")


def test_days_are_named_when_they_do_not_count():
    names = [CALENDAR.why_not(date(2026, *day)) for day in [(11, 20), (11, 21), (11, 22), (10, 3), (10, 10)]]
    assert names == ["", "周六", "周日", "国庆节", ""]


def test_an_unknown_year_falls_back_to_the_week_and_says_so():
    counted = CALENDAR.due_in_workdays(at("2026-12-30 10:00"), 5)
    assert (counted.due, counted.is_provisional) == (at("2027-01-06 18:00"), True)
    assert CALENDAR.is_workday(date(2027, 1, 1))
    assert not CALENDAR.due_in_workdays(at("2026-11-02 10:00"), 15).is_provisional


def test_the_last_days_of_december_wait_for_the_notice_of_the_next_year():
    days_of_2026 = [day for day in span("2026-01-01", "2026-12-31") if CALENDAR.is_provisional(day)]
    assert days_of_2026 == span("2026-12-29", "2026-12-31")
    assert not CALENDAR.is_provisional(date(2025, 12, 31))


def test_an_unknown_year_on_the_way_is_enough():
    only_ends = Calendar({}, frozenset({2026, 2028}), CALENDAR.hours)
    assert only_ends.due_in_workdays(at("2026-12-01 10:00"), 300).is_provisional


def test_four_office_hours_run_over_lunch_night_and_weekend():
    counted = CALENDAR.due_in_office_hours(at("2026-11-20 17:00"), Decimal(4))
    assert (counted.due, counted.counted) == (
        at("2026-11-23 12:00"),
        (date(2026, 11, 20), date(2026, 11, 23)),
    )
    assert counted.skipped == ((date(2026, 11, 21), "周六"), (date(2026, 11, 22), "周日"))


def test_half_an_hour_is_not_rounded():
    assert CALENDAR.add_office_hours(at("2026-11-20 11:45"), Decimal("0.5")) == at("2026-11-20 14:15")


def test_office_hours_never_run_backwards():
    with pytest.raises(ValueError, match="forward"):
        CALENDAR.add_office_hours(at("2026-11-20 11:45"), Decimal(-1))


@pytest.mark.parametrize(
    ("moment", "due"),
    [
        ("2026-11-20 16:00", "2026-11-20 18:00"),
        ("2026-11-20 16:01", "2026-11-23 10:00"),
        ("2026-11-21 08:00", "2026-11-23 10:00"),
        ("2026-11-23 03:00", "2026-11-23 18:00"),
    ],
)
def test_the_same_workday_ends_at_the_cut_off(moment, due):
    assert CALENDAR.due_same_workday(at(moment), time(16), time(10)).due == at(due)


@pytest.mark.parametrize(
    ("moment", "n", "due"),
    [
        ("2026-11-09 20:00", 14, "2026-11-23 18:00"),
        ("2026-11-07 20:00", 14, "2026-11-23 18:00"),
        ("2026-09-18 10:00", 14, "2026-10-08 18:00"),
    ],
)
def test_calendar_days_that_end_on_a_rest_day_move_on(moment, n, due):
    assert CALENDAR.due_in_days(at(moment), n).due == at(due)


def test_new_office_hours_hold_from_their_day_on():
    summer = HoursVersion(date(2026, 7, 1), ((time(8), time(12)), (time(15), time(18, 30))))
    calendar = Calendar({}, frozenset({2026}), (summer, *CALENDAR.hours))
    assert calendar.closes_at(date(2026, 6, 30)) == at("2026-06-30 18:00")
    assert calendar.opens_at(date(2026, 7, 1)) == at("2026-07-01 08:00")
    assert calendar.closes_at(date(1999, 1, 1)) == at("1999-01-01 18:00")


@pytest.mark.parametrize(
    "intervals", [(), ((time(9), time(9)),), ((time(9), time(12)), (time(11), time(18)))]
)
def test_office_hours_that_overlap_are_refused(intervals):
    with pytest.raises(ValueError, match="office hours"):
        HoursVersion(date(2026, 1, 1), intervals)


def test_a_calendar_without_office_hours_is_refused():
    with pytest.raises(ValueError, match="office hours"):
        Calendar({}, frozenset(), ())


def test_a_naive_moment_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        CALENDAR.receipt_day(datetime(2026, 11, 20, 10))


@pytest.mark.parametrize(
    ("start", "n", "due"),
    [
        ("2024-02-28", 1, "2024-02-29"),
        ("2024-02-29", 1, "2024-03-01"),
        ("2023-02-28", 1, "2023-03-01"),
        ("2025-12-31", 1, "2026-01-04"),
        ("2026-01-04", -1, "2025-12-31"),
        ("2026-11-30", 1, "2026-12-01"),
    ],
)
def test_months_years_and_leap_days_are_no_edge(start, n, due):
    assert CALENDAR.add_workdays(date.fromisoformat(start), n).isoformat() == due


@given(days, counts)
def test_counting_between_undoes_adding(day, n):
    assert CALENDAR.workdays_between(day, CALENDAR.add_workdays(day, n)) == n


@given(days, counts)
def test_a_due_day_is_a_workday(day, n):
    assert n == 0 or CALENDAR.is_workday(CALENDAR.add_workdays(day, n))


@given(days, days, st.integers(1, 60))
def test_who_comes_later_is_never_due_earlier(a, b, n):
    first, second = sorted([a, b])
    assert CALENDAR.add_workdays(first, n) <= CALENDAR.add_workdays(second, n)


@given(days, st.integers(0, 60))
def test_one_more_workday_is_always_later(day, n):
    assert CALENDAR.add_workdays(day, n) < CALENDAR.add_workdays(day, n + 1)


@given(days, days)
def test_the_count_turns_its_sign_between_two_workdays(a, b):
    a, b = CALENDAR.next_workday(a), CALENDAR.next_workday(b)
    assert CALENDAR.workdays_between(a, b) == -CALENDAR.workdays_between(b, a)


@given(moments, st.integers(0, 40))
def test_the_explanation_lists_every_counted_day(moment, n):
    counted = CALENDAR.due_in_workdays(moment, n)
    assert len(counted.counted) == n
    assert all(not CALENDAR.is_workday(day) and why for day, why in counted.skipped)


@given(moments, st.integers(0, 40), zones)
def test_a_moment_read_in_another_zone_is_due_at_the_same_instant(moment, n, zone):
    elsewhere = moment.astimezone(ZoneInfo(zone))
    assert CALENDAR.due_in_workdays(elsewhere, n) == CALENDAR.due_in_workdays(moment, n)
    assert CALENDAR.due_in_office_hours(elsewhere, Decimal(4)) == CALENDAR.due_in_office_hours(
        moment, Decimal(4)
    )


@settings(max_examples=60)
@given(moments, lengths)
def test_office_time_between_undoes_adding(moment, length):
    due = CALENDAR.add_office_hours(moment, length)
    assert CALENDAR.office_seconds_between(moment, due) == length.total_seconds()
    assert CALENDAR.office_seconds_between(due, moment) == -length.total_seconds()


@settings(max_examples=60)
@given(moments, moments, lengths)
def test_office_hours_keep_the_order_of_arrival(a, b, length):
    first, second = sorted([a, b])
    assert CALENDAR.add_office_hours(first, length) <= CALENDAR.add_office_hours(second, length)


@settings(max_examples=60)
@given(moments, lengths)
def test_office_time_ends_in_office_hours(moment, length):
    due = CALENDAR.add_office_hours(moment, length)
    assert not length or any(start < due.time() <= end for start, end in OFFICE)


def test_seconds_are_counted_whatever_the_zone_of_the_two_ends():
    start = datetime(2026, 11, 20, 1, tzinfo=UTC)
    assert CALENDAR.office_seconds_between(start, at("2026-11-20 18:00")) == 7 * 3600
