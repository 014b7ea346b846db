"""reopen (重新办理): what was answered is handled again by the same unit, on a shorter clock."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from cases.actions._door import through
from cases.actions._loose_ends import end_promise
from cases.models import PromiseStatus
from cases.models.service_level import REWORK


def reopen(case_id: int, *, by: User | None, at: datetime, version: int | None = None, reason: str) -> None:
    """Send back to handling on a ground. The author is contacted anew before the next reply.

    The system reopens where a promise was not kept; where a person does, a promise that still runs ends with it.
    """
    with through("reopen", case_id, by=by, at=at, version=version, reason=reason) as passage:
        passage.level_name = REWORK
        passage.case.reopen_count += 1
        passage.case.contacted_at = None
        passage.case.countersigned_at = None
        passage.case.outcome = ""  # what is worked on again has no outcome; the events keep the earlier one
        passage.facts["round"] = passage.case.round
        if passage.case.promise_on:
            end_promise(passage.case, PromiseStatus.BROKEN if by is None else PromiseStatus.ENDED)
            if by is None:
                passage.facts["is_broken"] = True
                passage.also_tell.append("supervisors")
