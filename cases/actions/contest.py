"""contest (提出异议): the author objects to the taking down of the own message; another person decides."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from cases.actions._door import through
from cases.actions.take_down import removal_known


def contest(case_id: int, *, by: User | None, at: datetime, version: int | None = None, reason: str) -> None:
    """Once for each time that it was taken down."""
    with through(
        "contest", case_id, by=by, at=at, version=version, reason=reason, known=removal_known
    ) as passage:
        passage.case.contested_at = passage.at
