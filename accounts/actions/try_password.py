"""Count tries to sign in with a password: each is written down before the password is looked at."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.actions._sign_in import count_alone, keyed
from accounts.address import address_block
from accounts.models import Limit, PasswordTry
from accounts.rules.limits import LIMITS

# One stranger must not be able to lock a colleague out, and one typo-prone office must not lock itself out; many
# addresses against one account, or one address against many accounts, still meet a wall.
PAIR, ACCOUNT, ADDRESS = "password_pair", "password_account", "password_address"
WINDOW = LIMITS[PAIR].window  # the three share it


def begin_password_try(username: str, *, address: str, at: datetime) -> bool:
    """Whether the password may be looked at. A refused try is not counted, so the wait never grows by knocking."""
    username_key, address_key = _keys(username, address)
    with transaction.atomic():
        count_alone(username_key, address_key)
        most = Limit.objects.numbers(PAIR, ACCOUNT, ADDRESS)
        recent = PasswordTry.objects.since(at - WINDOW)
        of_account = recent.filter(username_key=username_key)
        of_address = recent.filter(address_key=address_key)
        if (
            of_account.filter(address_key=address_key).count() >= most[PAIR]
            or of_account.count() >= most[ACCOUNT]
            or of_address.count() >= most[ADDRESS]
        ):
            return False
        PasswordTry.objects.create(username_key=username_key, address_key=address_key, created_at=at)
    return True


def forget_password_tries(username: str, *, address: str) -> None:
    """The password was right: what this person mistyped from here no longer counts."""
    username_key, address_key = _keys(username, address)
    PasswordTry.objects.filter(username_key=username_key, address_key=address_key).delete()


def _keys(username: str, address: str) -> tuple[str, str]:
    return keyed("username", username.strip().casefold()), keyed("address", address_block(address))
