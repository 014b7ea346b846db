"""Until when a co-handling unit (协办单位) gives its advice: earlier than the lead unit has to answer. Pure."""

from __future__ import annotations

from datetime import datetime

from cases.rules.workdays import Calendar, in_shanghai

EARLIER_WORKDAYS = 2  # rules: the limits of co-units are shorter than the lead's by two workdays
LEAST_WORKDAYS = 1


def co_limit(reply_due_at: datetime | None, asked_at: datetime, calendar: Calendar) -> datetime | None:
    """Two workdays before the lead's limit, but at least one workday from now, and never after a limit still ahead.

    None where the lead itself has no limit.
    """
    if reply_due_at is None:
        return None
    least = calendar.due_in_workdays(asked_at, LEAST_WORKDAYS).due
    if reply_due_at <= asked_at:
        return least
    last_day = calendar.add_workdays(in_shanghai(reply_due_at).date(), -EARLIER_WORKDAYS)
    return min(reply_due_at, max(least, calendar.closes_at(last_day)))
