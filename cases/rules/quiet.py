"""Quiet hours (免打扰): until when a notice waits. What waits is e-mail and SMS; the site shows everything at once."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from cases.rules.states import Grade
from cases.rules.workdays import DAY, SHANGHAI, Calendar, in_shanghai
from notify.rules.wishes import Reach

SITE, SMS = "site", "sms"
ANYBODY = Reach()  # without quiet hours of the own
AN_INSTANT = timedelta(microseconds=1)
DIGEST_FROM, DIGEST_UNTIL = time(8, 30), time(12, 0)  # the job runs between; see wenzheng/schedule.py


def quiet_until(
    channel: str,
    *,
    is_staff: bool,
    grade: str,
    at: datetime,
    calendar: Calendar,
    reach: Reach = ANYBODY,
) -> datetime | None:
    """When a notice that is written at `at` may go out; None: at once. An emergency waits for nobody's office hours.

    Citizens choose quiet hours of their own in `reach`; short messages also keep those of the calendar.
    """
    if channel == SITE or grade != Grade.NORMAL:
        return None
    if is_staff:
        return _later(at, _office_moment(at, calendar))
    moment = in_shanghai(at)
    for _each in range(4):  # the end of one may lie in the other
        own = reach.quiet_until_at(moment) or moment
        later = _waking_moment(own, calendar) if channel == SMS else own
        if later == moment:
            break
        moment = later
    return _later(at, moment)


def _later(at: datetime, moment: datetime) -> datetime | None:
    return moment if moment > at else None


def _office_moment(at: datetime, calendar: Calendar) -> datetime:
    """The moment itself inside office hours, else the next opening. At closing time the office is closed."""
    return calendar.add_office_hours(at, AN_INSTANT) - AN_INSTANT


def _waking_moment(at: datetime, calendar: Calendar) -> datetime:
    """The moment itself by day, else the next morning. Citizens are at home on a holiday too: no calendar is asked."""
    here = in_shanghai(at)
    first, last = calendar.texting(here.date())
    if here.time() < first:
        return datetime.combine(here.date(), first, SHANGHAI)
    if here.time() >= last:
        tomorrow = here.date() + DAY
        return datetime.combine(tomorrow, calendar.texting(tomorrow)[0], SHANGHAI)
    return here


def digest_day(at: datetime, calendar: Calendar) -> date | None:
    """The workday whose morning digest may be sent at `at`: from half past eight, late until noon; else None."""
    here = in_shanghai(at)
    if calendar.is_workday(here.date()) and DIGEST_FROM <= here.time() < DIGEST_UNTIL:
        return here.date()
    return None
