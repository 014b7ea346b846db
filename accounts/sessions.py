"""Sessions as rows of the database, sealed: what a stranger has typed, and a number before its code, wait in them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db

from accounts.models import Session, ring
from accounts.rules.sealing import Unreadable

SESSION = "session"
DEVICE, SIGNED_IN = "device", "signed_in_at"  # what a door writes into a session at signing in


class SessionStore(db.SessionStore):
    """Django's own, with a seal around what it writes. A session of a lost key is an empty one: its owner signs in again."""

    @classmethod
    def get_model_class(cls) -> type[Session]:
        return Session

    def create_model_instance(self, data: dict[str, Any]) -> Session:
        """The row with its owner beside the seal: who is signed in, since when and with what, and nothing else."""
        row = super().create_model_instance(data)
        assert isinstance(row, Session)
        row.user_id = int(data[SESSION_KEY]) if SESSION_KEY in data else None
        row.device = str(data.get(DEVICE, ""))
        row.signed_in_at = datetime.fromisoformat(data[SIGNED_IN]) if SIGNED_IN in data else None
        return row

    def encode(self, session_dict: dict[str, Any]) -> str:
        return ring().seal(super().encode(session_dict), of=SESSION)

    def decode(self, session_data: bytes | str) -> dict[str, Any]:
        try:
            return super().decode(ring().open(str(session_data), of=SESSION))
        except Unreadable:
            return {}
