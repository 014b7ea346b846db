"""release (放行公开): a person has read what the watched words pointed at, and lets the public read the message."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from cases.actions._door import through
from cases.actions._screening import decide
from cases.rules.watch_levels import Decision


def release(
    case_id: int, *, by: User | None, at: datetime, version: int | None = None, words: str = ""
) -> None:
    """The message goes up where its board's policy says so, with whatever has been answered meanwhile."""
    with through("release", case_id, by=by, at=at, version=version) as passage:
        decide(passage.case, Decision.RELEASED, words=words, by=by, at=passage.at)
        if words:
            passage.facts["words"] = words
