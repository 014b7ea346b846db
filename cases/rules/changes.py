"""Pauses and extensions (暂停、延期): how they move the end of a clock, and which days they take out of the count. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext_noop

from cases.rules.measures import WHOLE_DAYS, Measure
from cases.rules.workdays import DAY, Calendar, Counted, in_shanghai

PAUSED = gettext_noop("暂停计时")


def with_changes(
    counted: Counted,
    started_at: datetime,
    measure: Measure,
    changes: Sequence[Mapping[str, Any]],
    calendar: Calendar,
) -> Counted:
    """The due moment after all changes, with the days that were counted and skipped, paused days among the skipped.

    A change is {"pause": [from, to]} or {"extension": workdays}, oldest first.
    """
    if not changes:
        return counted
    due, paused = counted.due, set[date]()
    for change in changes:
        if "pause" in change:
            begun, ended = (in_shanghai(datetime.fromisoformat(each)) for each in change["pause"])
            due = resumed(due, begun, ended, measure, calendar)
            paused |= _workdays(begun.date(), ended.date(), calendar)
        else:
            due = extended(due, change["extension"], calendar)
    first = counted.counted[0] if counted.counted else due.date() + DAY
    days = [in_shanghai(started_at).date() + n * DAY for n in range((due - started_at).days + 2)]
    days = [day for day in days if day <= due.date()]
    paused = paused if measure in WHOLE_DAYS else set()
    return Counted(
        due=due,
        counted=tuple(day for day in days if day >= first and calendar.is_workday(day) and day not in paused),
        skipped=tuple(
            (day, calendar.why_not(day) or PAUSED)
            for day in days
            if not calendar.is_workday(day) or day in paused
        ),
        is_provisional=any(calendar.is_provisional(day) for day in days),
    )


def resumed(
    due: datetime, begun: datetime, ended: datetime, measure: Measure, calendar: Calendar
) -> datetime:
    """The end after a pause: as many workdays later as the pause had, its first day not counted (as with a receipt day).

    What is counted in hours moves by the hours: office hours by office time, continuous hours by wall time.
    """
    if measure in WHOLE_DAYS:
        return extended(due, calendar.workdays_between(begun.date(), ended.date()), calendar)
    if measure == Measure.OFFICE_HOURS:
        left = calendar.office_seconds_between(begun, due)
        return calendar.add_office_hours(ended, timedelta(seconds=left))
    return due + (ended - begun)


def extended(due: datetime, workdays: int, calendar: Calendar) -> datetime:
    """So many workdays later, at the same time of day."""
    here = in_shanghai(due)
    day = calendar.add_workdays(here.date(), workdays) if workdays else here.date()
    return datetime.combine(day, here.timetz())


def _workdays(a: date, b: date, calendar: Calendar) -> set[date]:
    """The workdays after `a` up to `b`."""
    return {day for n in range(1, (b - a).days + 1) if calendar.is_workday(day := a + n * DAY)}
