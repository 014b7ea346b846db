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
from cases.actions.history import in_hand
from cases.models import (
    CalendarDay,
    Case,
    Clock,
    OfficeHours,
    PolicyStamp,
    RevisitSample,
    ServiceLevel,
    current_policy,
)
from cases.models.clock import ClockQuerySet
from cases.models.service_level import REVISIT_SAMPLE, REWORK
from cases.rules.clocks import ClockName, Deadline, Policy, deadline, is_late
from cases.rules.workdays import in_shanghai

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
    here = _years()
    load_days(day for day in days_of_repository() if day.day.year not in here)


def _years() -> set[int]:
    """Years that have rows already: what an administrator corrected there stays corrected."""
    return {day.year for day in CalendarDay.objects.dates("day", "year")}


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
            fresh,
            update_conflicts=True,
            unique_fields=["day"],
            update_fields=["is_workday", "name", "source"],
        )
        PolicyStamp.moves_on()
    return len(fresh)


def recount_provisional(at: datetime) -> int:
    """Compute anew the deadlines that rested on an unpublished year. Returns how many cases changed; each gets an event."""
    case_ids = _provisional().values_list("case_id", flat=True).distinct()
    return sum(_recount(case_id, at) for case_id in list(case_ids))


def _provisional() -> ClockQuerySet:
    return Clock.objects.running().filter(is_provisional=True)


def _recount(case_id: int, at: datetime) -> bool:
    """One case. Its row and its clocks are locked first, then computed: both may be moving right now."""
    with transaction.atomic():
        case, _clocks_before = in_hand(case_id)
        policy, ends = current_policy(), dict[int, Deadline]()
        for clock in _provisional().filter(case=case).select_related("level").select_for_update(of=("self",)):
            end = _end_by(policy, case, clock)
            if (end.due_at, end.is_provisional) != (clock.due_at, clock.is_provisional):
                ends[clock.pk] = end
        if not ends:
            return False
        with through("recount", case_id, by=None, at=at) as passage:
            for clock in passage.clocks:
                if clock.pk in ends:
                    passage.facts[clock.name] = _move_end(clock, ends[clock.pk], at)
    return True


def _end_by(policy: Policy, case: Case, clock: Clock) -> Deadline:
    name = clock.level.clock if clock.level and clock.level.clock in (REWORK, REVISIT_SAMPLE) else ""
    return deadline(
        ClockName(clock.name),
        started_at=clock.started_at,
        kind=case.kind,
        grade=case.grade,
        policy=policy,
        level_name=name,
    )


def _move_end(clock: Clock, end: Deadline, at: datetime) -> dict[str, str]:
    """Give a running clock another end; a threshold that people were told of is not told again."""
    before = clock.due_at
    ahead = [each for each in end.warn_ats if clock.warned_at is None or each > clock.warned_at]
    missed = [each for each in ahead if each <= at]
    if clock.first_due_at == before:
        clock.first_due_at = end.due_at
    for column, value in _clocks.ending(end).items():
        setattr(clock, column, value)
    clock.warn_at = next(iter(missed[-1:] or ahead), None)
    clock.overdue_at = end.due_at if clock.overdue_at and is_late(end.due_at, at) else None
    clock.save()
    return {"before": _iso(before), "after": _iso(end.due_at)}


def _iso(moment: datetime | None) -> str:
    return in_shanghai(moment).isoformat() if moment else ""
