"""refuse_extension (驳回延期): the deadline stays as it is."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from cases.actions._door import through
from cases.models import Answer, Application, Asked


def refuse_extension(
    case_id: int, *, by: User | None, at: datetime, version: int | None = None, reason: str
) -> None:
    """Refuse the application that waits, with a reason."""
    with through("refuse_extension", case_id, by=by, at=at, version=version, reason=reason) as passage:
        waiting = Application.objects.filter(case=passage.case, asked=Asked.EXTENSION, answer=Answer.OPEN)
        waiting.update(answer=Answer.REFUSED, decided_by=by, decided_at=passage.at, words=passage.reason)
        passage.case.wants_extension = False
