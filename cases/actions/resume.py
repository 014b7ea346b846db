"""resume (恢复办理): a supervisor, or the system at the review date, lets a suspended case go on; its deadline runs on."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from cases.actions import _pauses
from cases.actions._door import through
from cases.models import PauseEnd


def resume(
    case_id: int, *, by: User | None, at: datetime, version: int | None = None, words: str = ""
) -> None:
    """End the suspension."""
    with through("resume", case_id, by=by, at=at, version=version) as passage:
        _pauses.end(passage.case, PauseEnd.RESUMED, at=passage.at)
        passage.facts.update(words=words, is_automatic=by is None)
