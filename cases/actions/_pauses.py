"""The ledger of pauses (暂停台账): begun and ended by verbs, ended by the door where a case leaves its state meanwhile."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from cases.models import Case, Pause, PauseEnd
from cases.rules.states import PauseGround


def begin(
    case: Case,
    ground: PauseGround,
    *,
    words: str,
    by: User | None,
    at: datetime,
    until_at: datetime,
    plan: str = "",
) -> Pause:
    """Open a line of the ledger for a locked case; the row's clocks are paused by the door."""
    case.pause_ground = ground
    return Pause.objects.create(
        case=case, ground=ground, words=words, plan=plan, by=by, from_at=at, until_at=until_at
    )


def end(case: Case, how: PauseEnd, *, at: datetime, answer: str = "") -> None:
    """Close the open line of a locked case."""
    case.pause_ground = ""
    Pause.objects.filter(case=case, ended_at=None).update(ended_at=at, ended_how=how, answer=answer)


def leave_behind(case: Case, at: datetime) -> None:
    """The case goes on to another state: what it waited for is not waited for any more."""
    if case.pause_ground:
        end(case, PauseEnd.ENDED, at=at)
