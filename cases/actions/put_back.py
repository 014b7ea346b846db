"""put_back (恢复公开): what was taken down is shown again, on the desk's own second thought or because the author objected."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from boards import posting
from cases.actions import _publish
from cases.actions._door import through


def put_back(case_id: int, *, by: User | None, at: datetime, version: int | None = None, reason: str) -> None:
    """An objection is decided by somebody else than the one who took the message down. It goes up where it still may."""
    with through("put_back", case_id, by=by, at=at, version=version, reason=reason) as passage:
        case = passage.case
        passage.facts["removal"] = case.removal_code
        passage.facts["is_contested"] = case.contested_at is not None
        case.removal_code, case.removed_at, case.remover, case.contested_at = "", None, None, None
        if _publish.may_be_up(case, _publish.story(case)):
            posting.put_back(case.number, at=passage.at)
