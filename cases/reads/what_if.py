"""/supervise/what-if/: how many answers of a period would have been in time under another length. Recomputed from the events."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from itertools import islice

from django.db.models import QuerySet

from boards.rules.times import moment, moment_words
from cases.models import Case, Event, current_policy
from cases.rules.fold import Happened
from cases.rules.what_if import Assumption, Compared, assume, compare
from cases.rules.workdays import SHANGHAI

BATCH = 500
MOST = 3000  # cases in one page: about two seconds
SHOWN = 50
Story = list[tuple[Happened, datetime]]


@dataclass(frozen=True)
class Period:
    """Messages submitted from one day to another, both included, by Beijing time."""

    first: date
    last: date


@dataclass
class UnitLine:
    """One unit's answers: how many, and how many in time now and then."""

    name: str
    count: int = 0
    in_time: int = 0
    would_be: int = 0


@dataclass(frozen=True)
class Turned:
    """A case that would have been late."""

    number: str
    unit: str
    due: str
    due_then: str
    answered: str


@dataclass
class Answer:
    """The whole comparison; units by how much they would lose."""

    all: UnitLine = field(default_factory=lambda: UnitLine(""))
    units: list[UnitLine] = field(default_factory=list)
    turned: list[Turned] = field(default_factory=list)
    is_too_long: bool = False


def what_if(
    seen: QuerySet[Case], what: Assumption, period: Period, at: datetime, *, most: int = MOST
) -> Answer:
    """Compare every case of the kind in the period among those `seen`; nothing is written.

    `is_too_long` instead of an answer when there are more than `most` (0: no limit).
    """
    cases = seen.filter(
        kind=what.kind,
        submitted_at__gte=datetime.combine(period.first, time.min, SHANGHAI),
        submitted_at__lt=datetime.combine(period.last + timedelta(days=1), time.min, SHANGHAI),
    )
    if most and cases.count() > most:
        return Answer(is_too_long=True)
    policy = current_policy()
    other, answer, units = assume(policy, what), Answer(), dict[str, UnitLine]()
    for case, story in _stories(cases.select_related("lead").order_by("submitted_at", "pk")):
        found = compare(story, kind=case.kind, policy=policy, other=other, at=at)
        if found is None:
            continue
        name = str(case.lead) if case.lead else ""
        unit = units.setdefault(name, UnitLine(name))
        for line in (answer.all, unit):
            line.count += 1
            line.in_time += not found.was_late
            line.would_be += not found.would_be_late
        if found.would_be_late and not found.was_late and len(answer.turned) < SHOWN:
            answer.turned.append(_turned(case, name, found))
    answer.units = sorted(units.values(), key=lambda each: each.would_be - each.in_time)
    return answer


def _stories(cases: QuerySet[Case]) -> Iterator[tuple[Case, Story]]:
    rows = cases.iterator(chunk_size=BATCH)
    while some := list(islice(rows, BATCH)):
        stories = defaultdict[int, Story](list)
        events = Event.objects.filter(case__in=[case.pk for case in some]).order_by("case_id", "seq")
        for pk, verb, before, after, at, facts, recorded_at in events.values_list(
            "case_id", "verb", "before", "after", "at", "facts", "recorded_at"
        ):
            stories[pk].append((Happened(verb, before, after, at, facts), recorded_at))
        yield from ((case, stories[case.pk]) for case in some)


def _turned(case: Case, unit: str, found: Compared) -> Turned:
    return Turned(
        number=case.number,
        unit=unit,
        due=moment_words(found.due_at),
        due_then=moment_words(found.due_then),
        answered=moment(found.stopped_at) if found.stopped_at else "",
    )
