"""Running the clocks of a case for the door, and marking what has run out: the one writer of Clock rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection
from django.db.models import F

from boards import posting
from cases.actions import _telling
from cases.models import Case, Clock, Event
from cases.rules.clocks import MARKED, NO_DEADLINE, ClockName, Deadline, Policy, deadline, is_late
from cases.rules.transitions import MOVES

Change = tuple[Sequence[ClockName], bool, Sequence[ClockName]]  # stop these, stop all others too, start these


def of_case(case: Case) -> list[Clock]:
    """All runs of all clocks of a case, oldest first."""
    clocks = list(Clock.objects.filter(case=case).order_by("started_at", "id"))
    for each in clocks:
        each.case = case  # the locked row, not a copy
    return clocks


def run(
    case: Case, clocks: list[Clock], change: Change, *, at: datetime, policy: Policy, level_name: str = ""
) -> None:
    """Stop and start clocks as a move says; `clocks` is kept up to date. `level_name`: see rules.clocks.deadline."""
    stops, all_stop, starts = change
    stopped = [each for each in clocks if each.stopped_at is None and (all_stop or each.name in stops)]
    for clock in stopped:
        clock.stopped_at = at
    if stopped:
        Clock.objects.filter(pk__in=[each.pk for each in stopped]).update(stopped_at=at)
    fresh = [_started(case, clocks, name, at, policy, level_name) for name in starts]
    if fresh:
        clocks.extend(Clock.objects.bulk_create(fresh))


def _started(
    case: Case, clocks: Sequence[Clock], name: ClockName, at: datetime, policy: Policy, level_name: str
) -> Clock:
    end = (
        NO_DEADLINE
        if name == ClockName.WAIT
        else deadline(
            name, started_at=at, kind=case.kind, grade=case.grade, policy=policy, level_name=level_name
        )
    )
    return Clock(
        case=case,
        name=name,
        run=1 + sum(each.name == name for each in clocks),
        started_at=at,
        first_due_at=end.due_at,
        **ending(end),
    )


def ending(end: Deadline) -> dict[str, object]:
    """The columns of a Clock row that a deadline fills."""
    warns = [each.isoformat() for each in end.warn_ats]
    return {
        "level_id": end.level_id,
        "due_at": end.due_at,
        "is_provisional": end.is_provisional,
        "warn_at": end.warn_ats[0] if end.warn_ats else None,
        "explanation": {**end.explanation, "warns": warns} if end.explanation else {},
    }


def copy_most_pressing(case: Case, clocks: Iterable[Clock]) -> None:
    """Put the most pressing running clock on the case row itself, for lists. The wait clock has no end and is never it."""
    ticking = [each for each in clocks if each.stopped_at is None and each.paused_at is None and each.due_at]
    first = min(ticking, key=lambda each: each.due_at, default=None)  # type: ignore[arg-type,return-value]
    case.due_clock, case.due_at = (first.name, first.due_at) if first else ("", None)
    case.overdue_at = min((each.overdue_at for each in ticking if each.overdue_at), default=None)


def late(clocks: Iterable[Clock], at: datetime) -> list[Clock]:
    """Running clocks that ended before `at`, are marked at their end, and have not been marked yet."""
    return [
        each
        for each in clocks
        if each.name in MARKED
        and each.stopped_at is None
        and each.paused_at is None
        and each.overdue_at is None
        and is_late(each.due_at, at)
    ]


def mark_overdue(clocks: Sequence[Clock], *, is_quiet: bool, ledger: list[Event] | None = None) -> int:
    """Note the clocks as overdue since their due moment, each with an event; tell handlers and supervisors.

    The caller holds the locks of the cases. The moment written is the due moment, whenever the mark is made: a late
    run, a second run or a week of downtime give the same rows. Returns how many were marked. With a `ledger` (a case
    of the past that is being told) the events go there, and cases and boards are written when the telling ends.
    """
    if not clocks:
        return 0
    events, cases, shown = [], {each.case_id: each.case for each in clocks}, {}
    for clock in sorted(clocks, key=lambda each: (each.case_id, each.due_at)):
        case = cases[clock.case_id]
        clock.case, clock.overdue_at = case, clock.due_at
        assert clock.due_at is not None
        case.event_count += 1
        case.moved_at = max(case.moved_at, clock.due_at)
        case.overdue_at = min(case.overdue_at or clock.due_at, clock.due_at)
        events.append(_overdue_event(case, clock))
        if clock.name == ClockName.REPLY and case.message_id:
            shown[case.message_id] = (case.board_id, clock.due_at)
    Clock.objects.filter(pk__in=[each.pk for each in clocks]).update(overdue_at=F("due_at"))
    if ledger is not None:
        ledger += events
        return len(events)
    Event.objects.bulk_create(events)
    _save_marks(list(cases.values()))
    posting.mark_overdue(shown)
    if not is_quiet:
        audience = _telling.Audience()
        tells = MOVES["overdue"].tells
        _telling.send(
            [words for event in events for words in _telling.notices(event.case, event, tells, audience)]
        )
    return len(events)


def _save_marks(cases: Sequence[Case]) -> None:
    """One statement for a whole batch: bulk_update would build a CASE of five hundred branches for each column."""
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE cases_case SET event_count = mark.count, moved_at = mark.moved, overdue_at = mark.since"
            " FROM unnest(%s::bigint[], %s::integer[], %s::timestamptz[], %s::timestamptz[])"
            " AS mark (id, count, moved, since) WHERE cases_case.id = mark.id",
            [
                [case.pk for case in cases],
                [case.event_count for case in cases],
                [case.moved_at for case in cases],
                [case.overdue_at for case in cases],
            ],
        )


def _overdue_event(case: Case, clock: Clock) -> Event:
    return Event(
        case=case,
        seq=case.event_count,
        verb="overdue",
        before=case.state,
        after=case.state,
        at=case.moved_at,
        role="system",
        unit=case.lead,
        facts={
            "clock": clock.name,
            "run": clock.run,
            "due_at": clock.due_at.isoformat() if clock.due_at else "",
        },
    )
