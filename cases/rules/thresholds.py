"""The moments of a deadline at which somebody is told: before its end by share, at its end, and workdays after it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from decimal import Decimal

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.rules.workdays import Calendar, in_shanghai


class Threshold(TextChoices):
    """In the order in which they come."""

    HALF = "half", _("时限过半")
    MOST = "most", _("时限已过八成")
    EVE = "eve", _("到期前一个工作日")
    END = "end", _("黄牌")
    RED = "red", _("红牌")
    GRAVE = "grave", _("严重超期")


ORDER: tuple[Threshold, ...] = tuple(Threshold)
SHARES: Mapping[Threshold, Decimal] = {Threshold.HALF: Decimal("0.5"), Threshold.MOST: Decimal("0.8")}
AHEAD = frozenset({Threshold.HALF, Threshold.MOST, Threshold.EVE})
BY_NIGHT = ("hours", "minutes")  # measures that run by night and on holidays
RED_AFTER_WORKDAYS = 3
GRAVE_AFTER_WORKDAYS = 5


def before_end(
    started_at: datetime, due_at: datetime, calendar: Calendar, *, by_night: bool = False
) -> dict[Threshold, datetime]:
    """50 % and 80 % of the office time, and closing time one workday before the end; only what lies in between.

    A clock that runs `by_night` (hours, minutes) is shared out by the wall clock, and has no day before.
    """
    if by_night:
        span = due_at - started_at
        moments = {each: started_at + span * float(share) for each, share in SHARES.items()}
    else:
        total = calendar.office_seconds_between(started_at, due_at)
        moments = {
            each: calendar.add_office_hours(started_at, timedelta(seconds=int(total * share)))
            for each, share in SHARES.items()
            if total
        }
        eve = calendar.add_workdays(in_shanghai(due_at).date(), -1)
        moments[Threshold.EVE] = calendar.closes_at(eve)
    return {each: at for each, at in moments.items() if started_at < at < due_at}


def from_end(due_at: datetime, calendar: Calendar) -> dict[Threshold, datetime]:
    """The end itself, and the same time of day three and five workdays later."""
    return {
        Threshold.END: due_at,
        Threshold.RED: workdays_later(due_at, RED_AFTER_WORKDAYS, calendar),
        Threshold.GRAVE: workdays_later(due_at, GRAVE_AFTER_WORKDAYS, calendar),
    }


def workdays_later(moment: datetime, days: int, calendar: Calendar) -> datetime:
    """The same time of day, so many workdays later."""
    here = in_shanghai(moment)
    last = calendar.add_workdays(here.date(), days)
    return here.replace(year=last.year, month=last.month, day=last.day)
