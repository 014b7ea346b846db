"""Put notices into the outbox, inside the transaction of whatever they tell about; ring the bell after its commit."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models.functions import Now

from notify.models import Channel, Outbox, Status
from notify.nudge import nudge

GRACE = timedelta(minutes=1)  # the bell has this long before the sweep rings again


@dataclass(frozen=True)
class NoticeWords:
    """One notice for one person through one channel.

    `key` is "<event>:<recipient>:<channel>"; a second notice with the same key is silently the same notice.
    A site notice and a short message need `user_id`; a mail an `address`, or the `user_id` of a citizen who has
    confirmed one. `url` is a path of this site. What must not go out before a moment (quiet hours) names it: no bell is
    rung for it, the sweep finds it when its time has come. What `is_held` waits for the person's daily summary.
    """

    key: str
    channel: str
    subject: str
    body: str
    url: str = ""
    user_id: int | None = None
    address: str = ""
    not_before: datetime | None = None
    kind: str = ""
    is_held: bool = False


def enqueue(notices: Sequence[NoticeWords], *, at: datetime | None = None) -> None:
    """Insert all rows at once (at most two statements, however many notices). `at` defaults to the database's clock."""
    if not notices:
        return
    Outbox.objects.bulk_create([_row(words, at) for words in notices], ignore_conflicts=True)
    leaving = [words for words in notices if words.channel != Channel.SITE and not words.is_held]
    keys = [words.key for words in leaving if words.not_before is None]
    if keys:
        # Conflicting rows give no id back, so ask after the commit; robust: a failure here must not undo the page.
        transaction.on_commit(lambda: nudge(_waiting(keys)), robust=True)


def _row(words: NoticeWords, at: datetime | None) -> Outbox:
    now = at or Now()
    is_site = words.channel == Channel.SITE
    status = Status.SENT if is_site else Status.HELD if words.is_held else Status.QUEUED
    return Outbox(
        key=words.key,
        channel=words.channel,
        user_id=words.user_id,
        address=words.address,
        subject=words.subject[:200],
        body=words.body,
        url=words.url,
        kind=words.kind,
        status=status,
        sent_at=now if is_site else None,
        next_try_at=now if is_site else words.not_before or now + GRACE,
        created_at=now,
    )


def _waiting(keys: Sequence[str]) -> list[int]:
    return list(
        Outbox.objects.filter(key__in=keys, status=Status.QUEUED).order_by("id").values_list("id", flat=True)
    )
