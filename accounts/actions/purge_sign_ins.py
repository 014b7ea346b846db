"""Throw away what signing in leaves behind."""

from __future__ import annotations

from datetime import datetime, timedelta

from accounts.models import CodeRequest, PasswordTry
from accounts.sessions import SessionStore

# The longest window that is counted over is an hour; a day leaves a trace to look at.
KEPT = timedelta(days=1)


def purge_sign_ins(*, at: datetime) -> int:
    """Delete code requests and password tries older than a day, and expired sessions; says how many rows of the first two.

    A session that asked for a code and never redeemed it holds a number that nobody verified: it goes as well.
    """
    codes, _ = CodeRequest.objects.older_than(at - KEPT).delete()
    tries, _ = PasswordTry.objects.older_than(at - KEPT).delete()
    SessionStore.clear_expired()
    return codes + tries
