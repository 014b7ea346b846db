"""Trade a code for the citizen whose number it proves; the first right code makes the account."""

from __future__ import annotations

import secrets
from datetime import datetime

from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from accounts.actions._sign_in import SignInRefused, keyed
from accounts.models import CodeRequest, User
from accounts.models.code_request import MAX_TRIES
from accounts.rules.nickname import new_nickname


def redeem_code(code_request_id: str, *, phone: str, code: str, at: datetime) -> User:
    """The citizen with `phone`. Raises SignInRefused; a wrong try stays counted, a right code is used up even then.

    `code_request_id` and `phone` come from the session that asked, never from the form.
    """
    with transaction.atomic():
        # The lock makes parallel tries queue up: five mean five.
        asked = (
            CodeRequest.objects.select_for_update(no_key=True)
            .filter(pk=code_request_id, phone_key=keyed("phone", phone))
            .first()
        )
        refusal = _judge(asked, code, at)
        user = None if refusal else _citizen(phone, at)
    if user is None:
        raise SignInRefused(refusal)
    if user.is_staff:
        raise SignInRefused(_("工作人员请从工作台入口用用户名和口令登录。"))
    if not user.is_active:
        raise SignInRefused(_("此账号已停用，如有疑问请联系网站管理方。"))
    return user


def _judge(asked: CodeRequest | None, code: str, at: datetime) -> str:
    """Why not, or "" when the code is right. Writes the try down in the locked row."""
    if asked is None or asked.used_at is not None or asked.is_expired(at):
        return _("验证码已失效，请重新获取。")
    if asked.is_void():
        return _("输错次数过多，验证码已作废，请重新获取。")
    if constant_time_compare(asked.code_hash, keyed("code", f"{asked.id}:{code}")):
        asked.used_at = at
        asked.save(update_fields=["used_at"])
        return ""
    asked.tries += 1
    asked.save(update_fields=["tries"])
    left = MAX_TRIES - asked.tries
    if left == 0:
        return _("输错次数过多，验证码已作废，请重新获取。")
    return _("验证码不正确，还可以试 %(left)d 次。") % {"left": left}


def _citizen(phone: str, at: datetime) -> User:
    """Two first sign-ins at once end with one account: the number is unique, the loser reads the winner's row."""
    user, _is_new = User.objects.get_or_create(
        phone=phone,
        defaults={
            "username": f"citizen-{secrets.token_hex(8)}",
            "nickname": new_nickname(secrets.choice),
            "password": make_password(None),
            "date_joined": at,
        },
    )
    return user
