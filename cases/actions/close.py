"""close (办结): the rating window is over and nothing asks for a revisit."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from cases.actions._door import through


def close(case_id: int, *, by: User | None, at: datetime, version: int | None = None) -> None:
    """Close by the system; an unrated case says nothing about satisfaction."""
    with through("close", case_id, by=by, at=at, version=version):
        pass
