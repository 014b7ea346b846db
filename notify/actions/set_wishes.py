"""set_wishes: a person says how to be told."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time

from django.db import transaction

from notify.actions._wishes import locked_wishes


def set_wishes(
    user_id: int,
    *,
    switches: Mapping[str, bool],
    wants_digest: bool,
    quiet_from: time | None,
    quiet_until: time | None,
    at: datetime,
) -> None:
    """The whole page at once. What must not be switched off, the database refuses; the form says so before."""
    with transaction.atomic():
        row = locked_wishes(user_id, at)
        row.switches, row.wants_digest = dict(switches), wants_digest
        row.quiet_from, row.quiet_until, row.changed_at = quiet_from, quiet_until, at
        row.save()
