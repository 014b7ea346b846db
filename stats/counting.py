"""Counts days from the rows of cases: a few grouped queries, each entered through an index on the day. Writes nothing."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.db.models.functions import TruncDate

from cases.models import Case, Clock, Event, Rating, Revisit
from cases.rules.clocks import ClockName
from cases.rules.workdays import SHANGHAI, Calendar, in_shanghai
from stats.durations import handling_workdays
from stats.measures import MEASURES, OF_BOARDS, SATISFIED_FROM, Source, effective
from stats.models import Cut

COLUMNS: Mapping[Cut, str] = {Cut.UNIT: "lead_id", Cut.BOARD: "board_id", Cut.KIND: "kind"}
Key = int | str | None  # a unit's id (None: not assigned yet), a board's id, a kind


@dataclass(frozen=True)
class Counted:
    """A day as counted: (cut, key, measure) → value, and (unit, workdays) → number of cases. Zeros are not there."""

    counts: Counter[tuple[Cut, Key, str]] = field(default_factory=Counter)
    durations: Counter[tuple[int | None, int]] = field(default_factory=Counter)


@dataclass(frozen=True)
class Stretch:
    """Days in Beijing time as moments; what had not happened by `at` is left out."""

    start: datetime
    end: datetime
    at: datetime

    def on(self, column: str) -> Q:
        """The column's moment lies in it."""
        return Q(**{f"{column}__gte": self.start, f"{column}__lt": self.end})

    def past(self, column: str) -> Q:
        """As `on`, for moments that are set ahead: only those that have come."""
        return self.on(column) & Q(**{f"{column}__lte": self.at})


def stretch(first: date, last: date, at: datetime) -> Stretch:
    """From midnight before `first` to midnight after `last` in Beijing."""
    start, end = (datetime.combine(day, time.min, SHANGHAI) for day in (first, last + timedelta(days=1)))
    return Stretch(start, end, at)


def cases_of(days: Stretch) -> QuerySet[Any]:
    """Cases submitted on the days."""
    rated = Exists(Rating.objects.filter(case=OuterRef("pk")))
    return Case.objects.filter(days.on("submitted_at")).annotate(is_rated=rated)


def clocks_of(days: Stretch) -> QuerySet[Any]:
    """Runs of the reply clock that were due on the days."""
    return Clock.objects.filter(days.past("due_at"), name=ClockName.REPLY)


def answers_of(days: Stretch) -> QuerySet[Any]:
    """The events by which cases were answered for the first time on the days."""
    return Event.objects.filter(days.on("at"), verb="approve_reply", at=F("case__answered_at"))


def ratings_of(days: Stretch) -> QuerySet[Any]:
    """Rated rounds whose seal ended on the days. Of several authors (并案) a round counts once, and as the least content says."""
    same = Rating.objects.filter(case=OuterRef("case"), round=OuterRef("round"))
    discontent = Q(outcome__lt=SATISFIED_FROM) | Q(is_solved="no")
    return Rating.objects.filter(
        ~Exists(same.filter(pk__lt=OuterRef("pk"))), days.past("sealed_until")
    ).annotate(
        is_satisfied=~Exists(same.filter(discontent)), is_settled=~Exists(same.exclude(is_solved="yes"))
    )


def revisits_of(days: Stretch) -> QuerySet[Any]:
    """Revisits that reached an author on the days who had not rated that round."""
    rated = Rating.objects.filter(case=OuterRef("case"), round=OuterRef("round"))
    return Revisit.objects.filter(days.on("tried_at"), ~Exists(rated), is_reached=True)


@dataclass(frozen=True)
class Rows:
    """How a source is read: its rows, the column that decides the day, the way to the case."""

    of: Callable[[Stretch], QuerySet[Any]]
    moment: str
    path: str


GROUPED: Mapping[Source, Rows] = {
    Source.CASES: Rows(cases_of, "submitted_at", ""),
    Source.CLOCKS: Rows(clocks_of, "due_at", "case__"),
    Source.RATINGS: Rows(ratings_of, "sealed_until", "case__"),
    Source.REVISITS: Rows(revisits_of, "tried_at", "case__"),
}


def count_days(first: date, last: date, *, at: datetime, calendar: Calendar) -> Mapping[date, Counted]:
    """All measures of the days from `first` to `last`, as of `at`. A day without anything is not there."""
    days, found = stretch(first, last, at), defaultdict[date, Counted](Counted)
    for source in GROUPED:
        for day, cut, key, values in _grouped(source, days):
            if counts := {(cut, key, name): value for name, value in values.items() if value}:
                found[day].counts.update(counts)
    for day, keys, workdays in _answers(days, calendar):
        found[day].durations[keys[0], workdays] += 1
        for cut, key in zip(COLUMNS, keys, strict=True):
            handled = {(cut, key, "handled"): 1, (cut, key, "handled_workdays"): workdays}
            found[day].counts.update({name: value for name, value in handled.items() if value})
    return found


def _grouped(source: Source, days: Stretch) -> Iterator[tuple[date, Cut, Key, dict[str, int]]]:
    """(day, cut, key, measure → value) of one source: a query a cut."""
    rows = GROUPED[source]
    day = TruncDate(rows.moment, tzinfo=SHANGHAI)
    for cut, column in COLUMNS.items():
        measures = [each for each in MEASURES if source in each.counts and is_stored(cut, each.name)]
        wanted = {each.name: Count("pk", filter=each.counts[source]) for each in measures}
        if not wanted:
            continue
        groups = rows.of(days).order_by().annotate(counts_on=day).values_list("counts_on", rows.path + column)
        for counts_on, key, *values in groups.annotate(**wanted):
            yield counts_on, cut, key, dict(zip(wanted, values, strict=True))


def is_stored(cut: Cut, measure: str) -> bool:
    """Boards show some measures only."""
    return cut != Cut.BOARD or measure in OF_BOARDS


def _answers(days: Stretch, calendar: Calendar) -> Iterator[tuple[date, list[Any], int]]:
    """(day, keys of the cuts, workdays) of each first reply: the calendar is in Python, and a day has a few thousand at most."""
    columns = [f"case__{column}" for column in COLUMNS.values()]
    rows = answers_of(days).filter(effective("case__")).values_list(*columns, "case__accepted_at", "at")
    for *keys, accepted_at, answered_at in rows.order_by().iterator():
        yield in_shanghai(answered_at).date(), keys, handling_workdays(accepted_at, answered_at, calendar)
