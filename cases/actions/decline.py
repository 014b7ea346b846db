"""decline (不予受理): the desk does not take a message on, and says on which ground and where to turn instead."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from cases.actions._door import through
from cases.rules.states import DeclineCode


def decline(
    case_id: int, *, by: User | None, at: datetime, version: int | None = None, code: str, words: str
) -> None:
    """Decline by a code N1–N14; `words` tell the author why and name the next channel."""
    with through("decline", case_id, by=by, at=at, version=version, reason=words) as passage:
        passage.case.decline_code = DeclineCode(code)
        passage.case.decline_words = words
        passage.facts["code"] = code
