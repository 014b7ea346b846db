"""What the sign-in actions share: keyed hashes, counting without a race, and the one error they raise."""

from __future__ import annotations

from datetime import datetime

from django.db import connection
from django.utils.crypto import salted_hmac


class SignInRefused(Exception):
    """Not signed in; `sentence` tells the person why and what to do."""

    def __init__(self, sentence: str, *, until: datetime | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.until = until  # of too many tries: when the next is let through


def keyed(kind: str, value: str) -> str:
    """A hash of `value` that is worthless without SECRET_KEY: 11 digits or 6 are guessed in no time from a plain one."""
    return salted_hmac(f"accounts.{kind}", value, algorithm="sha256").hexdigest()


def count_alone(*keys: str) -> None:
    """Hold back everybody else who counts by one of `keys` until this transaction ends.

    Counting rows and then adding one is a race that parallel requests win; there is no row to lock before the first.
    """
    with connection.cursor() as cursor:
        for key in sorted(keys):  # one order for all, so nobody waits in a circle
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int(key[:15], 16)])
