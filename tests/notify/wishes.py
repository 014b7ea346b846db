"""People with wishes, for tests."""

from __future__ import annotations

from datetime import datetime, time

from accounts.models import User
from notify.actions import set_wishes
from notify.models import MailAddress
from tests.factories import MONDAY


def confirmed(user: User, address: str = "zhang@example.org") -> User:
    """With a mail address that has been confirmed."""
    row = MailAddress(user=user, asked_at=MONDAY, verified_at=MONDAY)
    row.seal({"address": address})
    row.save()
    return user


def wishing(
    user: User,
    *,
    switches: dict[str, bool] | None = None,
    wants_digest: bool = False,
    quiet: tuple[time, time] | None = None,
    at: datetime = MONDAY,
) -> User:
    set_wishes(
        user.pk,
        switches=switches or {},
        wants_digest=wants_digest,
        quiet_from=quiet[0] if quiet else None,
        quiet_until=quiet[1] if quiet else None,
        at=at,
    )
    return user
