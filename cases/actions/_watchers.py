"""The door's part in telling those who endorsed or follow: one row, however many they are. A job does the rest."""

from __future__ import annotations

from cases.models import Broadcast, Case, Event
from cases.rules.following import WATCHED


def announce(case: Case, event: Event) -> None:
    """Put the event down to be told, where anybody is there to be told and the public can see it."""
    if event.verb in WATCHED and case.message_id is not None and has_watchers(case):
        Broadcast.objects.create(event=event)


def has_watchers(case: Case) -> bool:
    return bool(case.endorsement_count or case.follower_count)
