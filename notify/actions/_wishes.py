"""The row of wishes under lock; made where there is none."""

from __future__ import annotations

from datetime import datetime

from notify.models import NoticeWishes


def locked_wishes(user_id: int, at: datetime) -> NoticeWishes:
    """Inside a transaction."""
    NoticeWishes.objects.bulk_create([NoticeWishes(user_id=user_id, changed_at=at)], ignore_conflicts=True)
    return NoticeWishes.objects.select_for_update(no_key=True).get(user=user_id)
