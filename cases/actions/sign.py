"""sign (签收): the unit takes the case; when the sign clock runs out the system signs for it."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from cases.actions._door import through
from cases.models import Assignment


def sign(case_id: int, *, by: User | None, at: datetime, version: int | None = None) -> None:
    """Sign; `by` None is the system, and the case then has no handler yet."""
    with through("sign", case_id, by=by, at=at, version=version) as passage:
        passage.case.handler = by
        Assignment.objects.filter(case=passage.case, is_current=True).update(signed_at=passage.at)
        passage.facts["is_automatic"] = by is None
