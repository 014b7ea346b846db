"""The units of a case for its file: who had it when, who co-handles it with which advice, who asked to give it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from boards.rules.times import moment
from cases.models import Application, Asked, Assignment, Case, CoHandling, Event
from cases.reads.rows import near_words, over_words
from cases.rules.workdays import Calendar


@dataclass(frozen=True)
class Stay:
    """One hand-over: to whom, from when to when ("" while it lasts), how it was signed for, and with which words."""

    unit: str
    began: str
    left: str
    signed: str
    words: str


@dataclass(frozen=True)
class Advice:
    """A co-unit: what it was asked, until when, and what it said."""

    unit: str
    words: str
    due: str
    is_late: bool
    advice: str
    by: str
    at: str


@dataclass(frozen=True)
class Returned:
    """An application for a return and its answer."""

    unit: str
    competent: str
    at: str
    reason: str
    answer: str
    words: str


@dataclass(frozen=True)
class UnitsOfCase:
    """What the file shows of them; nothing where one unit has had the case from the beginning and no other was asked."""

    stays: Sequence[Stay]
    advice: Sequence[Advice]
    returned: Sequence[Returned]


def units_of(case: Case, events: Sequence[Event], *, at: datetime, calendar: Calendar) -> UnitsOfCase:
    """The events of the case say what there is to ask for: no query for an ordinary case, three at most."""
    told = {each.verb for each in events}
    stays = Assignment.objects.filter(case=case).with_left_at().select_related("lead")
    advice = CoHandling.objects.filter(case=case).select_related("unit", "advised_by")
    asked = Application.objects.filter(case=case, asked=Asked.RETURN).select_related("unit", "competent")
    has_moved, has_co_units = (
        told & {"grant_return", "arbitrate"},
        any("co_units" in each.facts for each in events),
    )
    return UnitsOfCase(
        stays=[_stay(each) for each in stays] if has_moved else [],
        advice=[_advice(each, at, calendar) for each in advice] if has_co_units else [],
        returned=[_returned(each) for each in asked] if "ask_return" in told else [],
    )


def _stay(row: Assignment) -> Stay:
    left: datetime | None = row.left_at  # type: ignore[attr-defined]
    signed = _("%(at)s 签收") % {"at": moment(row.signed_at)} if row.signed_at else _("未签收")
    return Stay(str(row.lead), moment(row.assigned_at), moment(left) if left else "", signed, row.words)


def _advice(row: CoHandling, at: datetime, calendar: Calendar) -> Advice:
    is_late = row.advised_at is None and row.due_at is not None and at >= row.due_at
    due = ""
    if row.due_at and row.advised_at is None:
        due = over_words(row.due_at, at, calendar) if is_late else near_words(row.due_at, at)
    return Advice(
        unit=str(row.unit),
        words=row.words,
        due=due,
        is_late=is_late,
        advice=row.advice,
        by=str(row.advised_by or ""),
        at=moment(row.advised_at) if row.advised_at else "",
    )


def _returned(row: Application) -> Returned:
    return Returned(
        unit=str(row.unit),
        competent=str(row.competent),
        at=moment(row.asked_at),
        reason=row.reason,
        answer=row.get_answer_display(),
        words=row.words,
    )
