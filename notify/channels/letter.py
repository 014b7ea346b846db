"""What a channel is given, and how it says that trying again is useless."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.conf import settings

from notify.actions._tokens import unsubscribe_path
from notify.models import Channel, Outbox
from notify.rules.kinds import Kind


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
    unsubscribe_path: str = ""

    @property
    def unsubscribe_link(self) -> str:
        """Where the reader stops letters of this kind, without signing in; "" for letters that are somebody's duty."""
        return f"{settings.PUBLIC_URL}{self.unsubscribe_path}" if self.unsubscribe_path else ""

    @property
    def link(self) -> str:
        """The address that the letter leads to, for a reader who is not on the site; "" if none."""
        return f"{settings.PUBLIC_URL}{self.path}" if self.path else ""


def letter_of(row: Outbox) -> Letter:
    """The row as a letter. A database that was emptied counts from 1 again: the key keeps the ids apart.

    A citizen's number and mail address are read here, from the person: no row of the outbox holds them. Raises Refused.
    """
    digest = hashlib.sha256(row.key.encode()).hexdigest()[:16]
    may_stop = row.channel == Channel.EMAIL and row.user_id and row.kind not in ("", Kind.ADDRESS)
    return Letter(
        f"notice-{row.pk}-{digest}",
        _address_of(row),
        row.subject,
        row.body,
        row.url,
        unsubscribe_path(row.user_id, Kind(row.kind)) if may_stop and row.user_id else "",
    )


def _address_of(row: Outbox) -> str:
    if row.channel == Channel.SITE or row.address:
        return row.address
    if row.channel == Channel.SMS:
        address = (row.user and row.user.phone) or ""
    else:
        address = _mail_of(row)
    if not address:
        raise Refused("the person has no such address, or it cannot be read")
    return address


def _mail_of(row: Outbox) -> str:
    """The confirmed address; one that is not confirmed gets the question whether it is theirs, and nothing else."""
    mail = getattr(row.user, "mail_address", None)
    if mail is None or (mail.verified_at is None) != (row.kind == Kind.ADDRESS):
        return ""
    return str(mail.address)
