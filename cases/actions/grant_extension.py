"""grant_extension (批准延期): the first by the unit's signer, the second by a supervisor; the author gets reason and new date."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions._clocks import running
from cases.actions._door import through
from cases.actions.errors import HeldBack
from cases.models import Answer, Application, Asked, Case
from cases.rules.changes import extended
from cases.rules.clocks import ClockName
from cases.rules.extensions import grantable


def open_extension(case_id: int) -> Application | None:
    """The application that waits for a decision."""
    return Application.objects.filter(case=case_id, asked=Asked.EXTENSION, answer=Answer.OPEN).first()


def extension_known(case: Case) -> dict[str, Any]:
    """Who asked: a fact for the guards."""
    asked = open_extension(case.pk)
    return {"asker_id": asked.by_id if asked else None}


def grant_extension(
    case_id: int,
    *,
    by: User | None,
    at: datetime,
    version: int | None = None,
    workdays: int | None = None,
    reason: str,
) -> None:
    """Grant what was asked for, or fewer `workdays`. Raises HeldBack for more, and for the asker's own application."""
    with through(
        "grant_extension", case_id, by=by, at=at, version=version, reason=reason, known=extension_known
    ) as passage:
        case, clock = passage.case, running(passage.clocks, ClockName.REPLY)
        asked = Application.objects.get(case=case, asked=Asked.EXTENSION, answer=Answer.OPEN)
        assert clock.due_at is not None  # the guard: there is a deadline, and it lies ahead
        wanted = asked.workdays or 0
        granted = wanted if workdays is None else workdays
        may_have = grantable(
            clock.due_at, clock.started_at, clock.explanation, wanted, passage.policy.calendar
        )
        if not 1 <= granted <= may_have:
            raise HeldBack(
                _("最多可以批准 %(most)d 个工作日。") % {"most": may_have}
                if may_have
                else _("总时限已满 90 天，不能再延期，请驳回申请。")
            )
        asked.answer, asked.decided_by, asked.decided_at = Answer.GRANTED, by, passage.at
        asked.words, asked.due_before = passage.reason, clock.due_at
        asked.due_after = extended(clock.due_at, granted, passage.policy.calendar)
        asked.save(update_fields=["answer", "decided_by", "decided_at", "words", "due_before", "due_after"])
        case.wants_extension = False
        case.extension_count += 1
        passage.facts.update(workdays=granted, wanted=wanted, was_due=clock.due_at.isoformat())
