"""What a supervisor assumes: another length for one kind, from a day on, and for which messages."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.rules.states import Kind

MOST_WORKDAYS = 60
TIMED = [(value, label) for value, label in Kind.choices if value != Kind.THANKS]


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        help_text=help_text,
        error_messages={"required": _("请填写日期。"), "invalid": _("日期应写成 2026-07-01 的样子。")},
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class WhatIfForm(forms.Form):
    """Read from the address, so that the calculation can be sent to somebody else as a link."""

    kind = forms.ChoiceField(label=_("留言类型"), choices=TIMED)
    workdays = forms.IntegerField(
        label=_("假设办理时限（工作日）"),
        min_value=1,
        max_value=MOST_WORKDAYS,
        error_messages=dict.fromkeys(
            ("required", "invalid", "min_value", "max_value"), _("请填写 1 到 60 之间的整数。")
        ),
    )
    since = _day(_("假设从哪天起执行"))
    first = _day(_("统计提交日期从"))
    last = _day(_("到"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        first, last = given.get("first"), given.get("last")
        if isinstance(first, date) and isinstance(last, date) and first > last:
            self.add_error("last", _("结束日期不能早于开始日期。"))
        return given
