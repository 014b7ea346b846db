"""instruct (批示): a leader of the board's owner writes what shall be done, and may give the case priority. Never public."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions._door import through
from cases.actions.errors import HeldBack
from cases.models import Instruction
from cases.rules.workdays import in_shanghai


def instruct(
    case_id: int,
    *,
    by: User | None,
    at: datetime,
    version: int | None = None,
    reason: str,
    instructed_on: date | None = None,
    is_priority: bool = True,
) -> None:
    """Keep the words of the instruction. Priority, once given, stays. Raises HeldBack for a day in the future."""
    with through("instruct", case_id, by=by, at=at, version=version, reason=reason) as passage:
        today = in_shanghai(passage.at).date()
        day = instructed_on or today
        if day > today:
            raise HeldBack(_("批示日期不能晚于今天。"))
        Instruction.objects.create(
            case=passage.case,
            by=by,
            words=passage.reason,
            instructed_on=day,
            is_priority=is_priority,
            recorded_at=passage.at,
        )
        passage.case.is_priority = passage.case.is_priority or is_priority
        passage.facts.update(on=day.isoformat(), is_priority=is_priority)
