"""Soon, yellow, red: one rule for the mark on a row and for choosing rows by it."""

from __future__ import annotations

from datetime import datetime, timedelta
from itertools import product

import pytest

from cases.models import current_policy
from cases.rules.lights import Light, light, red_at, red_before, soon_until, workdays_over
from cases.rules.workdays import SHANGHAI

pytestmark = pytest.mark.django_db
DUE = datetime(2026, 3, 12, 18, 0, tzinfo=SHANGHAI)  # a Thursday


@pytest.fixture
def calendar():
    return current_policy().calendar


@pytest.mark.parametrize(
    ("at", "expected"),
    [
        ("2026-03-10 18:00", Light.NONE),
        ("2026-03-11 00:00", Light.SOON),
        ("2026-03-12 17:59", Light.SOON),
        ("2026-03-12 18:00", Light.YELLOW),
        ("2026-03-17 17:59", Light.YELLOW),
        ("2026-03-17 18:00", Light.RED),
    ],
)
def test_a_deadline_lights_up(at, expected, calendar):
    moment = datetime.fromisoformat(at).replace(tzinfo=SHANGHAI)
    assert light("reply", DUE, moment, calendar) == expected


@pytest.mark.parametrize("clock", ["wait", "rating"])
def test_what_nobody_on_the_staff_can_stop_has_no_light(clock, calendar):
    assert light(clock, DUE, DUE + timedelta(days=30), calendar) == Light.NONE


def test_a_case_that_is_about_to_be_signed_by_itself_is_never_yellow(calendar):
    assert light("sign", DUE, DUE + timedelta(minutes=5), calendar) == Light.SOON


def test_nothing_runs_no_light(calendar):
    assert light("", None, DUE, calendar) == Light.NONE


def test_workdays_over_count_no_weekend(calendar):
    assert workdays_over(DUE, DUE + timedelta(days=4), calendar) == 2


def test_soon_reaches_over_a_weekend(calendar):
    friday = datetime(2026, 3, 13, 10, 0, tzinfo=SHANGHAI)
    assert soon_until(friday, calendar).date().isoformat() == "2026-03-16"


@pytest.mark.parametrize("hour", [9, 12, 18, 23])
def test_red_rows_are_chosen_as_red_marks_are_drawn(hour, calendar):
    """For deadlines on workdays, and those are all that the policy makes; over a holiday with make-up workdays."""
    for day, gap in product(range(1, 29), range(-9, 3)):
        at = datetime(2026, 2, day, 12, 0, tzinfo=SHANGHAI)
        due = (at + timedelta(days=gap)).replace(hour=hour)
        if calendar.is_workday(due.date()):
            assert (due <= red_before(at, calendar)) == (red_at(due, calendar) <= at), (at, due)
