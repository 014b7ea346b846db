"""A breaker a channel, as a row: all workers see it, and so does the admin."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import F

from notify.models import ChannelState

FAILURES = 5  # in a row: then the channel, not the letter, is the trouble
PAUSE = timedelta(minutes=1)


def open_until(channel: str, at: datetime) -> datetime | None:
    """Until when nothing shall be tried on `channel`, or None."""
    return (
        ChannelState.objects.filter(channel=channel, open_until__gt=at)
        .values_list("open_until", flat=True)
        .first()
    )


def record_failure(channel: str, error: str, at: datetime) -> None:
    """One more in a row; from the fifth on the channel rests for a minute, then each next letter is a probe."""
    ChannelState.objects.bulk_create(
        [ChannelState(channel=channel, failures=0, changed_at=at)], ignore_conflicts=True
    )
    state = ChannelState.objects.filter(channel=channel)
    state.update(failures=F("failures") + 1, error=error, changed_at=at)
    state.filter(failures__gte=FAILURES).update(open_until=at + PAUSE)


def record_success(channel: str, at: datetime) -> None:
    """The row is written only when there is something to forget: a healthy channel costs one index look."""
    ChannelState.objects.filter(channel=channel, failures__gt=0).update(
        failures=0, open_until=None, error="", changed_at=at
    )
