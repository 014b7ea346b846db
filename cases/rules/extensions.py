"""How far a deadline may be extended (延期): by workdays, by the original limit, and by the cap of the law. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from cases.rules.changes import extended
from cases.rules.measures import Measure
from cases.rules.workdays import Calendar, in_shanghai

MOST_WORKDAYS = 10  # 山东's hotline rule: an extension of at most ten workdays
MOST_DAYS = 90  # 信访工作条例, article 34: sixty days, and thirty more when a head of office approves


def most_workdays(explanation: Mapping[str, Any]) -> int:
    """How many workdays may be asked for: ten, and never more than the original limit. 0 for what is counted in hours."""
    if explanation.get("measure") != Measure.WORKDAYS:
        return 0
    return min(MOST_WORKDAYS, int(explanation.get("amount", 0)))


def last_day(started_at: datetime, explanation: Mapping[str, Any]) -> date:
    """The day beyond which no extension leads: days on which the deadline stood still are not counted."""
    stood = timedelta(0)
    for change in explanation.get("changes", ()):
        if "pause" in change:
            begun, ended = (in_shanghai(datetime.fromisoformat(each)).date() for each in change["pause"])
            stood += ended - begun
    return in_shanghai(started_at).date() + timedelta(days=MOST_DAYS) + stood


def grantable(
    due_at: datetime, started_at: datetime, explanation: Mapping[str, Any], workdays: int, calendar: Calendar
) -> int:
    """How many of the wanted workdays may be granted."""
    most, last = min(workdays, most_workdays(explanation)), last_day(started_at, explanation)
    return next((n for n in range(most, 0, -1) if extended(due_at, n, calendar).date() <= last), 0)
