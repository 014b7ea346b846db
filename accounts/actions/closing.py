"""Close an account (注销账号): ask for it, take that back, and do it. What stays of the account is its tombstone."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts.actions._sign_in import SignInRefused
from accounts.actions.end_sessions import end_other_sessions
from accounts.models import Closing, Identity, User
from accounts.rules.nickname import DIGITS, LETTERS

GONE_NAME = "已注销用户"


def ask_closing(user_id: int, *, at: datetime) -> Closing:
    """Note that the person wants the account closed; a second time it is the same closing. The number was proved."""
    days: int = import_string(settings.CLOSING_DAYS)(at)
    given = {"code": _new_code(), "asked_at": at, "due_at": at + timedelta(days=days)}
    if User.objects.filter(pk=user_id, is_staff=True).exists():
        raise SignInRefused(_("工作人员账号由管理员停用，不能在这里注销。"))
    try:
        return Closing.objects.get_or_create(user_id=user_id, defaults=given)[0]
    except IntegrityError:  # the code is somebody else's: once in a thousand million
        return ask_closing(user_id, at=at)


def drop_closing(user_id: int) -> bool:
    """Keep the account after all; False when there is nothing to take back any more."""
    return bool(Closing.objects.filter(user_id=user_id, closed_at__isnull=True).delete()[0])


def close_account(user_id: int, *, at: datetime) -> bool:
    """Erase who the account belonged to; call it in the transaction that has erased what lies above. False when not due.

    The row stays, because events and figures point at it; it names nobody, and nobody can sign in with it.
    """
    with transaction.atomic():
        closing = Closing.objects.select_for_update().due(at).filter(user_id=user_id).first()
        if closing is None:
            return False
        Identity.objects.filter(user_id=user_id).delete()
        User.objects.filter(pk=user_id).update(
            username=f"closed-{secrets.token_hex(8)}",
            nickname=GONE_NAME,
            name="",
            email="",
            password=make_password(None),
            is_active=False,
            last_login=None,
        )
        end_other_sessions(user_id)
        closing.closed_at = at
        closing.save(update_fields=["closed_at"])
        return True


def _new_code() -> str:
    """Such as 7K3F-9QRT-2M: to be written down by hand."""
    signs = [secrets.choice(LETTERS + DIGITS) for _each in range(10)]
    return f"{''.join(signs[:4])}-{''.join(signs[4:8])}-{''.join(signs[8:])}"
