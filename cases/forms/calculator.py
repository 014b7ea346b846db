"""What the public calculator of deadlines asks: a kind, a grade, a moment in Beijing time."""

from __future__ import annotations

from datetime import date, datetime

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.rules.states import Grade, Kind
from cases.rules.workdays import SHANGHAI

EARLIEST, LATEST = date(2004, 1, 1), date(2099, 12, 31)


class CalculatorForm(forms.Form):
    """Read from the address, so that an answer can be sent to somebody else as a link."""

    kind = forms.ChoiceField(label=_("留言类型"), choices=Kind)
    grade = forms.ChoiceField(label=_("等级"), choices=Grade, initial=Grade.NORMAL, required=False)
    at = forms.DateTimeField(
        label=_("时间（北京时间）"),
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%d %H:%M", "%Y-%m-%d"],
        error_messages={
            "required": _("请填写时间。"),
            "invalid": _("时间应写成 2026-03-09 14:30 的样子。"),
        },
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )

    def clean_grade(self) -> str:
        return self.cleaned_data["grade"] or Grade.NORMAL

    def clean_at(self) -> datetime:
        at: datetime = self.cleaned_data["at"].replace(tzinfo=SHANGHAI)
        if not EARLIEST <= at.date() <= LATEST:
            raise forms.ValidationError(_("请填写 2004 年至 2099 年之间的时间。"))
        return at
