"""What if (测算): the same events, folded by the policy in force and with another length assumed. Pure; no row moves."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from cases.rules.clocks import ClockName, Level, Policy, is_late
from cases.rules.fold import Happened, Run, fold
from cases.rules.measures import Measure

ASSUMED_ID = 10**12  # newer than any row


@dataclass(frozen=True)
class Assumption:
    """“If replies to this kind had had so many workdays since that day.”"""

    kind: str
    workdays: int
    since: date


@dataclass(frozen=True)
class Compared:
    """One reply clock by both policies; late as seen at the moment of asking."""

    started_at: datetime
    stopped_at: datetime | None
    due_at: datetime
    due_then: datetime
    was_late: bool
    would_be_late: bool


def assume(policy: Policy, what: Assumption) -> Policy:
    """The policy with the assumed length in the place of every version of that kind's from the day on. Grades keep theirs."""
    kept = [
        level
        for level in policy.levels
        if not (level.clock == ClockName.REPLY and level.kind == what.kind and not level.grade)
        or level.valid_from < what.since
    ]
    assumed = Level(
        id=ASSUMED_ID,
        clock=ClockName.REPLY,
        kind=what.kind,
        grade="",
        amount=what.workdays,
        measure=Measure.WORKDAYS,
        valid_from=what.since,
    )
    return replace(policy, levels=(*kept, assumed))


def compare(
    events: Sequence[tuple[Happened, datetime]], *, kind: str, policy: Policy, other: Policy, at: datetime
) -> Compared | None:
    """The first answer's clock by both policies (reworks have lengths of their own); None where one has no end."""
    now, then = (_first_reply(fold(events, kind=kind, policy=each.known_at)) for each in (policy, other))
    if not (now and then and now.due_at and then.due_at):
        return None
    return Compared(
        started_at=now.started_at,
        stopped_at=now.stopped_at,
        due_at=now.due_at,
        due_then=then.due_at,
        was_late=is_late(now.due_at, now.stopped_at or at),
        would_be_late=is_late(then.due_at, then.stopped_at or at),
    )


def _first_reply(runs: Iterable[Run]) -> Run | None:
    return next((run for run in runs if run.name == ClockName.REPLY), None)
