"""Trade a code for the citizen whose number it proves; the first right code makes the account."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.crypto import constant_time_compare
from django.utils.translation import gettext as _

from accounts.actions._sign_in import SignInRefused, keyed
from accounts.actions.citizen_of import citizen_of
from accounts.models import CodeRequest, User
from accounts.models.code_request import MAX_TRIES


def redeem_code(code_request_id: str, *, phone: str, code: str, at: datetime) -> User:
    """The citizen with `phone`. Raises SignInRefused; a wrong try stays counted, a right code is used up even then.

    `code_request_id` and `phone` come from the session that asked, never from the form.
    """
    with transaction.atomic():
        refusal = _judge(_locked(code_request_id, phone), code, at)
        user = None if refusal else citizen_of(phone, at=at)
    if user is None:
        raise SignInRefused(refusal)
    if user.is_staff:
        raise SignInRefused(_("工作人员请从工作台入口用用户名和口令登录。"))
    if not user.is_active:
        raise SignInRefused(_("此账号已停用，如有疑问请联系网站管理方。"))
    return user


def prove_number(code_request_id: str, *, phone: str, code: str, at: datetime) -> None:
    """Use up a code that shows who holds `phone`, without signing anybody in. Raises SignInRefused like redeem_code."""
    with transaction.atomic():
        refusal = _judge(_locked(code_request_id, phone), code, at)
    if refusal:
        raise SignInRefused(refusal)


def _locked(code_request_id: str, phone: str) -> CodeRequest | None:
    """The lock makes parallel tries queue up: five mean five."""
    rows = CodeRequest.objects.select_for_update(no_key=True)
    return rows.filter(pk=code_request_id, phone_key=keyed("phone", phone)).first()


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
