"""Sums as tables and as the charts beside them; every cell is a ready string, a rate comes with what was divided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from accounts.models import Unit
from cases.rules.states import Kind
from stats.charts import Chart, Item, bar_chart
from stats.durations import Histogram, median, p90, size
from stats.reads.kinds import published
from stats.reads.sums import Counts, Sums
from stats.words import NOTHING, month_name, month_value, month_words, number, percent, workdays

MOST_UNITS = 200  # lines of the table; the download has all units
Bin = tuple[int, int | None]  # from, to (None: and more)
BINS: Sequence[Bin] = (
    *((days, days) for days in range(10)),
    (10, 14),
    (15, 19),
    (20, None),
)


@dataclass(frozen=True)
class Cell:
    """What stands in a table: a number, or a rate with what was divided."""

    value: str
    of: str = ""


@dataclass(frozen=True)
class Row:
    """A line: its head, where that leads ("" nowhere), its cells."""

    head: str
    cells: tuple[Cell, ...]
    href: str = ""


@dataclass(frozen=True)
class Table:
    """See templates/stats/table.html."""

    caption: str
    heads: tuple[str, ...]
    rows: tuple[Row, ...]


def address(month: date, unit: Unit | None = None) -> str:
    """The same page for another month or unit."""
    return "?" + urlencode({"month": month_value(month), **({"unit": unit.code} if unit else {})})


def _rate_heads() -> tuple[str, ...]:
    return (_("有效留言"), _("回复率"), _("办结率"), _("按期办结率"), _("满意率"))


def year_table(sums: Sums, unit: Unit | None) -> Table:
    """A month a line, the newest first."""
    months = sorted(sums.year.items(), reverse=True)
    rows = (Row(month_words(month), _rates(counts), address(month, unit)) for month, counts in months)
    return Table(_("近 12 个月各月指标"), (_("月份"), *_rate_heads()), tuple(rows))


def year_chart(sums: Sums) -> Chart:
    """Received, and how much of it is answered."""
    items = [
        Item(
            label=month_name(month),
            value=counts["received"],
            filled=counts["answered"],
            words=_("%(month)s：有效留言 %(received)s 件，已回复 %(answered)s 件")
            % {
                "month": month_words(month),
                "received": number(counts["received"]),
                "answered": number(counts["answered"]),
            },
        )
        for month, counts in sums.year.items()
    ]
    return bar_chart(
        _("近 12 个月有效留言与回复"), _("每月一柱，柱高为有效留言，实心部分为其中已回复的。"), items
    )


def on_time_chart(sums: Sums) -> Chart:
    """The strict on-time rate, month by month; a month in which nothing was due has no bar."""
    items = []
    for month, counts in sums.year.items():
        part, whole = counts["on_time"], counts["due"]
        share = {
            "month": month_words(month),
            "value": percent(part, whole),
            "part": number(part),
            "whole": number(whole),
        }
        items.append(
            Item(
                label=month_name(month),
                value=100 * part / whole if whole else 0,
                number=share["value"].removesuffix(".0"),
                words=_("%(month)s：按期 %(part)s 件，到期 %(whole)s 件，按期办结率 %(value)s%%") % share,
            )
        )
    return bar_chart(_("近 12 个月按期办结率（%）"), _("每月一柱，满格为 100%。"), items, full=100)


def span_table(histogram: Histogram) -> Table:
    """How many were answered within so many workdays, and which share so far."""
    n, so_far, rows = size(histogram), 0, []
    for (low, high), count in _binned(histogram):
        so_far += count
        share = Cell(f"{percent(so_far, n)}%" if n else NOTHING)
        rows.append(Row(_bin_name(low, high), (Cell(number(count)), share)))
    return Table(_("首次回复的用时分布"), (_("用时"), _("件数"), _("累计占比")), tuple(rows))


def span_chart(histogram: Histogram) -> Chart:
    """The histogram of handling times."""
    items = [
        Item(
            label=str(low) if low == high else f"{low}+",
            value=count,
            words=_("%(name)s：%(count)s 件") % {"name": _bin_name(low, high), "count": number(count)},
        )
        for (low, high), count in _binned(histogram)
    ]
    return bar_chart(_("办理用时分布"), _("按办理用时（工作日）分组，柱高为件数。"), items)


def _binned(histogram: Histogram) -> list[tuple[Bin, int]]:
    return [
        (
            (low, high),
            sum(n for days, n in histogram.items() if days >= low and (high is None or days <= high)),
        )
        for low, high in BINS
    ]


def _bin_name(low: int, high: int | None) -> str:
    if high is None:
        return _("%(low)d 天及以上") % {"low": low}
    if high == 0:
        return _("当日")
    return _("%(days)s 天") % {"days": low if low == high else f"{low}–{high}"}


def unit_table(sums: Sums, names: Mapping[int, Unit]) -> Table:
    """A unit a line, the most messages first: an order of size, never of merit. What is not assigned yet comes last."""
    known = sorted(
        (each for each in sums.by_unit if each is not None and each in names),
        key=lambda unit: (-sums.by_unit[unit]["received"], -sums.by_unit[unit]["due"], unit),
    )
    rows = [
        _unit_row(str(names[each]), sums, each, address(sums.month, names[each]))
        for each in known[:MOST_UNITS]
    ]
    if None in sums.by_unit and sums.by_unit[None]["received"]:
        rows.append(_unit_row(_("尚未交办"), sums, None, ""))
    heads = (_("主办单位"), *_rate_heads(), _("用时中位数"), _("P90"))
    return Table(_("各主办单位当月指标"), heads, tuple(rows))


def _unit_row(name: str, sums: Sums, unit: int | None, href: str) -> Row:
    histogram = sums.histograms.get(unit, Counter())
    spans = (Cell(workdays(read(histogram))) for read in (median, p90))
    return Row(name, (*_rates(sums.by_unit[unit]), *spans), href)


def kind_table(sums: Sums) -> Table:
    """A kind a line; counts that are kept back say so."""
    rows = (_kind_row(str(Kind(kind).label), values) for kind, values in published(sums.by_kind).items())
    return Table(_("各类留言当月指标"), (_("类型"), _("有效留言"), _("回复率"), _("按期办结率")), tuple(rows))


def _kind_row(name: str, values: Mapping[str, int | None]) -> Row:
    received = values["received"]
    cells = [Cell(_("不单列") if received is None else number(received))]
    for part, whole in (("answered", "received"), ("on_time", "due")):
        top, bottom = values[part], values[whole]
        cells.append(Cell(_("不单列")) if top is None or bottom is None else _rate(top, bottom))
    return Row(name, tuple(cells))


def _rates(counts: Counts) -> tuple[Cell, ...]:
    pairs: Iterable[tuple[str, str]] = (
        ("answered", "received"), ("closed", "received"), ("on_time", "due"), ("satisfied", "surveyed"),
    )  # fmt: skip
    return (Cell(number(counts["received"])), *(_rate(counts[part], counts[whole]) for part, whole in pairs))


def _rate(part: int, whole: int) -> Cell:
    return Cell(f"{percent(part, whole)}%", f"{number(part)}/{number(whole)}") if whole else Cell(NOTHING)
