"""The citizen of a number; the first time the account is made."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction

from accounts.actions._sign_in import count_alone, keyed
from accounts.models import Identity, User
from accounts.rules.nickname import new_nickname


def citizen_of(phone: str, *, at: datetime, username: str = "", nickname: str = "") -> User:
    """Two first sign-ins at once end with one account: the second waits for the first and reads its row.

    The lock is there beside the unique digest because during a change of keys two processes may write two digests.
    """
    with transaction.atomic():
        count_alone(keyed("phone", phone))
        found = Identity.objects.with_phone(phone).select_related("user").first()
        if found is not None:
            return found.user
        user = User.objects.create(
            username=username or f"citizen-{secrets.token_hex(8)}",
            nickname=nickname or new_nickname(secrets.choice),
            password=make_password(None),
            date_joined=at,
        )
        user.identity = Identity.made(user.pk, phone)
        user.identity.save(force_insert=True)
        return user


def give_phones(phones: Sequence[tuple[int, str]]) -> None:
    """Numbers for accounts by id, many at once (the demo, imports); who has one keeps it."""
    rows = [Identity.made(user_id, phone) for user_id, phone in phones]
    Identity.objects.bulk_create(rows, ignore_conflicts=True)
