"""What the clocks do by themselves: mark what has run out, sign what nobody signed, close what nobody rated, end pauses.

Rows are the truth: each sweep takes what is due and not yet done, so a late run, a double run, two workers or a week of
downtime give the same rows.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import datetime

from django.db import InterfaceError, OperationalError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from cases.actions import _clocks
from cases.actions._door import mark_overdue
from cases.actions.close import close
from cases.actions.errors import CaseError
from cases.actions.give_info import give_info
from cases.actions.history import in_hand, name_lead, policy_in_force, told_now
from cases.actions.reopen import reopen
from cases.actions.resume import resume
from cases.actions.sign import sign
from cases.actions.start_revisit import ground_of, start_revisit
from cases.models import Case, Clock, Pause, Promise, PromiseStatus
from cases.models.clock import ClockQuerySet
from cases.rules.clocks import CLOCKS, MARKED, AtEnd, ClockName, is_late
from cases.rules.states import PauseGround, Source, State
from cases.rules.transitions import MOVES
from cases.rules.workdays import in_shanghai

log = logging.getLogger(__name__)
BATCH = 500


def tick(at: datetime, *, batch: int = BATCH) -> dict[str, int]:
    """One sweep: everything that is due by `at`. Returns how many cases were acted on and how many clocks marked.

    Pauses end first, for they move deadlines; then the acts: after a downtime a case that signs itself on Monday must
    not be dated after Friday's mark.
    """
    return {
        "resumed": end_pauses(at, batch=batch),
        "acted": act_due(at, batch=batch),
        "marked": mark_due(at, batch=batch),
    }


def end_pauses(at: datetime, *, batch: int = BATCH) -> int:
    """Let cases go on whose pause is over, each after what its other clocks had to do before that. Returns how many."""
    total, last = 0, Q()
    while True:
        rows = Pause.objects.filter(last, ended_at=None, until_at__lte=at).order_by("until_at", "pk")
        due = list(rows.values_list("pk", "case_id", "until_at")[:batch])
        total += sum(_tried(catch_up, case_id, until_at) for _pk, case_id, until_at in due)
        if len(due) < batch:
            return total
        pk, _case, until_at = due[-1]
        last = Q(until_at__gt=until_at) | Q(until_at=until_at, pk__gt=pk)


def mark_due(at: datetime, *, batch: int = BATCH) -> int:
    """Mark overdue clocks, batch by batch; cases that somebody works on right now are left for the next sweep.

    One bad case spoils its batch only: that batch is marked one by one, and the bad case is logged and stepped over.
    """
    total, stuck = 0, list[int]()
    while True:
        due = Clock.objects.due(at).filter(name__in=MARKED).exclude(pk__in=stuck)
        try:
            marked = _mark(due, batch)
        except (OperationalError, InterfaceError):  # the database is away: the next sweep finds the same rows
            raise
        except Exception:
            log.exception("a batch of clocks could not be marked")
            pks = list(due.order_by("due_at").values_list("pk", flat=True)[:batch])
            bad = [pk for pk in pks if not _marked_alone(pk, at)]
            stuck, marked = stuck + bad, len(pks) - len(bad)
            total += marked
            continue
        total += marked
        if marked < batch:
            return total


def _mark(due: ClockQuerySet, batch: int) -> int:
    with transaction.atomic():
        rows = list(
            due.select_related("case__board", "case__lead")
            .select_for_update(skip_locked=True, no_key=True, of=("self", "case"))
            .order_by("due_at")[:batch]
        )
        for clock in rows:
            name_lead(clock.case)
        return mark_overdue(rows)


def _marked_alone(pk: int, at: datetime) -> bool:
    try:
        _mark(Clock.objects.due(at).filter(pk=pk), 1)
    except Exception:
        log.exception("clock %s could not be marked", pk)
        return False
    return True


def act_due(at: datetime, *, batch: int = BATCH) -> int:
    """Sign and close what does so by itself. One bad case is logged and stepped over, it does not hold up the others.

    The rows are chosen by their due moment alone and by their name here: asked for both, PostgreSQL takes the rare name
    for the shorter way and reads every running clock.
    """
    total, last = 0, Q()
    while True:
        rows = Clock.objects.due(at).filter(last).order_by("due_at", "pk")
        due = list(rows.values_list("pk", "case_id", "name", "due_at")[:batch])
        for _pk, case_id, name, due_at in due:
            if due_at and CLOCKS[name].at_end in _AT_END:
                total += _tried(_AT_END[AtEnd(CLOCKS[name].at_end)], case_id, due_at)
        if len(due) < batch:
            return total
        pk, _case, _name, due_at = due[-1]
        last = Q(due_at__gt=due_at) | Q(due_at=due_at, pk__gt=pk)


def _tried(act: Callable[[int, datetime], None], case_id: int, due_at: datetime) -> int:
    try:
        act(case_id, due_at)
    except CaseError as refused:
        log.info("clock of case %s: %s", case_id, type(refused).__name__)  # somebody was faster
        return 0
    except Exception:
        log.exception("clock of case %s could not act", case_id)
        return 0
    return 1


def _sign(case_id: int, due_at: datetime) -> None:
    sign(case_id, by=None, at=due_at)


def _close(case_id: int, due_at: datetime) -> None:
    """At the end of the rating window: revisit on a ground or by the draw, else close."""
    with transaction.atomic(savepoint=told_now() is None):
        case, _clocks_of_case = in_hand(case_id)
    if case.source == Source.IMPORT:  # nobody of another platform's past can be telephoned
        close(case_id, by=None, at=due_at)
        return
    # The random draw is for the silent; where one of several authors has rated, nobody is silent.
    sample = None if case.rated_at else policy_in_force().sample_on(in_shanghai(due_at).date())
    ground = ground_of(case, sample)
    if ground:
        start_revisit(case_id, by=None, at=due_at, ground=ground, seed=sample.seed if sample else "")
    else:
        close(case_id, by=None, at=due_at)


def _break(case_id: int, due_at: datetime) -> None:
    """A promise was not kept: an answered case is handled again; one that is being handled gets the mark."""
    with transaction.atomic(savepoint=told_now() is None):
        case, clocks = in_hand(case_id)
        ended = [
            each
            for each in clocks
            if each.name == ClockName.PROMISE
            and each.stopped_at is None
            and each.overdue_at is None
            and is_late(each.due_at, due_at)
        ]
        if not ended:  # kept or replaced while we were on our way
            return
        if State(case.state) in MOVES["reopen"].sources:
            reopen(case_id, by=None, at=due_at, reason=_("承诺的事项到期没有兑现。"))
            return
        mark_overdue([*_clocks.late(clocks, due_at), *ended])
        Promise.objects.filter(case=case, status=PromiseStatus.OPEN).update(status=PromiseStatus.BROKEN)


def _resume(case_id: int, at: datetime) -> None:
    resume(case_id, by=None, at=at)


def _go_on_without_info(case_id: int, until_at: datetime) -> None:
    give_info(case_id, by=None, at=until_at)


_AT_END: dict[AtEnd, Callable[[int, datetime], None]] = {
    AtEnd.SIGN: _sign,
    AtEnd.CLOSE: _close,
    AtEnd.BREAK: _break,
}
# What ends a pause when its time is over.
_AT_REVIEW: dict[str, Callable[[int, datetime], None]] = {
    PauseGround.SUSPENDED: _resume,
    PauseGround.INFO: _go_on_without_info,
}


def catch_up(case_id: int, until: datetime) -> None:
    """Let one case's clocks act as they would have by `until`: for replaying history, in order of their due moments."""
    while True:
        with transaction.atomic(savepoint=told_now() is None):
            case, clocks = in_hand(case_id)
            ended = [
                each
                for each in clocks
                if each.stopped_at is None
                and each.paused_at is None
                and each.overdue_at is None
                and is_late(each.due_at, until)
            ]
            pause = _pause_over(case, until)
            first = min(ended, key=lambda each: each.due_at or until, default=None)
            if pause and (first is None or first.due_at is None or pause.until_at <= first.due_at):
                _AT_REVIEW[pause.ground](case_id, pause.until_at)
            elif first is None or first.due_at is None:
                return
            elif first.name in MARKED:
                mark_overdue([first])
            else:
                _AT_END[AtEnd(CLOCKS[first.name].at_end)](case_id, first.due_at)


def _pause_over(case: Case, until: datetime) -> Pause | None:
    if not case.pause_ground:
        return None
    return Pause.objects.filter(case=case, ended_at=None, until_at__lte=until).first()
