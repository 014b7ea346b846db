"""Quiet hours: what waits, until when, and what pierces them. Every moment is worked out by hand from the published calendar."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from cases.actions.set_policy import add_version
from cases.models import OfficeHours, current_policy
from cases.rules.quiet import digest_day, quiet_until
from cases.rules.workdays import SHANGHAI, Calendar, HoursVersion, SpecialDay
from tests.cases.ways import on

OFFICE = ((time(9), time(12)), (time(14), time(18)))


@pytest.fixture
def calendar(db: None) -> Calendar:
    return current_policy().calendar


def staff(text: str, calendar: Calendar, grade: str = "normal", channel: str = "email") -> datetime | None:
    return quiet_until(channel, is_staff=True, grade=grade, at=on(text), calendar=calendar)


def citizen(text: str, calendar: Calendar, grade: str = "normal", channel: str = "sms") -> datetime | None:
    return quiet_until(channel, is_staff=False, grade=grade, at=on(text), calendar=calendar)


@pytest.mark.parametrize("grade", ["emergency_a", "emergency_b"])
@pytest.mark.parametrize("tell", [staff, citizen])
def test_an_emergency_at_two_in_the_morning_of_national_day_waits_for_nothing(grade, tell, calendar) -> None:
    assert tell("2026-10-01 02:00", calendar, grade) is None


def test_what_is_no_emergency_waits_out_the_national_holiday(calendar) -> None:
    assert staff("2026-10-01 02:00", calendar) == on("2026-10-08 09:00")


@pytest.mark.parametrize(
    ("written", "goes_out"),
    [
        # In 2022 National Day began on a Saturday; Saturday the 8th and Sunday the 9th of October were make-up workdays.
        ("2022-09-30 17:59", None),
        ("2022-09-30 18:00", "2022-10-08 09:00"),
        ("2022-09-30 18:01", "2022-10-08 09:00"),
        ("2022-10-08 10:00", None),  # the make-up Saturday itself
        ("2022-10-08 18:30", "2022-10-09 09:00"),
        # Spring Festival 2026 begins on Sunday, 15 February: the Saturday before is worked, as is the 28th.
        ("2026-02-13 18:01", "2026-02-14 09:00"),
        ("2026-02-14 18:01", "2026-02-24 09:00"),
        ("2026-02-28 11:00", None),
        # an ordinary week
        ("2026-03-09 08:59", "2026-03-09 09:00"),
        ("2026-03-09 09:00", None),
        ("2026-03-09 12:00", "2026-03-09 14:00"),
        ("2026-03-13 23:00", "2026-03-16 09:00"),
        ("2026-03-14 10:00", "2026-03-16 09:00"),
    ],
)
def test_mail_to_the_staff_keeps_office_hours(written: str, goes_out: str | None, calendar: Calendar) -> None:
    assert staff(written, calendar) == (on(goes_out) if goes_out else None)


@pytest.mark.parametrize(
    ("written", "goes_out"),
    [
        ("2026-03-09 07:59", "2026-03-09 08:00"),
        ("2026-03-09 08:00", None),
        ("2026-03-09 20:59", None),
        ("2026-03-09 21:00", "2026-03-10 08:00"),
        ("2026-12-31 23:59", "2027-01-01 08:00"),
        ("2026-10-01 10:00", None),  # a holiday: people are awake
    ],
)
def test_short_messages_to_citizens_keep_the_night(written, goes_out, calendar) -> None:
    assert citizen(written, calendar) == (on(goes_out) if goes_out else None)


def test_the_site_shows_everything_at_once(calendar) -> None:
    assert staff("2026-10-01 02:00", calendar, channel="site") is None
    assert citizen("2026-10-01 02:00", calendar, channel="site") is None


def test_a_citizens_mail_box_makes_no_noise(calendar) -> None:
    assert citizen("2026-10-01 02:00", calendar, channel="email") is None


def test_the_night_of_another_city_is_a_row_of_its_own() -> None:
    late = Calendar(
        special={},
        published=frozenset({2026}),
        hours=(
            HoursVersion(date(2026, 1, 1), OFFICE),
            HoursVersion(date(2026, 3, 10), OFFICE, texting=(time(9, 30), time(22))),
        ),
    )
    assert citizen("2026-03-09 21:30", late) == on("2026-03-10 09:30")
    assert citizen("2026-03-10 21:30", late) is None


@pytest.mark.django_db
def test_a_city_writes_its_own_night_and_the_earlier_one_holds_until_then() -> None:
    hours = OfficeHours.objects.get()
    hours.pk, hours.valid_from = None, date(2026, 3, 10)
    hours.texts_from, hours.texts_until = time(9, 30), time(22)
    add_version(hours)
    calendar = current_policy().calendar
    assert citizen("2026-03-08 21:30", calendar) == on("2026-03-09 08:00")
    assert citizen("2026-03-10 21:30", calendar) is None


@pytest.mark.parametrize(
    ("first", "last"), [(time(21), time(8)), (time(8), time(8))], ids=["over midnight", "never"]
)
@pytest.mark.django_db
def test_a_day_without_hours_for_texts_is_refused_in_words(first: time, last: time) -> None:
    hours = OfficeHours.objects.get()
    hours.pk, hours.valid_from, hours.texts_from, hours.texts_until = None, date(2026, 3, 10), first, last
    with pytest.raises(ValidationError, match="短信最早时间须早于最晚时间"):
        hours.full_clean()


@pytest.mark.parametrize(
    ("at", "day"),
    [
        ("2026-03-09 08:29", None),
        ("2026-03-09 08:30", "2026-03-09"),
        ("2026-03-09 11:59", "2026-03-09"),
        ("2026-03-09 12:00", None),
        ("2026-03-14 08:30", None),  # a Saturday
        ("2026-02-14 08:30", "2026-02-14"),  # a Saturday on duty
        ("2026-10-01 08:30", None),
    ],
)
def test_the_digest_is_sent_in_the_morning_of_a_workday(at, day, calendar) -> None:
    assert digest_day(on(at), calendar) == (date.fromisoformat(day) if day else None)


MOMENTS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 28)).map(
    lambda at: at.replace(tzinfo=SHANGHAI)
)
HOLIDAYS = {date(2026, 10, n): SpecialDay(is_workday=False, name="国庆节") for n in range(1, 8)}
PLAIN = Calendar(HOLIDAYS, frozenset({2026, 2027}), (HoursVersion(date(2026, 1, 1), OFFICE),))


@given(MOMENTS)
def test_a_held_notice_goes_out_later_and_at_a_moment_that_is_not_quiet(at: datetime) -> None:
    for channel, is_staff in (("email", True), ("sms", True), ("sms", False)):
        until = quiet_until(channel, is_staff=is_staff, grade="normal", at=at, calendar=PLAIN)
        if until is not None:
            assert until > at
            again = quiet_until(channel, is_staff=is_staff, grade="normal", at=until, calendar=PLAIN)
            assert again is None
