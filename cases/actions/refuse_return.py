"""refuse_return (驳回退单): the unit keeps the case, and may not ask again."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from cases.actions._applications import decide_return
from cases.actions._door import through
from cases.models import Answer


def refuse_return(
    case_id: int, *, by: User | None, at: datetime, version: int | None = None, reason: str
) -> None:
    """Refuse with a reason."""
    with through("refuse_return", case_id, by=by, at=at, version=version, reason=reason) as passage:
        decide_return(passage, Answer.REFUSED)
