"""Deliver one row: claim it, call its channel, mark it. Steps and what happens when each of them is cut off:

1. Claim by conditional update. Who changes no row has lost the race, or the row is done: leave.
2. Call the channel, outside any transaction. Killed here: the broker hands the same message on, or the lease ends and
   the sweep queues the row again. Killed between the other side's yes and step 3: sent again under the same id.
3. Mark by conditional update on our claim: whoever lost the lease in the meantime marks nothing.
"""

from __future__ import annotations

import logging
from datetime import datetime, timedelta

from django.db.models import F

from notify.actions import _breaker as breaker
from notify.channels import CHANNELS, Refused
from notify.channels.letter import letter_of
from notify.models import Outbox, Status

log = logging.getLogger(__name__)

LEASE = timedelta(
    seconds=45
)  # longer than the task's hard limit: a claim never outlives its holder by mistake
PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=12),
)
MAX_TRIES = len(PAUSES) + 1


def deliver(outbox_id: int, *, claim: str, at: datetime) -> None:
    """`claim` names the message that asked (the Celery task id)."""
    row = (
        Outbox.objects.claimable(claim)
        .filter(pk=outbox_id)
        .select_related("user__identity", "user__mail_address")
        .first()
    )
    if row is None:
        return
    closed_until = breaker.open_until(row.channel, at)
    if closed_until:
        _postpone(row, closed_until)
        return
    if not _claim(row, claim, at):
        return
    try:
        CHANNELS[row.channel](letter_of(row))
    except Refused as refused:
        _bury(row, claim, str(refused))
    except (
        Exception
    ) as error:  # whatever a poisoned row raises, it must end as a dead letter and harm no other row
        log.warning("notice %s not delivered: %s", row.pk, type(error).__name__)
        breaker.record_failure(row.channel, _words(error), at)
        _put_off(row, claim, _words(error), at)
    else:
        breaker.record_success(row.channel, at)
        _mark_sent(row, claim, at)


def _claim(row: Outbox, claim: str, at: datetime) -> bool:
    """The try is counted now: a row that kills its worker each time must run out of tries too."""
    claimed = Outbox.objects.claimable(claim).filter(pk=row.pk, tries__lt=MAX_TRIES)
    return bool(
        claimed.update(
            status=Status.SENDING,
            claimed_at=at,
            claimed_by=claim,
            next_try_at=at + LEASE,
            tries=F("tries") + 1,
        )
    )


def _mark_sent(row: Outbox, claim: str, at: datetime) -> None:
    Outbox.objects.claimed(claim).filter(pk=row.pk).update(status=Status.SENT, sent_at=at, error="")


def _put_off(row: Outbox, claim: str, error: str, at: datetime) -> None:
    tries = row.tries + 1  # as written by the claim
    if tries >= MAX_TRIES:
        _bury(row, claim, error)
        return
    Outbox.objects.claimed(claim).filter(pk=row.pk).update(
        status=Status.FAILED, next_try_at=at + PAUSES[tries - 1], error=error
    )


def _bury(row: Outbox, claim: str, error: str) -> None:
    Outbox.objects.claimed(claim).filter(pk=row.pk).update(status=Status.DEAD, error=error)


def _postpone(row: Outbox, until: datetime) -> None:
    """The channel is known to be down: wait without using up a try."""
    Outbox.objects.filter(pk=row.pk, status=Status.QUEUED).update(status=Status.FAILED, next_try_at=until)


def _words(error: Exception) -> str:
    return f"{type(error).__name__}: {error}"[:300]
