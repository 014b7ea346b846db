"""End sessions (退出登录): one, or all but the own. A cookie whose row is gone opens nothing."""

from __future__ import annotations

from datetime import datetime

from accounts.models import Session


def end_session(user_id: int, handle: str, *, at: datetime) -> bool:
    """End the person's session that a page calls `handle`; False when it has ended already, or is somebody else's."""
    for each in Session.objects.of_user(user_id, at=at):
        if each.handle == handle:
            return bool(Session.objects.filter(pk=each.pk).delete()[0])
    return False


def end_other_sessions(user_id: int, *, keep: str = "") -> int:
    """End all sessions of the person but the one with the key `keep`. Says how many."""
    return Session.objects.filter(user_id=user_id).exclude(session_key=keep).delete()[0]
