"""remind (催办): the author, once in five workdays, or a supervisor asks the unit to get on."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from cases.actions._door import through


def remind(
    case_id: int, *, by: User | None, at: datetime, version: int | None = None, words: str = ""
) -> None:
    """Remind handler and desk."""
    with through("remind", case_id, by=by, at=at, version=version) as passage:
        if by is not None and by.pk in passage.case.author_ids:
            passage.case.reminded_at = passage.at
        passage.facts["words"] = words
