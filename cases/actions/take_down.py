"""take_down (撤下): a public message is hidden for a reason that its author and the yearly count can name. Handling goes on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import User
from boards import posting
from boards.models import Message
from boards.rules.removals import RemovalCode
from cases.actions._door import through
from cases.actions.history import last_event
from cases.models import Case


def take_down(
    case_id: int, *, by: User | None, at: datetime, version: int | None = None, code: str, reason: str
) -> None:
    """Its address answers with a tombstone from now on; the author is told why and may object once."""
    with through(
        "take_down", case_id, by=by, at=at, version=version, reason=reason, known=removal_known
    ) as passage:
        case = passage.case
        posting.take_down(case.number, at=passage.at, code=RemovalCode(code))
        case.removal_code, case.removed_at, case.remover = RemovalCode(code), passage.at, by
        case.contested_at = None
        passage.facts["removal"] = case.removal_code


def removal_known(case: Case) -> dict[str, Any]:
    """Whether the public reads the message now, and whether an objection to its being taken down has been decided."""
    is_up = Message.objects.up().filter(pk=case.message_id).exists() if case.message_id else False
    last = last_event(case.pk, "take_down", "uphold") if case.removal_code else None
    return {"is_up": is_up, "is_upheld": last is not None and last.verb == "uphold"}
