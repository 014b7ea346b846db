"""Counted figures as the public reads them: a rate never without its n, "–" where there is nothing to divide by."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from boards.models import BoardFigures
from boards.reads.directory import Line
from boards.rules.times import moment

COUNTED = ("received", "answered", "due", "on_time", "handled", "handled_workdays")
DEFINITIONS = "/statistics/"


@dataclass(frozen=True)
class Figure:
    """See templates/components/figure.html."""

    value: str
    label: str
    unit: str = ""
    note: str = ""
    href: str = ""


@dataclass(frozen=True)
class Figures:
    """A few figures and up to when they are complete ("" when nothing has been counted yet)."""

    figures: tuple[Figure, ...]
    as_of: str


def of_board(counted: BoardFigures | None) -> Figures:
    """The board's own figures of the last 90 days."""
    if counted is None:
        return Figures((), "")
    return Figures(_three({name: getattr(counted, name) for name in COUNTED}), moment(counted.as_of))


def of_all(boards: Iterable[Line]) -> Figures:
    """The same figures of these boards together, up to when the last of them was counted."""
    counted = [each for each in boards if each.figures__as_of]
    if not counted:
        return Figures((), "")
    sums = {name: sum(getattr(each, f"figures__{name}") for each in counted) for name in COUNTED}
    return Figures(_three(sums), moment(max(each.figures__as_of for each in counted if each.figures__as_of)))


def _three(counted: Mapping[str, int]) -> tuple[Figure, ...]:
    return (
        _rate(_("回复率"), counted["answered"], counted["received"], "reply_rate"),
        _rate(_("按期率"), counted["on_time"], counted["due"], "on_time_rate"),
        _mean(_("平均用时"), counted["handled_workdays"], counted["handled"], "mean_handling_days"),
    )


def _rate(label: str, part: int, whole: int, anchor: str) -> Figure:
    href = f"{DEFINITIONS}#{anchor}"
    if not whole:
        return Figure("–", label, note=_("n = 0，暂无可算的件"), href=href)
    return Figure(f"{100 * part / whole:.1f}", label, "%", _("n = %(n)s 件") % {"n": f"{whole:,}"}, href)


def _mean(label: str, total: int, count: int, anchor: str) -> Figure:
    href = f"{DEFINITIONS}#{anchor}"
    if not count:
        return Figure("–", label, note=_("n = 0，暂无可算的件"), href=href)
    return Figure(f"{total / count:.1f}", label, _("个工作日"), _("n = %(n)s 件") % {"n": f"{count:,}"}, href)
