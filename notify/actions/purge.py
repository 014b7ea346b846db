"""Throw away old notices. What failed for good stays: an official has not looked at it yet."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q

from notify.models import Channel, Outbox, Status

LETTERS_KEPT = timedelta(days=180)
NOTICES_KEPT = timedelta(days=365)  # on the site people look things up, but only what they have read may go
BATCH = 1000


def purge(*, at: datetime) -> int:
    """Delete letters that were sent half a year ago and notices that were read and are a year old; says how many.

    In batches, each a transaction of its own: the sweeps of the minute never wait long.
    """
    sent = Q(channel__in=[Channel.EMAIL, Channel.SMS], created_at__lt=at - LETTERS_KEPT)
    read = Q(channel=Channel.SITE, read_at__isnull=False, created_at__lt=at - NOTICES_KEPT)
    old = Outbox.objects.filter(sent | read, status=Status.SENT).order_by("id")
    deleted, last = 0, 0
    while ids := list(old.filter(id__gt=last).values_list("id", flat=True)[:BATCH]):
        deleted += Outbox.objects.filter(id__in=ids).delete()[0]
        last = ids[-1]
    return deleted
