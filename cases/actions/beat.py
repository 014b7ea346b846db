"""beat: write down that a periodic job has run to its end; /readyz looks at it."""

from __future__ import annotations

from datetime import datetime

from cases.models import Heartbeat


def beat(name: str, at: datetime) -> None:
    """Job `name` ended well at `at`."""
    Heartbeat.objects.update_or_create(name=name, defaults={"at": at})
