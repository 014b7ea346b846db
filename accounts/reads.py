"""What the pages of an account show. One query each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Session
from accounts.rules.device import JOINT


@dataclass(frozen=True)
class SessionShown:
    """One place where the person is signed in."""

    handle: str
    device: str
    signed_in_at: datetime | None
    until: datetime
    is_this: bool


def sessions_of(user_id: int, own_key: str, at: datetime) -> list[SessionShown]:
    """All that still open the account, this one first. No key leaves here."""
    shown = [
        SessionShown(
            handle=each.handle,
            device=JOINT.join(map(_, each.device.split(JOINT))) if each.device else _("未能识别的设备"),
            signed_in_at=each.signed_in_at,
            until=each.expire_date,
            is_this=each.session_key == own_key,
        )
        for each in Session.objects.of_user(user_id, at=at).defer("session_data")
    ]
    return sorted(shown, key=lambda each: not each.is_this)
