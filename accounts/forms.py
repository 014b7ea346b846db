"""What is typed to sign in and to change the public name. Numbers come full-width, with spaces or +86: all are understood."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Submit
from django import forms
from django.contrib.admin.forms import AdminAuthenticationForm
from django.core.exceptions import ValidationError
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models.user import MOBILE
from accounts.rules.nickname import has_right_shape, reveals_number, sounds_official

SEPARATORS = re.compile(r"[\s\-]+")


def plain_digits(typed: str) -> str:
    """`typed` in half width and without the separators people put into numbers."""
    return SEPARATORS.sub("", unicodedata.normalize("NFKC", typed))


def _helper(button: Promise) -> FormHelper:
    helper = FormHelper()
    helper.form_tag = False  # the template writes <form> with its action and the token
    helper.add_input(Submit("", button, css_class="btn-lg w-100"))
    return helper


class NumberForm(forms.Form):
    """First step: the number."""

    phone = forms.CharField(
        label=_("手机号"),
        max_length=30,
        error_messages={"required": _("请填写手机号。"), "max_length": _("请填写 11 位手机号码。")},
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel-national", "autofocus": True}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _helper(_("获取验证码"))

    def clean_phone(self) -> str:
        phone = plain_digits(self.cleaned_data["phone"]).removeprefix("+").removeprefix("00")
        if len(phone) > len("13800000000"):
            phone = phone.removeprefix("86")
        # \d knows the digits of every script: an Arabic-Indic number must not make an account of its own.
        if not (phone.isascii() and re.fullmatch(MOBILE, phone)):
            raise ValidationError(_("请填写 11 位手机号码。"))
        return phone


class CodeForm(forms.Form):
    """Second step: the code. Whether it is right is judged by the action."""

    code = forms.CharField(
        label=_("短信验证码"),
        max_length=20,
        error_messages={
            "required": _("请填写短信里的 6 位数字。"),
            "max_length": _("请填写短信里的 6 位数字。"),
        },
        widget=forms.TextInput(
            attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "autofocus": True}
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = _helper(_("登录"))

    def clean_code(self) -> str:
        code = plain_digits(self.cleaned_data["code"])
        if not re.fullmatch(r"[0-9]{6}", code):  # \d would let other scripts' digits through
            raise ValidationError(_("请填写短信里的 6 位数字。"))
        return code


class NicknameForm(forms.Form):
    """The public name. Needs to know the person's number, to keep it out."""

    nickname = forms.CharField(
        label=_("公开昵称"),
        max_length=12,
        help_text=_("2–12 个字，可用汉字、字母、数字；您的留言公开后以此署名，手机号不会公开。"),
        error_messages={"required": _("请填写昵称。"), "max_length": _("昵称最多 12 个字。")},
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )

    def __init__(self, *args: Any, phone: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.phone = phone
        self.helper = _helper(_("保存"))

    def clean_nickname(self) -> str:
        nickname: str = self.cleaned_data["nickname"]
        if not has_right_shape(nickname):
            raise ValidationError(_("昵称为 2–12 个汉字、字母或数字，不含空格和特殊符号。"))
        if reveals_number(nickname, self.phone):
            raise ValidationError(_("昵称里不能有您手机号中的数字，请换一个。"))
        if sounds_official(nickname):
            raise ValidationError(_("昵称容易被误认为政府部门或工作人员，请换一个。"))
        return nickname


class StaffSignInForm(AdminAuthenticationForm):
    """Django admin's own form; it only says so when the counter, not the password, was the reason."""

    def get_invalid_login_error(self) -> ValidationError:
        if getattr(self.request, "is_sign_in_locked", False):
            return ValidationError(_("连续输错次数过多，请 15 分钟后再试。"), code="locked")
        return super().get_invalid_login_error()
