"""uphold (维持撤下): somebody else than the one who took a message down has looked at the author's objection and refuses it."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from cases.actions._door import through


def uphold(case_id: int, *, by: User | None, at: datetime, version: int | None = None, reason: str) -> None:
    """The message stays down; the author is told why."""
    with through("uphold", case_id, by=by, at=at, version=version, reason=reason) as passage:
        passage.case.contested_at = None
        passage.facts["removal"] = passage.case.removal_code
