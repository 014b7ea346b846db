"""Signed addresses in letters: one stops a kind of letter and never expires, one confirms a mail address within a day."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.core.signing import BadSignature, Signer

from accounts.models import ring
from notify.rules.kinds import Kind

CONFIRM_LIFE = timedelta(days=1)
MAIL = "mail_address"


def unsubscribe_path(user_id: int, kind: Kind) -> str:
    """Bound to the person and the kind."""
    return f"/unsubscribe/{_signer('unsubscribe').sign_object([user_id, str(kind)])}/"


def read_unsubscribe(token: str) -> tuple[int, Kind] | None:
    """Whose letters of which kind; None for anything that was not signed here."""
    try:
        user_id, kind = _signer("unsubscribe").unsign_object(token)
        return int(user_id), Kind(kind)
    except (BadSignature, ValueError, TypeError):
        return None


def confirm_path(user_id: int, address: str, at: datetime) -> str:
    """Bound to the person and the address; the address itself is not in it."""
    signed = _signer("confirm").sign_object([user_id, ring().digest(MAIL, address), int(at.timestamp())])
    return f"/my/mail/{signed}/"


def read_confirm(token: str, at: datetime) -> tuple[int, str] | None:
    """Whose address, and its digest; None for a wrong or an old one."""
    try:
        user_id, digest, asked = _signer("confirm").unsign_object(token)
        if not 0 <= at.timestamp() - int(asked) + 1 <= CONFIRM_LIFE.total_seconds():
            return None
        return int(user_id), str(digest)
    except (BadSignature, ValueError, TypeError):
        return None


def is_of(address: str, digest: str) -> bool:
    """Under any of the keys: a rotation takes its time."""
    return bool(address) and digest in ring().digests(MAIL, address)


def _signer(what: str) -> Signer:
    """The dot needs no escaping in an address."""
    return Signer(salt=f"notify.{what}", sep=".")
