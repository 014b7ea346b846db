"""Change the number that a citizen signs in with. Both numbers were proved by codes; the caller has seen to that."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from accounts.actions._sign_in import SignInRefused, count_alone, keyed
from accounts.actions.end_sessions import end_other_sessions
from accounts.models import Identity, User
from accounts.rules.nickname import new_nickname, reveals_number


def change_phone(user_id: int, *, old: str, new: str, at: datetime, keep: str = "") -> None:
    """From `old` to `new`; all sessions end but the one with the key `keep`. Raises SignInRefused.

    Whoever signs in for the first time with `new`, or changes to it, waits for the same lock: one gets the number.
    """
    with transaction.atomic():
        count_alone(keyed("phone", old), keyed("phone", new))
        identity = Identity.objects.select_for_update(no_key=True).filter(user_id=user_id).first()
        if identity is None or identity.phone != old:
            raise SignInRefused(_("您的手机号刚刚在别处更改过，请从头再来一次。"))
        if Identity.objects.with_phone(new).exists():
            raise SignInRefused(
                _(
                    "这个手机号已经用于另一个账号，不能再绑定。请换一个号码；如另一个账号也是您的，请先将它注销。"
                )
            )
        row = Identity.made(user_id, new)
        row.save(force_update=True)
        _keep_nickname_apart(user_id, new)
        end_other_sessions(user_id, keep=keep)
        import_string(settings.PHONE_FOLLOWER)(user_id, old=old, new=new)


def _keep_nickname_apart(user_id: int, phone: str) -> None:
    """A name that was harmless beside the old number may spell out the new one."""
    user = User.objects.get(pk=user_id)
    if reveals_number(user.nickname, phone):
        user.nickname = new_nickname(secrets.choice)
        user.save(update_fields=["nickname"])
