"""load_policy, load_calendar: bring deadlines, office hours and holidays from files into rows.

Clocks that run on provisional days follow a calendar that is loaded later.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from cases.actions import _clocks
from cases.actions._door import through
from cases.models import (
    CalendarDay,
    Clock,
    OfficeHours,
    PolicyStamp,
    RevisitSample,
    ServiceLevel,
    current_policy,
)
from cases.models.service_level import REVISIT_SAMPLE, REWORK
from cases.rules.clocks import ClockName, deadline
from cases.rules.states import State

DATA = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True)
class Day:
    """One special day of a State Council notice."""

    day: date
    is_workday: bool
    name: str
    source: str = ""


def load_defaults() -> None:
    """Service levels, office hours, revisit sample and the calendar of the repository; what is there already stays."""
    given = json.loads((DATA / "service_levels.json").read_text(encoding="utf-8"))
    since = date.fromisoformat(given["valid_from"])
    with transaction.atomic():
        for level in given["levels"]:
            key = {"clock": level["clock"], "kind": level.get("kind", ""), "grade": level.get("grade", "")}
            ServiceLevel.objects.get_or_create(**key, valid_from=since, defaults=level)
        OfficeHours.objects.get_or_create(valid_from=since, defaults=given["office_hours"])
        RevisitSample.objects.get_or_create(valid_from=since, defaults=given["revisit_sample"])
        PolicyStamp.moves_on()
    load_days(days_of_repository())


def days_of_repository() -> list[Day]:
    """The special days that come with the product (2004–2026)."""
    years = json.loads((DATA / "calendar.json").read_text(encoding="utf-8"))
    return [
        Day(date.fromisoformat(day), is_workday, name, year.get("papers", ""))
        for year in years.values()
        for key, is_workday in (("off", False), ("work", True))
        for day, name in year[key].items()
    ]


def days_of_notice(notice: Mapping[str, Any]) -> list[Day]:
    """The days of a holiday JSON: {"year", "papers", "days": [{"name", "date", "isOffDay"}]}. Raises KeyError, ValueError."""
    source = " ".join(notice.get("papers", []))[:200]
    return [
        Day(date.fromisoformat(each["date"]), not each["isOffDay"], str(each["name"])[:30], source)
        for each in notice["days"]
    ]


def load_days(days: Iterable[Day]) -> int:
    """Store special days; a day that is there is replaced. Returns how many rows changed."""
    rows = [CalendarDay(day=d.day, is_workday=d.is_workday, name=d.name, source=d.source) for d in days]
    kept = {row.day: (row.is_workday, row.name) for row in CalendarDay.objects.all()}
    fresh = [row for row in rows if kept.get(row.day) != (row.is_workday, row.name)]
    with transaction.atomic():
        CalendarDay.objects.bulk_create(
            fresh, update_conflicts=True, unique_fields=["day"], update_fields=["is_workday", "name", "source"]
        )
        PolicyStamp.moves_on()
    return len(fresh)


def recount_provisional(at: datetime) -> int:
    """Compute anew the deadlines that rested on an unpublished year. Returns how many cases changed; each gets an event."""
    case_ids = Clock.objects.filter(stopped_at=None, is_provisional=True).values_list("case_id", flat=True).distinct()
    return sum(_recount(case_id, at) for case_id in list(case_ids))


def _recount(case_id: int, at: datetime) -> bool:
    policy = current_policy()
    stale = []
    for clock in Clock.objects.filter(case=case_id, stopped_at=None, is_provisional=True).select_related("case", "level"):
        name = clock.level.clock if clock.level and clock.level.clock in (REWORK, REVISIT_SAMPLE) else ""
        end = deadline(
            ClockName(clock.name),
            started_at=clock.started_at,
            kind=clock.case.kind,
            grade=clock.case.grade,
            policy=policy,
            level_name=name,
        )
        if (end.due_at, end.is_provisional) != (clock.due_at, clock.is_provisional):
            stale.append((clock, end))
    if not stale or State(stale[0][0].case.state) not in _RECOUNTED:
        return False
    with through("recount", case_id, by=None, at=at) as passage:
        for clock, end in stale:
            here = next(each for each in passage.clocks if each.pk == clock.pk)
            passage.facts[clock.name] = {
                "before": clock.due_at.isoformat() if clock.due_at else "",
                "after": end.due_at.isoformat() if end.due_at else "",
            }
            for column, value in _clocks.ending(end).items():
                setattr(here, column, value)
            here.overdue_at = None if here.overdue_at and end.due_at and end.due_at > at else here.overdue_at
            here.save()
    return True


_RECOUNTED = frozenset(State) - {State.CLOSED, State.DECLINED, State.WITHDRAWN, State.MERGED}
