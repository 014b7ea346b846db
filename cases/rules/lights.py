"""The lights on a deadline (红黄牌): soon, yellow from the end on, red three workdays later. One rule for every list."""

from __future__ import annotations

from datetime import datetime, time

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.rules.clocks import MARKED, ClockName, is_late
from cases.rules.thresholds import RED_AFTER_WORKDAYS, workdays_later
from cases.rules.workdays import DAY, SHANGHAI, Calendar, in_shanghai

DUTIES = frozenset(
    {*MARKED, ClockName.SIGN}
)  # clocks that a member of staff must stop; the others count or act by themselves


class Light(TextChoices):
    NONE = "", _("期限内")
    SOON = "soon", _("临期")
    YELLOW = "yellow", _("黄牌")
    RED = "red", _("红牌")


def light(clock: str, due_at: datetime | None, at: datetime, calendar: Calendar) -> Light:
    """How pressing a running clock is at `at`. What nobody on the staff can stop (wait, rating) never has a light."""
    if due_at is None or clock not in DUTIES:
        return Light.NONE
    if is_late(due_at, at) and clock in MARKED:
        return Light.RED if at >= red_at(due_at, calendar) else Light.YELLOW
    return Light.SOON if due_at <= soon_until(at, calendar) else Light.NONE


def red_at(due_at: datetime, calendar: Calendar) -> datetime:
    """When yellow turns red: the same time of day, three workdays later."""
    return workdays_later(due_at, RED_AFTER_WORKDAYS, calendar)


def red_before(at: datetime, calendar: Calendar) -> datetime:
    """What ended by then is red at `at`: red_at read backwards, for choosing rows by their due moment."""
    here = in_shanghai(at)
    last = here.date()
    while calendar.add_workdays(last, RED_AFTER_WORKDAYS) > here.date():
        last -= DAY
    if calendar.add_workdays(last, RED_AFTER_WORKDAYS) == here.date():
        last = last if calendar.is_workday(last) else calendar.add_workdays(last, -1)
        return here.replace(year=last.year, month=last.month, day=last.day)
    return datetime.combine(last + DAY, time.min, SHANGHAI)


def soon_until(at: datetime, calendar: Calendar) -> datetime:
    """What ends by then is soon: the close of the next workday (one workday before the end people are warned)."""
    return calendar.closes_at(calendar.next_workday(in_shanghai(at).date()))


def workdays_over(due_at: datetime, at: datetime, calendar: Calendar) -> int:
    """Whole workdays since the end; 0 on the first."""
    return max(0, calendar.workdays_between(in_shanghai(due_at).date(), in_shanghai(at).date()))
