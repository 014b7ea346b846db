"""Number and lookup code, typed from a slip of paper: hyphens, spaces, full width and small letters are all understood."""

from __future__ import annotations

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.rules.numbers import parse_number

LONGEST_CODE = 64


class TrackForm(forms.Form):
    """Whether the two fit together is judged elsewhere, and with one answer for both."""

    number = forms.CharField(
        label=_("留言编号"),
        help_text=_("形如 WZ-2026-004217-3，写在您的回执和短信里。"),
        error_messages={"required": _("请填写编号。")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )
    code = forms.CharField(
        label=_("查询码"),
        help_text=_("8 位字母和数字，提交留言时给您的，不分大小写。"),
        error_messages={"required": _("请填写查询码。")},
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

    def clean_number(self) -> str:
        """A number with a typing error is told so: its check digit is no secret."""
        number = parse_number(self.cleaned_data["number"])
        if number is None:
            raise ValidationError(_("编号不对，可能抄错了一位，请对照回执核对。"))
        return number

    def clean_code(self) -> str:
        code: str = self.cleaned_data["code"]
        return code[:LONGEST_CODE]
