"""supervise (督办): a numbered order to the handling unit, with a demand and a clock of its own."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.db.models import Max

from accounts.models import User
from cases.actions._door import Passage, through
from cases.models import Supervision, Urgency
from cases.models.service_level import URGENT
from cases.rules.clocks import ClockName
from cases.rules.fold import Law, Run, set_end
from cases.rules.workdays import in_shanghai

ORDINALS = 0x77_7A_64_62  # the advisory lock of this sequence ("wzdb"); its second key is the year


def supervise(
    case_id: int,
    *,
    by: User | None,
    at: datetime,
    version: int | None = None,
    reason: str,
    urgency: str = Urgency.GENERAL,
) -> str:
    """Issue an order; `reason` is its demand. Returns the number as written: 督〔2026〕12号."""
    with through("supervise", case_id, by=by, at=at, version=version, reason=reason) as passage:
        passage.level_name = URGENT if urgency == Urgency.URGENT else ""
        year = in_shanghai(passage.at).year
        order = Supervision.objects.create(
            case=passage.case,
            year=year,
            ordinal=_next_ordinal(year),
            unit=passage.case.lead,
            urgency=Urgency(urgency),
            demand=passage.reason,
            issued_by=by,
            issued_at=passage.at,
            due_at=_due_at(passage),
        )
        passage.case.supervised_at = passage.at
        until = order.due_at.isoformat() if order.due_at else ""
        passage.facts.update(order=order.number, urgency=str(urgency), until=until)
    return order.number


def _next_ordinal(year: int) -> int:
    """One more than the last of the year. Whoever comes at the same time waits: no number is given twice, none is left out.

    The lock is let go with the transaction, so an order that is not issued after all leaves no gap.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [ORDINALS, year])
    last = Supervision.objects.filter(year=year).aggregate(last=Max("ordinal"))["last"]
    return (last or 0) + 1


def _due_at(passage: Passage) -> datetime | None:
    """When the clock will end that the door starts after us."""
    case, level = passage.case, passage.level_name
    run = Run(ClockName.SUPERVISION, 1, passage.at, explanation={"name": level} if level else {})
    set_end(run, Law(passage.policy, case.kind, case.grade))
    return run.due_at
