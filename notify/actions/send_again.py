"""Give dead letters another life."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from notify.actions.enqueue import GRACE
from notify.models import Outbox, Status
from notify.nudge import nudge


def send_again(ids: Collection[int], *, at: datetime) -> int:
    """Queue those of `ids` that are dead, with all their tries; says how many."""
    with transaction.atomic():
        dead = list(Outbox.objects.dead().filter(pk__in=ids).select_for_update().values_list("id", flat=True))
        Outbox.objects.filter(pk__in=dead).update(status=Status.QUEUED, tries=0, next_try_at=at + GRACE)
        transaction.on_commit(lambda: nudge(dead), robust=True)
    return len(dead)
