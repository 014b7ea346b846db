"""What a channel is given, and how it says that trying again is useless."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.conf import settings

from notify.models import Outbox


class Refused(Exception):
    """The other side will never take this letter: unknown recipient, malformed address. Any other error is worth a retry."""


@dataclass(frozen=True)
class Letter:
    """`id` is the same at every try, so that the other side can tell a repetition from a second letter."""

    id: str
    address: str
    subject: str
    body: str = ""
    path: str = ""

    @property
    def link(self) -> str:
        """The address that the letter leads to, for a reader who is not on the site; "" if none."""
        return f"{settings.PUBLIC_URL}{self.path}" if self.path else ""


def letter_of(row: Outbox) -> Letter:
    """The row as a letter. A database that was emptied counts from 1 again: the key keeps the ids apart."""
    digest = hashlib.sha256(row.key.encode()).hexdigest()[:16]
    return Letter(f"notice-{row.pk}-{digest}", row.address, row.subject, row.body, row.url)
