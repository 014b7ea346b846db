"""Sessions as rows of the database, sealed: what a stranger has typed, and a number before its code, wait in them."""

from __future__ import annotations

from typing import Any

from django.contrib.sessions.backends import db

from accounts.models import ring
from accounts.rules.sealing import Unreadable

SESSION = "session"


class SessionStore(db.SessionStore):
    """Django's own, with a seal around what it writes. A session of a lost key is an empty one: its owner signs in again."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        return ring().seal(super().encode(session_dict), of=SESSION)

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        try:
            return super().decode(ring().open(str(session_data), of=SESSION))
        except Unreadable:
            return {}
