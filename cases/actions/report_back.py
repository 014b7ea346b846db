"""report_back (督办反馈): the unit answers a supervision order. The order stands until the supervisor lifts it."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from cases.actions._door import through
from cases.models import Supervision


def report_back(
    case_id: int, *, by: User | None, at: datetime, version: int | None = None, reason: str
) -> None:
    """Write the report under the open order; a later report takes its place there, the events keep both."""
    with through("report_back", case_id, by=by, at=at, version=version, reason=reason) as passage:
        order = Supervision.objects.get(case=passage.case, lifted_at=None)
        order.report, order.reported_by, order.reported_at = passage.reason, by, passage.at
        order.save(update_fields=["report", "reported_by", "reported_at"])
        passage.facts.update(order=order.number)
