"""What the desk fills in to restrict an account, to decide an objection; and what the person objects."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.forms.fields import Pick, Words
from cases.forms.words import WordsField
from cases.rules.watch_levels import Restriction, RestrictionVerb


class RestrictForm(forms.Form):
    """Of an account that the page names."""

    restriction = Pick(label=_("限制"), choices=Restriction.choices, widget=forms.RadioSelect)
    amount = forms.IntegerField(label=_("每天最多几件"), min_value=1, max_value=50, required=False)
    until = forms.DateTimeField(
        label=_("到期时间"),
        required=False,
        help_text=_("暂停留言的必须填写。"),
        error_messages={"invalid": _("时间应写成 2026-03-09 14:30 的样子。")},
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    reason = Words(label=_("理由"), rows=3, most=500, hint=_("对方会看到"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("restriction") == Restriction.DAILY and not given.get("amount"):
            self.add_error("amount", _("请填写每天最多几件。"))
        if given.get("restriction") == Restriction.BLOCKED and not given.get("until"):
            self.add_error("until", _("暂停留言须写明到期时间。"))
        return given


class DecideForm(forms.Form):
    """To end a restriction, or to refuse an objection against it."""

    restriction = forms.ChoiceField(choices=Restriction.choices, widget=forms.HiddenInput)
    verb = Pick(
        label=_("决定"),
        choices=[(each.value, each.label) for each in (RestrictionVerb.LIFT, RestrictionVerb.UPHOLD)],
        widget=forms.RadioSelect,
    )
    reason = Words(label=_("理由"), rows=3, most=500, hint=_("对方会看到"))


class ObjectForm(forms.Form):
    """The person's."""

    restriction = forms.ChoiceField(choices=Restriction.choices, widget=forms.HiddenInput)
    reason = WordsField(
        label=_("异议的理由"),
        least=5,
        most=500,
        help_text=_("说明为什么不应限制，5–500 个字。将由另一位工作人员决定。"),
        error_messages={"required": _("请填写异议的理由。")},
        widget=forms.Textarea(attrs={"rows": 4}),
    )
