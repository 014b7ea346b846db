"""The statistics page: figures with definition, formula and n; a year, the handling times, units and kinds. Six queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Min
from django.utils.translation import gettext as _

from accounts.models import Unit
from cases.rules.workdays import in_shanghai
from stats.charts import Chart
from stats.models import Cut, FillMark, MonthlyCount
from stats.reads import tables
from stats.reads.figures import Basis, Figure, bases, figures, headlines
from stats.reads.sums import Counts, Scope, months_to, read_sums
from stats.words import month_value, month_words, number


@dataclass(frozen=True)
class Choice:
    value: str
    words: str
    is_chosen: bool


@dataclass(frozen=True)
class Found:
    """What a month has to show."""

    opening: str
    headlines: tuple[Figure, ...]
    figures: tuple[Figure, ...]
    bases: tuple[Basis, ...]
    year_chart: Chart
    on_time_chart: Chart
    year: tables.Table
    span_chart: Chart
    spans: tables.Table
    units: tables.Table
    units_left_out: int
    kinds: tables.Table


@dataclass(frozen=True)
class StatisticsPage:
    """`found` is None for a month in which nothing was counted; `as_of` is "" when nothing was counted ever."""

    month: str
    unit: str
    as_of: str
    is_running: bool
    months: tuple[Choice, ...]
    units: tuple[Choice, ...]
    download: str
    whole_city: str
    found: Found | None


@dataclass(frozen=True)
class Known:
    """Up to when the figures are complete (None: never counted), and the first and last month that has any."""

    as_of: datetime | None
    first: date | None
    last: date | None

    @property
    def month(self) -> date | None:
        """The month that is running."""
        return in_shanghai(self.as_of).date().replace(day=1) if self.as_of else None


def known() -> Known:
    """What there is to ask for."""
    as_of = FillMark.objects.filter(name="days").values_list("as_of", flat=True).first()
    return Known(as_of, **MonthlyCount.objects.aggregate(first=Min("month"), last=Max("month")))


def statistics_page(scope: Scope, known: Known) -> StatisticsPage:
    """What `/statistics/` shows."""
    sums = read_sums(scope)
    units = _units(scope)
    has_any = bool(sums.counts or sums.histogram)
    found = None
    if has_any:
        shown = figures(sums.counts, sums.histogram)
        found = Found(
            opening=_opening(sums.counts, scope),
            headlines=headlines(shown),
            figures=shown,
            bases=bases(sums.counts),
            year_chart=tables.year_chart(sums),
            on_time_chart=tables.on_time_chart(sums),
            year=tables.year_table(sums, scope.unit),
            span_chart=tables.span_chart(sums.histogram),
            spans=tables.span_table(sums.histogram),
            units=tables.unit_table(sums, {unit.pk: unit for unit in units}),
            units_left_out=max(0, len(sums.by_unit.keys() - {None}) - tables.MOST_UNITS),
            kinds=tables.kind_table(sums),
        )
    return StatisticsPage(
        month=month_words(scope.month),
        unit=scope.unit.name if scope.unit else "",
        as_of=f"{in_shanghai(known.as_of):%Y-%m-%d %H:%M}" if known.as_of else "",
        is_running=scope.month == known.month,
        months=tuple(
            Choice(month_value(month), month_words(month), month == scope.month)
            for month in _months(scope, known)
        ),
        units=tuple(Choice(each.code, str(each), each == scope.unit) for each in units),
        download="/statistics/data.csv" + tables.address(scope.month, scope.unit),
        whole_city="/statistics/" + tables.address(scope.month),
        found=found,
    )


def _units(scope: Scope) -> list[Unit]:
    """Units with anything counted in the twelve months; and the one that is asked for."""
    counted = MonthlyCount.objects.filter(
        cut=Cut.UNIT, month__gte=months_to(scope.month)[0], month__lte=scope.month
    )
    units = list(Unit.objects.filter(pk__in=counted.values("unit")).in_tree_order())
    return units if scope.unit is None or scope.unit in units else [*units, scope.unit]


def _months(scope: Scope, known: Known) -> list[date]:
    """From the last month that has anything to the first; and the one that is asked for."""
    first, last = known.first or scope.month, known.last or scope.month
    numbers = range(first.year * 12 + first.month - 1, last.year * 12 + last.month)
    months = {date(number // 12, number % 12 + 1, 1) for number in numbers}
    return sorted(months | {scope.month}, reverse=True)


def _opening(counts: Counts, scope: Scope) -> str:
    """How what was submitted became what is counted."""
    if scope.unit:
        return _("本单位主办的有效留言 %(received)s 件。") % {"received": number(counts["received"])}
    left_out = [
        ("declined", _("不予受理")),
        ("withdrawn", _("撤回")),
        ("merged", _("并案")),
        ("thanks", _("感谢")),
    ]
    told = {
        "submitted": number(counts["submitted"]),
        "received": number(counts["received"]),
        "parts": _("、").join(f"{words} {number(counts[name])}" for name, words in left_out if counts[name]),
    }
    if not told["parts"]:
        return _("提交留言 %(submitted)s 件，其中有效留言 %(received)s 件。") % told
    return (
        _("提交留言 %(submitted)s 件，其中有效留言 %(received)s 件（另有%(parts)s，不计入各项比率）。") % told
    )
