"""lift (解除督办): the supervisor takes an order back, also after the case has ended."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from cases.actions._door import through
from cases.models import Supervision


def lift(case_id: int, *, by: User | None, at: datetime, version: int | None = None, reason: str) -> None:
    """End the open order with a word why; its clock stops."""
    with through("lift", case_id, by=by, at=at, version=version, reason=reason) as passage:
        order = Supervision.objects.get(case=passage.case, lifted_at=None)
        order.lifted_by, order.lifted_at, order.lift_words = by, passage.at, passage.reason
        order.save(update_fields=["lifted_by", "lifted_at", "lift_words"])
        passage.case.supervised_at = None
        passage.facts.update(order=order.number)
