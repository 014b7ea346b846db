"""The sums that a page or a download is made of: three queries over rows of months, however many cases there are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from accounts.models import Unit
from stats.models import Cut, MonthlyCount, MonthlyDuration
from stats.rollup import next_month

YEAR_MONTHS = 12

Counts = Counter[str]  # measure → value
Histogram = Counter[int]  # workdays → cases


@dataclass(frozen=True)
class Scope:
    """What is asked for: a month (its first day), of one unit or of the whole city."""

    month: date
    unit: Unit | None = None


@dataclass(frozen=True)
class Sums:
    """`year`: the scope's own counts of twelve months, oldest first; the others are of the asked month.

    `by_unit` and `by_kind` are filled for the whole city only.
    """

    year: Mapping[date, Counts]
    by_unit: dict[int | None, Counts]
    by_kind: dict[str, Counts]
    histograms: dict[int | None, Histogram]
    month: date

    @property
    def counts(self) -> Counts:
        """The scope's counts of the asked month."""
        return self.year[self.month]

    @property
    def histogram(self) -> Histogram:
        """The scope's handling times of the asked month."""
        return sum(self.histograms.values(), Counter())


def months_to(month: date) -> list[date]:
    """The twelve months that end with this one."""
    first = month.year * 12 + month.month - YEAR_MONTHS
    return [date(number // 12, number % 12 + 1, 1) for number in range(first, first + YEAR_MONTHS)]


def read_sums(scope: Scope) -> Sums:
    """Read what the scope asks for."""
    months = months_to(scope.month)
    inside = {"month__gte": months[0], "month__lt": next_month(scope.month)}
    if scope.unit:
        rows = MonthlyCount.objects.filter(cut=Cut.UNIT, unit=scope.unit, **inside)
        spans = MonthlyDuration.objects.filter(unit=scope.unit, month=scope.month)
    else:
        rows = MonthlyCount.objects.filter(cut=Cut.KIND, **inside)
        spans = MonthlyDuration.objects.filter(month=scope.month)
    year: dict[date, Counts] = {month: Counter() for month in months}
    by_kind: dict[str, Counts] = defaultdict(Counter)
    for month, kind, measure, value in rows.values_list("month", "kind", "measure", "value"):
        year[month][measure] += value
        if month == scope.month and kind:
            by_kind[kind][measure] += value
    histograms: dict[int | None, Histogram] = defaultdict(Counter)
    for unit, workdays, count in spans.values_list("unit", "workdays", "count"):
        histograms[unit][workdays] += count
    return Sums(year, {} if scope.unit else _by_unit(scope.month), by_kind, histograms, scope.month)


def _by_unit(month: date) -> dict[int | None, Counts]:
    rows: Iterable[tuple[int | None, str, int]] = MonthlyCount.objects.filter(
        month=month, cut=Cut.UNIT
    ).values_list("unit", "measure", "value")
    found: dict[int | None, Counts] = defaultdict(Counter)
    for unit, measure, value in rows:
        found[unit][measure] = value
    return found
