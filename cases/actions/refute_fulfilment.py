"""refute_fulfilment (驳回兑现): the evidence does not show it; the promise stands as if nothing had been reported."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from cases.actions._door import through
from cases.actions.fulfil import promise_known
from cases.models import Promise, PromiseStatus


def refute_fulfilment(
    case_id: int, *, by: User | None, at: datetime, version: int | None = None, reason: str
) -> None:
    """The clock of the promise goes on; where its day is over by now, the next sweep finds the promise broken."""
    with through(
        "refute_fulfilment", case_id, by=by, at=at, version=version, reason=reason, known=promise_known
    ) as passage:
        promise = Promise.objects.get(case=passage.case, status=PromiseStatus.CLAIMED)
        promise.status, promise.decided_by, promise.decided_at = PromiseStatus.OPEN, by, passage.at
        promise.save(update_fields=["status", "decided_by", "decided_at"])
        passage.facts.update(promise=promise.pk)
