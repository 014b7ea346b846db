"""Sums as figures: a rate never without its n, what was divided, and its definition."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from django.utils.translation import gettext as _

from stats.durations import Histogram, mean, median, p90, size
from stats.measures import BY_NAME, MEASURES
from stats.rates import RATES, SPANS, Rate, Span
from stats.reads.sums import Counts
from stats.words import number, percent, workdays

HEADLINES = (
    *("reply_rate", "closure_rate", "on_time_rate", "satisfaction_rate"),
    *("median_handling_days", "p90_handling_days"),
)
READ: Mapping[str, Callable[[Histogram], Fraction | None]] = {
    "median_handling_days": median,
    "p90_handling_days": p90,
    "mean_handling_days": mean,
}


@dataclass(frozen=True)
class Figure:
    """See templates/components/figure.html; and what stands behind it."""

    name: str
    value: str
    unit: str
    label: str
    note: str
    formula: str
    definition: str

    @property
    def href(self) -> str:
        """Where its definition stands on the page."""
        return f"#{self.name}"


@dataclass(frozen=True)
class Basis:
    """A base number with its definition and what it is counted from."""

    label: str
    value: str
    definition: str
    counted_from: str


def figures(counts: Counts, histogram: Histogram) -> tuple[Figure, ...]:
    """All rates and lengths, in the order of their tables."""
    return (*(_rate(each, counts) for each in RATES), *(_span(each, histogram) for each in SPANS))


def headlines(all_figures: tuple[Figure, ...]) -> tuple[Figure, ...]:
    """Those that open the page."""
    by_name = {each.name: each for each in all_figures}
    return tuple(by_name[name] for name in HEADLINES)


def bases(counts: Counts) -> tuple[Basis, ...]:
    """Every stored number of the month."""
    return tuple(
        Basis(str(each.label), number(counts[each.name]), str(each.definition), str(each.counted_from))
        for each in MEASURES
    )


def _rate(rate: Rate, counts: Counts) -> Figure:
    part, whole = counts[rate.part], counts[rate.whole]
    value = percent(part, whole)
    names = {"part": BY_NAME[rate.part].label, "whole": BY_NAME[rate.whole].label}
    formula = _("%(part)s ÷ %(whole)s") % names
    if whole:
        formula = _("%(names)s = %(part)s ÷ %(whole)s = %(value)s%%") % {
            "names": formula, "part": number(part), "whole": number(whole), "value": value,
        }  # fmt: skip
    return Figure(
        name=rate.name,
        value=value,
        unit="%" if whole else "",
        label=str(rate.label),
        note=_note(rate, counts),
        formula=formula,
        definition=str(rate.definition),
    )


def _note(rate: Rate, counts: Counts) -> str:
    n = _("n = %(n)s") % {"n": number(counts[rate.whole])}
    if rate.whole != "surveyed" or not counts["surveyed"]:
        return n
    by_rating = counts["by_rating"]
    return _("%(n)s（评价 %(rated)s，回访 %(revisited)s）") % {
        "n": n, "rated": number(by_rating), "revisited": number(counts["surveyed"] - by_rating),
    }  # fmt: skip


def _span(span: Span, histogram: Histogram) -> Figure:
    value, n = workdays(READ[span.name](histogram)), size(histogram)
    return Figure(
        name=span.name,
        value=value,
        unit=_("个工作日") if n else "",
        label=str(span.label),
        note=_("n = %(n)s") % {"n": number(n)},
        formula=_("由 %(n)s 件首次回复的用时分布得出") % {"n": number(n)},
        definition=str(span.definition),
    )
