"""Supervision orders (督办单) and promises (承诺) as the supervisor reads them: a sheet to print, and two lists."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from accounts.roles import Standing
from boards.rules.times import iso, moment
from cases.models import Case, Clock, Promise, PromiseStatus, Supervision, Urgency
from cases.reads.rows import Deadline, deadline_words
from cases.rules.clocks import ClockName
from cases.rules.states import FINISHED, State
from cases.rules.workdays import Calendar, in_shanghai

SHOWN = 200
RUNNING = (PromiseStatus.OPEN, PromiseStatus.CLAIMED)


@dataclass(frozen=True)
class OrderPage:
    """One order, every string ready."""

    case_pk: int
    case_number: str
    title: str
    submitted: str
    number: str
    is_urgent: bool
    unit: str
    demand: str
    until: str
    report: str
    reported: str
    lift_words: str
    lifted: str
    issuer: str
    issued: str
    issued_iso: str


@dataclass(frozen=True)
class OrderLine:
    """An order of the list; `is_left` when its case has ended and only the order still stands."""

    case_pk: int
    case_number: str
    title: str
    state: str
    number: str
    urgency: str
    unit: str
    deadline: Deadline | None
    until: str
    issued: str
    reported: str
    is_left: bool


@dataclass(frozen=True)
class PromiseLine:
    """A promise of the list."""

    case_pk: int
    case_number: str
    title: str
    unit: str
    words: str
    due_on: date
    status: str
    tone: str
    is_over: bool


def order_page(case: Case, seq: int) -> OrderPage | None:
    """The order that the event `seq` of a visible case issued."""
    event = case.events.filter(seq=seq, verb="supervise").first()
    order = event and _of(case.pk).filter(issued_at=event.at).first()
    if not order:
        return None
    return OrderPage(
        case_pk=case.pk,
        case_number=case.number,
        title=case.title,
        submitted=moment(case.submitted_at),
        number=order.number,
        is_urgent=order.urgency == Urgency.URGENT,
        unit=str(order.unit or case.board.desk),
        demand=order.demand,
        until=moment(order.due_at) if order.due_at else "",
        report=order.report,
        reported=_signed(order.reported_by, order.reported_at),
        lift_words=order.lift_words,
        lifted=_signed(order.lifted_by, order.lifted_at),
        issuer=str(order.issued_by or ""),
        issued=moment(order.issued_at),
        issued_iso=iso(order.issued_at),
    )


def _of(case_id: int) -> QuerySet[Supervision]:
    return Supervision.objects.filter(case=case_id).select_related(
        "unit", "issued_by", "reported_by", "lifted_by"
    )


def _signed(who: object, at: datetime | None) -> str:
    return f"{who or ''} {moment(at)}" if at else ""


def open_orders(who: Standing, *, at: datetime, calendar: Calendar) -> list[OrderLine]:
    """Orders that stand, what ends first on top. Two queries and the person's own cases."""
    seen = Case.objects.visible_to(who).filter(supervised_at__isnull=False)
    cases = {each.pk: each for each in seen.select_related("board__desk")}
    rows = Supervision.objects.filter(case__in=cases, lifted_at=None).select_related("unit")
    ends = {
        each.case_id: each.due_at
        for each in Clock.objects.running().filter(name=ClockName.SUPERVISION, case__in=cases)
    }
    lines = [_order_line(each, cases[each.case_id], ends, at, calendar) for each in rows]
    return sorted(lines, key=lambda line: (line.is_left, line.until, line.number))[:SHOWN]


def _order_line(
    order: Supervision,
    case: Case,
    ends: Mapping[int, datetime | None],
    at: datetime,
    calendar: Calendar,
) -> OrderLine:
    is_left = State(case.state) in FINISHED
    due_at = ends.get(case.pk) or order.due_at
    return OrderLine(
        case_pk=case.pk,
        case_number=case.number,
        title=case.title,
        state=case.get_state_display(),
        number=order.number,
        urgency=order.get_urgency_display(),
        unit=str(order.unit or case.board.desk),
        deadline=None if is_left else deadline_words(ClockName.SUPERVISION, due_at, at=at, calendar=calendar),
        until=moment(due_at) if due_at else "",
        issued=moment(order.issued_at),
        reported=moment(order.reported_at) if order.reported_at else "",
        is_left=is_left,
    )


def promise_lines(who: Standing, status: str, *, at: datetime) -> Sequence[PromiseLine]:
    """Promises by their date: those that run, or those of one status."""
    rows = Promise.objects.filter(case__in=Case.objects.visible_to(who)).select_related("unit")
    if status in PromiseStatus.values:
        rows = rows.filter(status=status).order_by("-due_on", "pk")
    else:
        rows = rows.filter(status__in=RUNNING).order_by("due_on", "pk")
    some = list(rows.annotate(number=F("case__number"))[:SHOWN])
    titles = {
        each.pk: each.title for each in Case.objects.visible_to(who).filter(pk__in=[p.case_id for p in some])
    }
    today = in_shanghai(at).date()
    return [
        PromiseLine(
            case_pk=each.case_id,
            case_number=each.number,
            title=titles.get(each.case_id, ""),
            unit=str(each.unit),
            words=each.words,
            due_on=each.due_on,
            status=each.get_status_display(),
            tone={"kept": "replied", "broken": "overdue"}.get(each.status, "waiting"),
            is_over=each.status in RUNNING and each.due_on < today,
        )
        for each in some
    ]


def statuses() -> list[tuple[str, str]]:
    """What the list may be narrowed to."""
    return [
        ("", _("未了结")),
        *((value, str(label)) for value, label in PromiseStatus.choices if value not in RUNNING),
    ]
