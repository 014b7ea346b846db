"""ask_info (要求补充): the desk, or the handling unit, asks the author for what is missing; the deadline waits."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from cases.actions import _pauses
from cases.actions._door import Passage, through
from cases.models.service_level import INFO_WAIT
from cases.rules.clocks import ClockName, deadline
from cases.rules.states import PauseGround, State

USUAL_WORKDAYS = 10  # rules: waits for the author at most so long; a ServiceLevel row says otherwise


def ask_info(case_id: int, *, by: User | None, at: datetime, version: int | None = None, words: str) -> None:
    """Ask for `words`. At most twice before acceptance and once by the unit; the ledger keeps each pause."""
    with through("ask_info", case_id, by=by, at=at, version=version, reason=words) as passage:
        until_at = _until(passage)
        _pauses.begin(
            passage.case,
            PauseGround.INFO,
            words=passage.reason,
            by=by,
            at=passage.at,
            until_at=until_at,
        )
        if passage.before == State.SUBMITTED:
            passage.case.info_count += 1
        else:
            passage.case.handling_info_count += 1
        passage.facts["until"] = until_at.isoformat()


def _until(passage: Passage) -> datetime:
    """When the case goes on even if nothing comes."""
    end = deadline(
        ClockName.INTAKE,
        started_at=passage.at,
        kind=passage.case.kind,
        grade=passage.case.grade,
        policy=passage.policy,
        level_name=INFO_WAIT,
    )
    return end.due_at or passage.policy.calendar.due_in_workdays(passage.at, USUAL_WORKDAYS).due
