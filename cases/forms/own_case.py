"""Forms of an author for the own case: rate, ask again, supplement, appeal, remind, withdraw; each with its page's version."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from cases.actions._files import StoredFile
from cases.actions.rate import Verdict
from cases.forms.files import ManyFilesField, inspected, refusal_words
from cases.forms.words import WordsField
from cases.models.rating import Solved
from cases.rules.uploads import UploadRefused, check_together

SCORES = [
    (str(score), label)
    for score, label in enumerate(
        (_("很不满意"), _("不满意"), pgettext_lazy("评分", "一般"), _("满意"), _("很满意")), 1
    )
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


class AppealForm(OwnCaseForm):
    """Why the refusal should be decided anew."""

    reason = WordsField(
        label=_("申诉理由"),
        least=5,
        most=1000,
        help_text=_("说明为什么应当受理，5–1000 个字。将由另一位工作人员重新决定。"),
        error_messages={"required": _("请填写申诉理由。")},
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def arguments(self) -> dict[str, object]:
        return {"reason": self.cleaned_data["reason"]}


class ContestForm(OwnCaseForm):
    """Why the message should be public again."""

    reason = WordsField(
        label=_("异议的理由"),
        least=5,
        most=1000,
        help_text=_("说明为什么应当恢复公开，5–1000 个字。将由另一位工作人员复核。"),
        error_messages={"required": _("请填写异议的理由。")},
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def arguments(self) -> dict[str, object]:
        return {"reason": self.cleaned_data["reason"]}


class AskAgainForm(OwnCaseForm):
    """What the reply leaves open."""

    reason = WordsField(
        label=_("追问的内容"),
        least=5,
        most=1000,
        help_text=_("写清哪一点没有答复清楚，5–1000 个字。原办理单位继续答复。"),
        error_messages={"required": _("请填写追问的内容。")},
        widget=forms.Textarea(attrs={"rows": 6}),
    )

    def arguments(self) -> dict[str, object]:
        return {"reason": self.cleaned_data["reason"]}


class GiveInfoForm(OwnCaseForm):
    """What was asked for: words, files, or both."""

    words = WordsField(
        label=_("补充的内容"),
        most=2000,
        required=False,
        help_text=_("最多 2000 个字，不公开。"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )
    attachments = ManyFilesField(
        label=_("照片或文件（可不加）"),
        required=False,
        help_text=_(
            "最多 6 个，每个不超过 10 MB、合计不超过 20 MB；JPEG、PNG、WebP 图片或 PDF。附件不公开。"
        ),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.checked: list[StoredFile] = []

    def clean_attachments(self) -> list[UploadedFile]:
        chosen: list[UploadedFile] = self.cleaned_data["attachments"]
        errors = []
        try:
            check_together([each.size or 0 for each in chosen])
        except UploadRefused as refused:
            raise forms.ValidationError(refused.words) from None
        for each in chosen:
            try:
                self.checked.append(inspected(each))
            except UploadRefused as refused:
                errors.append(refusal_words(each, refused))
        if errors:
            raise forms.ValidationError(errors)
        return chosen

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.errors and not given["words"] and not self.checked:
            raise forms.ValidationError(_("请写下补充的内容，或者添加附件。"))
        if self.errors and self.checked:
            self.add_error("attachments", _("附件没有保留，请在提交前重新选择。"))
        return given

    def arguments(self) -> dict[str, object]:
        return {"words": self.cleaned_data["words"], "files": self.checked}
