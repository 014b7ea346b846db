"""A case as one line of a desk's list, every string ready: the queue, the first page and the supervisor show the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.utils.translation import gettext as _

from boards.rules.times import iso, moment, span_words
from cases.models import Case
from cases.rules.clocks import ClockName
from cases.rules.lights import Light, light, workdays_over
from cases.rules.states import Grade, PauseGround, State
from cases.rules.workdays import Calendar, in_shanghai

TONES = {
    State.SUBMITTED: "waiting",
    State.ACCEPTED: "waiting",
    State.ASSIGNED: "waiting",
    State.HANDLING: "handling",
    State.REVIEWING: "handling",
    State.REPLIED: "replied",
    State.REVISITING: "replied",
    State.CLOSED: "replied",
    State.DECLINED: "declined",
    State.WITHDRAWN: "declined",
    State.MERGED: "declined",
}
UNTIL = {
    State.CLOSED: "closed_at",
    State.DECLINED: "closed_at",
    State.WITHDRAWN: "closed_at",
    State.MERGED: "closed_at",
}
NOT_IN_A_ROW = ("body", "redacted_body", "decline_words", "board__intro")  # long, and no line shows them


@dataclass(frozen=True)
class Deadline:
    """A due moment as people read it. `light` is "", soon, yellow or red; `words` say the same without the colour."""

    light: str
    words: str
    at: str
    iso: str
    clock: str
    first: str = ""  # the date that it had at first, where it has moved


@dataclass(frozen=True)
class Row:
    """One line of a list."""

    pk: int
    version: int
    number: str
    title: str
    kind: str
    is_urgent: bool
    marks: tuple[str, ...]
    board: str
    lead: str
    handler: str
    state: str
    tone: str
    deadline: Deadline | None
    waiting: str


def row(case: Case, *, at: datetime, calendar: Calendar) -> Row:
    """The line of a case whose board, lead and handler have been joined (`with_people`)."""
    return Row(
        pk=case.pk,
        version=case.version,
        number=case.number,
        title=case.title,
        kind=case.get_kind_display(),
        is_urgent=case.grade != Grade.NORMAL,
        marks=marks(case),
        board=case.board.title,
        lead=str(case.lead) if case.lead else "",
        handler=str(case.handler) if case.handler else "",
        state=case.get_state_display(),
        tone=TONES[State(case.state)],
        deadline=case_deadline(case, at=at, calendar=calendar),
        waiting=waited(case, at),
    )


def marks(case: Case) -> tuple[str, ...]:
    """What a list says of a case beside its state: 批示 before all, for it has priority."""
    told = {
        _("批示"): case.is_priority,
        _("待审看"): case.is_held,
        _("已撤下"): bool(case.removal_code),
        _("督办"): case.supervised_at is not None,
        _("挂账"): case.pause_ground == PauseGround.SUSPENDED,
        _("待补充"): case.pause_ground == PauseGround.INFO,
        _("申请延期"): case.wants_extension,
        _("申请退单"): case.wants_return,
        _("已延期"): case.extension_count > 0,
        _("有承诺"): case.promise_on is not None,
    }
    if case.endorsement_count:
        told[_("附议 %(count)d") % {"count": case.endorsement_count}] = True
    return tuple(words for words, holds in told.items() if holds)


def case_deadline(case: Case, *, at: datetime, calendar: Calendar) -> Deadline | None:
    """The most pressing deadline of a case, beside it the date that it had at first."""
    end = deadline_words(case.due_clock, case.due_at, at=at, calendar=calendar)
    if end is None or case.first_due_at in (None, case.due_at):
        return end
    return replace(end, first=near_words(case.first_due_at, at))


def waited(case: Case, at: datetime) -> str:
    """How long the author has waited, until the case ended or until now."""
    end = getattr(case, UNTIL.get(State(case.state), ""), None) if case.state in UNTIL else None
    return span_words((end or at) - case.submitted_at)


def deadline_words(
    clock: str, due_at: datetime | None, *, at: datetime, calendar: Calendar
) -> Deadline | None:
    """The running deadline in words; None when nothing runs towards an end."""
    if due_at is None:
        return None
    mark = light(clock, due_at, at, calendar)
    label = str(ClockName(clock).label)
    return Deadline(mark.value, _words(mark, due_at, at, calendar), moment(due_at), iso(due_at), label)


def _words(mark: Light, due_at: datetime, at: datetime, calendar: Calendar) -> str:
    if mark in (Light.YELLOW, Light.RED):
        return f"{mark.label} · {over_words(due_at, at, calendar)}"
    return near_words(due_at, at)


def over_words(due_at: datetime, at: datetime, calendar: Calendar) -> str:
    """超期 2 个工作日 · 超期 3 小时 on the first day."""
    days = workdays_over(due_at, at, calendar)
    if days:
        return _("超期 %(days)d 个工作日") % {"days": days}
    return _("超期 %(span)s") % {"span": span_words(at - due_at)}


def near_words(due_at: datetime, at: datetime) -> str:
    """今天 17:30 · 明天 10:00 · 11-25 18:00, the year only where it is another."""
    here, now = in_shanghai(due_at), in_shanghai(at)
    days = (here.date() - now.date()) // timedelta(days=1)
    if days in (0, 1):
        return f"{_('今天') if days == 0 else _('明天')} {here:%H:%M}"
    return f"{here:%m-%d %H:%M}" if here.year == now.year else f"{here:%Y-%m-%d}"
