"""Stored figures held against a recount from the events, months against their days, boards against their 90 days."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Max, Min, Sum

from boards.models import BoardFigures
from cases.models import current_policy
from cases.rules.workdays import in_shanghai
from stats.board_figures import figures_of_boards
from stats.counting import Counted
from stats.measures import OF_BOARDS
from stats.models import Cut, DailyCount, DailyDuration, FillMark, MonthlyCount, MonthlyDuration, StaleDay
from stats.recount import recount
from stats.rollup import next_month
from stats.stale import days_between, first_day

Progress = Callable[[int, int], None]  # months done, months in all


@dataclass(frozen=True)
class Difference:
    """A figure that is not what it should be."""

    where: str
    stored: int
    counted: int

    def __str__(self) -> str:
        return f"{self.where}: stored {self.stored}, recounted {self.counted}"


def span_of_all(at: datetime) -> tuple[date, date]:
    """From the first day that has a case or a row to the last that may have rows."""
    today = in_shanghai(at).date()
    rows = DailyCount.objects.aggregate(first=Min("day"), last=Max("day"))
    return min(first_day(today), rows["first"] or today), max(rows["last"] or today, today)


def differences(first: date, last: date, *, progress: Progress | None = None) -> Iterator[Difference]:
    """Every stored figure of these days that a recount does not give. Days noted as stale are left out.

    All of it is held against the moment up to which the days have been looked through (FillMark.seen_at).
    """
    mark = FillMark.objects.filter(name="days").first()
    if mark is None:
        return
    stale = set(StaleDay.objects.values_list("day", flat=True))
    months = sorted({day.replace(day=1) for day in days_between(first, last)})
    for done, month in enumerate(months, start=1):
        since, until = max(first, month), min(last, next_month(month) - timedelta(days=1))
        counted = recount(since, until, as_of=mark.seen_at, calendar=current_policy().calendar)
        for day in days_between(since, until):
            if day not in stale:
                yield from _of_day(day, counted.get(day, Counted()))
        yield from _of_month(month)
        if progress:
            progress(done, len(months))


def _of_day(day: date, counted: Counted) -> Iterator[Difference]:
    counts: dict[Any, int] = {}
    for row in DailyCount.objects.filter(day=day):
        key = {Cut.UNIT: row.unit_id, Cut.BOARD: row.board_id, Cut.KIND: row.kind}[Cut(row.cut)]
        counts[Cut(row.cut), key, row.measure] = row.value
    durations = {(each.unit_id, each.workdays): each.count for each in DailyDuration.objects.filter(day=day)}
    yield from _unequal(f"{day}", counts, counted.counts)
    yield from _unequal(f"{day} workdays", durations, counted.durations)


def _of_month(month: date) -> Iterator[Difference]:
    """The sums of the month against the stored days."""
    inside = {"day__gte": month, "day__lt": next_month(month)}
    days = DailyCount.objects.filter(**inside).exclude(cut=Cut.BOARD).order_by()
    columns = ("cut", "unit_id", "kind", "measure")
    yield from _unequal(
        f"{month:%Y-%m}",
        _sums(MonthlyCount.objects.filter(month=month), columns, "value"),
        _sums(days, columns, "value"),
    )
    yield from _unequal(
        f"{month:%Y-%m} workdays",
        _sums(MonthlyDuration.objects.filter(month=month), ("unit_id", "workdays"), "count"),
        _sums(DailyDuration.objects.filter(**inside), ("unit_id", "workdays"), "count"),
    )


def _sums(rows: Any, columns: tuple[str, ...], column: str) -> dict[tuple[Any, ...], int]:
    return {
        tuple(row[:-1]): row[-1] for row in rows.order_by().values_list(*columns).annotate(total=Sum(column))
    }


def of_boards() -> Iterator[Difference]:
    """The boards' own figures against the stored days that they are made of."""
    counted: dict[date, dict[int, dict[str, int]]] = {}
    for row in BoardFigures.objects.select_related("board"):
        last = in_shanghai(row.as_of).date()
        counted[last] = counted.get(last) or figures_of_boards(last)
        stored = {name: getattr(row, name) for name in OF_BOARDS}
        yield from _unequal(f"board {row.board.slug}", stored, counted[last][row.board_id])


def _unequal(where: str, stored: Mapping[Any, int], counted: Mapping[Any, int]) -> Iterator[Difference]:
    for key in sorted({*stored, *counted}, key=str):
        there, here = stored.get(key, 0), counted.get(key, 0)
        if there != here or (key in stored) != (key in counted):
            yield Difference(f"{where} {_words(key)}", there, here)


def _words(key: Any) -> str:
    return " ".join(map(str, key)) if isinstance(key, tuple) else str(key)
