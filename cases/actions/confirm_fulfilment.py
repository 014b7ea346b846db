"""confirm_fulfilment (确认兑现): a supervisor has looked at the evidence; the promise is kept."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from cases.actions._door import through
from cases.actions.fulfil import promise_known
from cases.models import Promise, PromiseStatus


def confirm_fulfilment(
    case_id: int, *, by: User | None, at: datetime, version: int | None = None, words: str = ""
) -> None:
    """The promise counts as kept, on the day on which the unit reported it: that is when its clock stopped."""
    with through(
        "confirm_fulfilment", case_id, by=by, at=at, version=version, known=promise_known
    ) as passage:
        promise = Promise.objects.get(case=passage.case, status=PromiseStatus.CLAIMED)
        promise.status, promise.decided_by, promise.decided_at = PromiseStatus.KEPT, by, passage.at
        promise.save(update_fields=["status", "decided_by", "decided_at"])
        passage.case.promise_on = None
        passage.facts.update(promise=promise.pk, words=words)
