"""Queue again whatever is stuck: a bell that was lost, a worker that died, a pause that is over."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q

from notify.actions.deliver import MAX_TRIES
from notify.models import Outbox, Status
from notify.nudge import nudge

BATCH = 500
AGAIN = timedelta(minutes=2)  # if this bell is lost as well


def sweep(*, at: datetime) -> int:
    """Ring for all due rows, in batches; says how many. Two sweeps at once share the rows (SKIP LOCKED)."""
    rung = 0
    while ids := _take(at):
        nudge(ids)
        rung += len(ids)
    return rung


def _take(at: datetime) -> list[int]:
    """One batch. Its rows are no longer due afterwards, so the loop ends."""
    with transaction.atomic():
        due = Outbox.objects.due(at).order_by("next_try_at")
        ids = list(due.select_for_update(skip_locked=True).values_list("id", flat=True)[:BATCH])
        taken = Outbox.objects.filter(id__in=ids)
        worn_out = Q(status=Status.SENDING, tries__gte=MAX_TRIES)
        taken.filter(worn_out).update(status=Status.DEAD, error="worker died at every try")
        taken.exclude(status=Status.DEAD).update(status=Status.QUEUED, next_try_at=at + AGAIN)
    return ids
