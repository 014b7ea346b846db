"""sign (签收): the unit takes the case; when the sign clock runs out the system signs for it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions._door import Passage, through
from cases.actions.errors import HeldBack
from cases.models import Assignment
from cases.rules.clocks import ClockName, is_late


def sign(case_id: int, *, by: User | None, at: datetime, version: int | None = None) -> None:
    """Sign; `by` None is the system, and the case then has no handler yet. Raises HeldBack where its clock is not over."""
    with through("sign", case_id, by=by, at=at, version=version) as passage:
        if by is None and not _is_over(passage):
            raise HeldBack(_("签收时限还没有到，系统不能代为签收。"))
        if by is not None:  # the system leaves whom the unit has named
            passage.case.handler = by
        passage.case.signed_at = passage.at
        Assignment.objects.filter(case=passage.case, is_current=True).update(signed_at=passage.at)
        passage.facts["is_automatic"] = by is None


def _is_over(passage: Passage) -> bool:
    """Between the sweep's look and its lock the case may have gone to another unit, whose time has only begun."""
    clocks = [each for each in passage.clocks if each.name == ClockName.SIGN and each.stopped_at is None]
    return any(is_late(each.due_at, passage.at) for each in clocks)
