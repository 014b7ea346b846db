"""load_policy, load_calendar: bring deadlines, office hours and holidays from files into rows.

Clocks that run on provisional days follow a calendar that is loaded later.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any

from django.db import transaction

from cases.actions._door import through
from cases.actions.history import in_hand
from cases.actions.set_words import load_words
from cases.models import (
    CalendarDay,
    Clock,
    DeclineGround,
    Event,
    OfficeHours,
    PolicyStamp,
    RetentionTerm,
    RevisitSample,
    ServiceLevel,
    current_policy,
)
from cases.models.calendar_day import ALWAYS
from cases.models.clock import ClockQuerySet
from cases.rules.fold import Law, Run, Running, set_end
from cases.rules.workdays import in_shanghai

DATA = Path(__file__).resolve().parent.parent / "data"


@dataclass(frozen=True)
class Day:
    """One special day of a State Council notice."""

    day: date
    is_workday: bool
    name: str
    source: str = ""


def load_defaults(*, at: datetime = ALWAYS) -> None:
    """Service levels, grounds for declining, office hours, sample and calendar of the repository; what is there stays."""
    given = json.loads((DATA / "service_levels.json").read_text(encoding="utf-8"))
    since = date.fromisoformat(given["valid_from"])
    with transaction.atomic():
        for level in given["levels"]:
            key = {"clock": level["clock"], "kind": level.get("kind", ""), "grade": level.get("grade", "")}
            ServiceLevel.objects.get_or_create(**key, valid_from=since, defaults=level)
        for ground in json.loads((DATA / "decline_grounds.json").read_text(encoding="utf-8")):
            DeclineGround.objects.get_or_create(code=ground["code"], defaults=ground)
        for term in json.loads((DATA / "retention.json").read_text(encoding="utf-8")):
            RetentionTerm.objects.get_or_create(what=term["what"], valid_from=since, defaults=term)
        load_words(json.loads((DATA / "watch_words.json").read_text(encoding="utf-8")))
        OfficeHours.objects.get_or_create(valid_from=since, defaults=given["office_hours"])
        RevisitSample.objects.get_or_create(valid_from=since, defaults=given["revisit_sample"])
        PolicyStamp.moves_on()
    here = _years()
    # Whatever clocks have been counted by so far did not know of a year that comes with a newer edition of the product.
    since_then = at if Event.objects.exists() else ALWAYS
    load_days((day for day in days_of_repository() if day.day.year not in here), at=since_then)


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


def load_days(days: Iterable[Day], *, at: datetime = ALWAYS) -> int:
    """Store special days as known from `at` on; a day known otherwise gets a second row. Returns how many rows were new."""
    kept = {row.day: (row.is_workday, row.name) for row in CalendarDay.objects.order_by("known_from", "pk")}
    fresh = [each for each in days if kept.get(each.day) != (each.is_workday, each.name)]
    with transaction.atomic():
        CalendarDay.objects.bulk_create(
            [CalendarDay(**asdict(each), known_from=at) for each in fresh],
            update_conflicts=True,
            unique_fields=["day", "known_from"],
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
        case, clocks = in_hand(case_id)
        law = Law(current_policy(), case.kind, case.grade)
        moved = {
            each.name: {"before": _iso(each.due_at), "after": _iso(end.due_at)}
            for each in clocks
            if each.stopped_at is None and each.is_provisional
            if (end := _end_by(each, law)) and _ends(end) != _ends(each)
        }
        if not moved:
            return False
        with through("recount", case_id, by=None, at=at) as passage:
            passage.facts.update(moved)
    return True


def _end_by(clock: Clock, law: Law) -> Run:
    """The clock as it would end by this law."""
    run = Run(clock.name, clock.run, clock.started_at, explanation=clock.explanation)
    set_end(run, law)
    return run


def _ends(clock: Running) -> tuple[datetime | None, bool]:
    return clock.due_at, clock.is_provisional


def _iso(moment: datetime | None) -> str:
    return in_shanghai(moment).isoformat() if moment else ""
