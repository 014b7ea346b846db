"""What a reader writes about a public message, and what the desk answers."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from boards.rules.removals import RemovalCode
from cases.forms.fields import Pick, Words
from cases.forms.words import WordsField
from cases.rules.watch_levels import FlagOutcome, FlagReason


class FlagForm(forms.Form):
    """The reader's: a reason and, if wanted, a few words. Nobody is asked for a name."""

    reason = forms.ChoiceField(
        label=_("您认为这条留言"),
        choices=FlagReason.choices,
        widget=forms.RadioSelect,
        error_messages=dict.fromkeys(("required", "invalid_choice"), _("请选择一项。")),
    )
    words = WordsField(
        label=_("说明（可不填）"),
        most=200,
        required=False,
        help_text=_("请指出是哪一句，最多 200 个字。不要在这里写您自己的姓名、电话。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class ResolveForm(forms.Form):
    """The desk's: whether the message stays."""

    outcome = Pick(label=_("处理结果"), choices=FlagOutcome.choices, widget=forms.RadioSelect)
    code = Pick(
        label=_("撤下的理由"),
        choices=[("", _("不撤下的不用选")), *RemovalCode.choices],
        required=False,
    )
    words = Words(label=_("说明"), rows=3, most=1000, help_text=_("撤下的，留言人会看到这段说明。"))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("outcome") == FlagOutcome.TAKEN_DOWN and not given.get("code"):
            self.add_error("code", _("请选择撤下的理由。"))
        return given


class EscalateForm(forms.Form):
    """Why it goes to the supervisors."""

    words = Words(label=_("上报的理由"), rows=3, most=1000)
