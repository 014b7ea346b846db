"""A person has read notices."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from accounts.models import User
from notify.models import Outbox


def mark_read(user: User, ids: Collection[int] | None, at: datetime) -> int:
    """Mark own notices with these ids, or all of them (None); others' ids are not found. Says how many were unread."""
    notices = Outbox.objects.notices_of(user.pk).unread()
    if ids is not None:
        notices = notices.filter(pk__in=ids)
    return notices.update(read_at=at)
