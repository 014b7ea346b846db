"""Forms of an author for the own case: rate, remind, withdraw. Each carries the version that its page showed."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.actions.rate import Verdict
from cases.forms.words import WordsField
from cases.models.rating import Solved

SCORES = [
    (str(score), label)
    for score, label in enumerate((_("很不满意"), _("不满意"), _("一般"), _("满意"), _("很满意")), 1)
]
YES, NO = "yes", "no"
CHOOSE = dict.fromkeys(("required", "invalid_choice"), _("请选择一项。"))


class OwnCaseForm(forms.Form):
    """What all have: the version, which the door compares."""

    version = forms.IntegerField(
        label=_("页面"),
        min_value=0,
        widget=forms.HiddenInput,
        error_messages=dict.fromkeys(("required", "invalid", "min_value"), _("页面已过期，请再提交一次。")),
    )

    def arguments(self) -> dict[str, object]:
        """The valid form as its action takes it."""
        raise NotImplementedError


class ScoreField(forms.TypedChoiceField):
    """One to five, without a default: silence is never satisfaction."""

    widget = forms.RadioSelect

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=SCORES, coerce=int, error_messages=CHOOSE, **kwargs)


class RateForm(OwnCaseForm):
    """The author's verdict on a reply."""

    is_answered = forms.ChoiceField(
        label=_("对您反映的问题，有没有正面回应？"),
        choices=[(YES, _("回应了")), (NO, _("没有回应"))],
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    is_solved = forms.ChoiceField(
        label=_("问题解决了吗？"),
        choices=Solved.choices,
        widget=forms.RadioSelect,
        error_messages=CHOOSE,
    )
    outcome = ScoreField(label=_("解决力度"))
    attitude = ScoreField(label=_("办理态度"))
    speed = ScoreField(label=_("办理速度"))
    words = WordsField(
        label=_("想说的话（可不填）"),
        most=500,
        required=False,
        help_text=_("最多 500 个字。"),
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    def arguments(self) -> dict[str, object]:
        given = self.cleaned_data
        verdict = Verdict(
            is_answered=given["is_answered"] == YES,
            is_solved=given["is_solved"],
            outcome=given["outcome"],
            attitude=given["attitude"],
            speed=given["speed"],
            words=given["words"],
        )
        return {"verdict": verdict}


class RemindForm(OwnCaseForm):
    """A reminder, with or without words."""

    words = WordsField(
        label=_("想补充的话（可不填）"),
        most=200,
        required=False,
        help_text=_("最多 200 个字，办理人员能看到。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def arguments(self) -> dict[str, object]:
        return {"words": self.cleaned_data["words"]}


class WithdrawForm(OwnCaseForm):
    """Taking the message back, with or without a reason."""

    reason = WordsField(
        label=_("撤回原因（可不填）"),
        most=200,
        required=False,
        help_text=_("例如：问题已经解决了。最多 200 个字。"),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def arguments(self) -> dict[str, object]:
        return {"reason": self.cleaned_data["reason"]}
