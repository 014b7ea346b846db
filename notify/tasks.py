"""The bell and the sweep. Both may run twice, late or never."""

import uuid

from celery import Task, shared_task
from django.utils import timezone

from notify import actions
from notify.rules.wishes import last_evening


# Limits below LEASE (actions/deliver.py): when a lease ends, its holder is certainly gone.
@shared_task(bind=True, soft_time_limit=25, time_limit=30)
def deliver(self: Task, outbox_id: int) -> None:
    """One row, one channel."""
    actions.deliver(outbox_id, claim=self.request.id or uuid.uuid4().hex, at=timezone.now())


@shared_task(soft_time_limit=50, time_limit=55)
def sweep_outbox() -> None:
    """Every minute."""
    actions.sweep(at=timezone.now())


@shared_task
def purge_outbox() -> None:
    """Harmless twice, late or never."""
    actions.purge(at=timezone.now())


@shared_task
def gather_letters() -> None:
    """In the evening: the daily summaries. A second run finds nothing held."""
    at = timezone.now()
    until = last_evening(timezone.localtime(at))
    actions.gather(until=until, day=until.date(), at=at)
