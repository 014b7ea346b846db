"""ask_again (追问): the author asks on under a reply, at most twice; the same unit answers on a short clock."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from cases.actions._door import through
from cases.models.service_level import AGAIN


def ask_again(
    case_id: int, *, by: User | None, at: datetime, version: int | None = None, reason: str
) -> None:
    """Back to handling with the question. It was contacted before; it is countersigned anew."""
    with through("ask_again", case_id, by=by, at=at, version=version, reason=reason) as passage:
        case = passage.case
        passage.level_name = AGAIN
        case.again_count += 1
        case.countersigned_at = None
        case.outcome = ""  # what is worked on again has no outcome; the events keep the earlier one
        case.rated_at = None  # the next reply is another one; who has rated this one may rate that one too
        passage.facts["round"] = case.round
