"""Moments and spans in words."""

from datetime import UTC, datetime, timedelta

import pytest

from boards.rules import times

SATURDAY_EVENING = datetime(2026, 11, 21, 16, 30, tzinfo=UTC)  # already Sunday in China


def test_a_day_is_chinas_day():
    assert times.day(SATURDAY_EVENING) == "2026-11-22"


def test_a_deadline_names_day_weekday_and_hour():
    assert times.moment_words(SATURDAY_EVENING) == "2026年11月22日（周日）00:30"


def test_the_machine_readable_form_keeps_the_offset():
    assert times.iso(SATURDAY_EVENING) == "2026-11-22T00:30+08:00"


def test_the_day_starts_at_chinas_midnight():
    assert times.start_of_day(SATURDAY_EVENING) == datetime(2026, 11, 21, 16, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("span", "words"),
    [
        (timedelta(seconds=20), "不到 1 分钟"),
        (timedelta(seconds=-5), "不到 1 分钟"),
        (timedelta(minutes=8), "8 分钟"),
        (timedelta(hours=5, minutes=59), "5 小时"),
        (timedelta(days=2), "2 天"),
        (timedelta(days=2, hours=5), "2 天 5 小时"),
        (timedelta(days=40, hours=5), "40 天"),
    ],
)
def test_a_span_is_told_by_its_largest_units(span, words):
    assert times.span_words(span) == words
