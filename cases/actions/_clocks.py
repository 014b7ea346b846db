"""Running the clocks of a case for the door, and marking what has run out: the one writer of Clock rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import fields
from datetime import datetime

from django.db import connection
from django.db.models import F
from django.db.models.functions import Coalesce

from boards import posting
from cases.models import Case, Clock, Event
from cases.rules.clocks import MARKED, ClockName, Policy, is_late
from cases.rules.fold import Happened, Law, Run, turn
from cases.rules.ladder import look_at, moments_of, rungs_of
from cases.rules.workdays import Calendar

# What a turn may change of a clock that runs on; one that only stops is written by a statement of its own.
MOVING = [
    "level",
    "first_due_at",
    "due_at",
    "is_provisional",
    "warn_at",
    "paused_at",
    "overdue_at",
    "stopped_at",
    "explanation",
]


def of_case(case: Case) -> list[Clock]:
    """All runs of all clocks of a case, oldest first."""
    clocks = list(Clock.objects.filter(case=case).order_by("started_at", "id"))
    for each in clocks:
        each.case = case  # the locked row, not a copy
    return clocks


def running(clocks: Sequence[Clock], name: str) -> Clock:
    """The run of that clock that has not stopped. Raises StopIteration where none runs."""
    return next(each for each in clocks if each.name == name and each.stopped_at is None)


def run(case: Case, clocks: list[Clock], event: Happened, *, policy: Policy, is_written: bool = True) -> None:
    """Turn the clocks as the event says and write those that changed; `clocks` is kept up to date.

    Of a case of the past that is being told, nothing is written before the telling ends (`is_written` False).
    """
    ran = {id(each): (each.due_at, each.paused_at) for each in clocks}

    def new(name: str, number: int, at: datetime) -> Clock:
        return Clock(case=case, name=name, run=number, started_at=at)

    changed = turn(clocks, event, Law(policy, case.kind, case.grade), new)
    for clock in changed:
        if ran.get(id(clock)) != (clock.due_at, clock.paused_at):
            clock.warn_at = next_warning(clock, event.at, policy.calendar)
    if not is_written:
        return
    stopped = [each.pk for each in changed if id(each) in ran and each.stopped_at]
    if stopped:  # first: a clock that begins anew must find the last run ended
        Clock.objects.filter(pk__in=stopped).update(stopped_at=event.at)
    Clock.objects.bulk_create([each for each in changed if each.pk is None])
    moved = [each for each in changed if id(each) in ran and each.stopped_at is None]
    if moved:
        Clock.objects.bulk_update(moved, MOVING)


def reply_end(case: Case, clocks: Sequence[Clock], event: Happened, *, policy: Policy) -> datetime | None:
    """Until when the unit would have to answer after that event; nothing is written."""
    runs = [Run(**{each.name: getattr(clock, each.name) for each in fields(Run)}) for clock in clocks]
    turn(runs, event, Law(policy, case.kind, case.grade), Run)
    ends = [each.due_at for each in runs if each.name == ClockName.REPLY and each.stopped_at is None]
    return ends[-1] if ends else None


def next_warning(clock: Clock, at: datetime, calendar: Calendar) -> datetime | None:
    """The next threshold that people have not been told of; of those that passed meanwhile only the last."""
    moments = moments_of(clock, rungs_of(clock.name, clock.case.grade), calendar)
    return look_at(moments, told_until=clock.warned_at, at=at)


def copy_most_pressing(case: Case, clocks: Sequence[Clock]) -> None:
    """Put the most pressing running clock on the case row itself, for lists. The wait clock has no end and is never it."""
    ticking = [each for each in clocks if each.stopped_at is None and each.paused_at is None and each.due_at]
    first = min(ticking, key=lambda each: each.due_at, default=None)  # type: ignore[arg-type,return-value]
    case.due_clock, case.due_at = (first.name, first.due_at) if first else ("", None)
    case.first_due_at = first.first_due_at if first else None
    reply = next((each for each in clocks if each.name == ClockName.REPLY and each.stopped_at is None), None)
    case.reply_due_at = reply.due_at if reply else None
    case.overdue_at = min((each.overdue_at for each in ticking if each.overdue_at), default=None)


def late(clocks: Sequence[Clock], at: datetime) -> list[Clock]:
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
    """Note the clocks as overdue since their due moment, each with an event. Whom that is told, the ladder says (warn).

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
        clock.warn_at = None if is_quiet else clock.warn_at or clock.due_at
        assert clock.due_at is not None
        case.event_count += 1
        case.moved_at = max(case.moved_at, clock.due_at)
        case.overdue_at = min(case.overdue_at or clock.due_at, clock.due_at)
        events.append(_overdue_event(case, clock))
        if clock.name == ClockName.REPLY and case.message_id:
            shown[case.message_id] = (case.board_id, clock.due_at)
    if ledger is not None:
        ledger += events
        return len(events)
    # From here on the ladder leads beyond the end; of what happened in the past nobody is told.
    next_step = None if is_quiet else Coalesce(F("warn_at"), F("due_at"))
    marked = Clock.objects.filter(pk__in=[each.pk for each in clocks])
    marked.update(overdue_at=F("due_at"), warn_at=next_step)
    Event.objects.bulk_create(events)
    _save_marks(list(cases.values()))
    posting.mark_overdue(shown)
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
