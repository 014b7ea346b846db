"""The supervisor's page: what is over its time or soon will be, by the unit that has to act, live. Four queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case as Choose
from django.db.models import Count, F, Q, Value, When
from django.db.models.fields import BigIntegerField
from django.utils.translation import gettext as _

from accounts.models import Unit
from accounts.roles import Standing
from boards.models.board import Review
from boards.rules.times import moment
from cases.models import Case, Heartbeat
from cases.reads.rows import NOT_IN_A_ROW, Row, row
from cases.rules.clocks import MARKED, ClockName
from cases.rules.lights import DUTIES, red_before, soon_until
from cases.rules.states import RUNNING, State
from cases.rules.transitions import MOVES
from cases.rules.workdays import Calendar

SHOWN = 200
SWEEP = "tick_clocks"
SORTS: Mapping[str, str] = {
    "due": "due_at",
    "unit": "responsible",
    "clock": "due_clock",
    "waiting": "submitted_at",
}
ALL, LATE, RED, SOON = "", "late", "red", "soon"

# Whose move it is while that clock runs: the desk's, the unit's, or the revisitors' (no unit).
_AT_DESK = Q(due_clock__in=[ClockName.INTAKE, ClockName.DISPATCH])
_WITH_SIGNER = Q(board__review=Review.UNIT) | Q(board__review=Review.BOTH, countersigned_at=None)
RESPONSIBLE = Choose(
    When(_AT_DESK, then=F("board__desk")),
    When(Q(due_clock=ClockName.REVIEW) & ~_WITH_SIGNER, then=F("board__desk")),
    When(due_clock=ClockName.REVISIT, then=Value(None)),
    default=F("lead"),
    output_field=BigIntegerField(),
)


@dataclass(frozen=True)
class UnitLine:
    """A unit with what lies there: over time (of it red), and soon due."""

    key: str
    name: str
    late: int
    red: int
    soon: int
    is_chosen: bool


@dataclass(frozen=True)
class Watched:
    """One case of the list."""

    row: Row
    unit: str
    may_remind: bool


@dataclass(frozen=True)
class Head:
    """A column's head: its words, where a click leads, and how the list stands now ("ascending", "descending", "")."""

    words: str
    sort: str
    order: str


@dataclass(frozen=True)
class Overview:
    """The page."""

    late: int
    red: int
    soon: int
    units: Sequence[UnitLine]
    heads: Sequence[Head]
    cases: Sequence[Watched]
    found: int
    is_cut: bool
    checked: str


@dataclass(frozen=True)
class Asked:
    """What the address asks for; anything unknown counts as nothing."""

    unit: str = ""
    show: str = ALL
    sort: str = "due"


def overview(who: Standing, asked: Asked, *, at: datetime, calendar: Calendar) -> Overview:
    """Everything that is late or soon due among the cases that the person sees."""
    base = _pressing(who, at, calendar)
    late, red = Q(due_at__lte=at, due_clock__in=sorted(MARKED)), Q(due_at__lte=red_before(at, calendar))
    parts = {LATE: late, RED: late & red, SOON: ~late}
    counted = list(
        base.values("responsible")
        .order_by()
        .annotate(
            late=Count("pk", filter=late), red=Count("pk", filter=late & red), soon=Count("pk", filter=~late)
        )
    )
    names = names_of(counted)
    units = [_unit(each, names, asked) for each in counted]
    chosen = base.filter(parts[asked.show]) if asked.show in parts else base
    if asked.unit in {each.key for each in units}:
        chosen = chosen.filter(responsible=asked.unit if asked.unit != "0" else None)
    shown = [each for each in units if not asked.unit or each.is_chosen]
    return Overview(
        late=sum(each.late for each in units),
        red=sum(each.red for each in units),
        soon=sum(each.soon for each in units),
        units=sorted(units, key=lambda each: (-each.red, -each.late, -each.soon, each.name)),
        heads=_heads(asked.sort),
        cases=[_watched(each, names, at, calendar) for each in _sorted(chosen, asked.sort)[:SHOWN]],
        found=(found := sum(_of(each, asked.show) for each in shown)),
        is_cut=found > SHOWN,
        checked=_checked(),
    )


def _pressing(who: Standing, at: datetime, calendar: Calendar) -> Any:
    """The rows with an annotation `responsible`: the id of the unit, None for the revisitors."""
    rows = Case.objects.visible_to(who).filter(
        state__in=sorted(RUNNING), due_at__lte=soon_until(at, calendar), due_clock__in=sorted(DUTIES)
    )
    return rows.annotate(responsible=RESPONSIBLE)


def names_of(counted: Sequence[Mapping[str, Any]]) -> dict[int | None, str]:
    """Names of the units that rows with `responsible` point at."""
    ids = [each["responsible"] for each in counted if each["responsible"]]
    return {None: _("回访员"), **{unit.pk: str(unit) for unit in Unit.objects.filter(pk__in=ids)}}


def _unit(each: Mapping[str, int], names: Mapping[int | None, str], asked: Asked) -> UnitLine:
    key = str(each["responsible"] or 0)
    return UnitLine(
        key, names[each["responsible"]], each["late"], each["red"], each["soon"], is_chosen=key == asked.unit
    )


def _of(unit: UnitLine, show: str) -> int:
    return {LATE: unit.late, RED: unit.red, SOON: unit.soon}.get(show, unit.late + unit.soon)


def _sorted(rows: Any, sort: str) -> Any:
    column = SORTS.get(sort.removeprefix("-"), "due_at")
    order = F(column).desc(nulls_last=True) if sort.startswith("-") else F(column).asc(nulls_last=True)
    people = rows.select_related("board", "lead", "handler").defer(*NOT_IN_A_ROW)
    return people.order_by(order, "due_at", "id")


def _heads(sort: str) -> list[Head]:
    """A click on the sorted column turns it round."""
    words = {"due": _("期限"), "unit": _("责任单位"), "clock": _("环节"), "waiting": _("已等待")}
    return [
        Head(
            words[name],
            f"-{name}" if sort == name else name,
            {name: "ascending", f"-{name}": "descending"}.get(sort, ""),
        )
        for name in words
    ]


def _watched(case: Case, names: Mapping[int | None, str], at: datetime, calendar: Calendar) -> Watched:
    responsible = getattr(case, "responsible", None)
    may_remind = State(case.state) in MOVES["remind"].sources
    return Watched(row(case, at=at, calendar=calendar), names[responsible], may_remind)


def _checked() -> str:
    """When the sweep last went over the clocks; "" before the first time."""
    at = Heartbeat.objects.filter(name=SWEEP).values_list("at", flat=True).first()
    return moment(at) if at else ""
