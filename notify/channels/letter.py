"""What a channel is given, and how it says that trying again is useless."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.conf import settings

from notify.models import Channel, Outbox


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
    """The row as a letter. A database that was emptied counts from 1 again: the key keeps the ids apart.

    The number of a short message is read here, from the person: no row of the outbox holds it. Raises Refused.
    """
    address = (row.user and row.user.phone) or "" if row.channel == Channel.SMS else row.address
    if row.channel == Channel.SMS and not address:
        raise Refused("the person has no number, or it cannot be read")
    digest = hashlib.sha256(row.key.encode()).hexdigest()[:16]
    return Letter(f"notice-{row.pk}-{digest}", address, row.subject, row.body, row.url)
