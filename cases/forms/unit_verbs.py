"""Forms of the unit's side verbs: more time, an interim reply, notes with pictures, reports, a promise kept."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.actions.grant_extension import open_extension
from cases.actions.note import NoteKind
from cases.forms.desk import REASON_MOST, WORDS_MOST, VerbForm
from cases.forms.fields import Pick, Words
from cases.forms.files import CheckedFilesField
from cases.models import Purpose
from cases.rules.extensions import MOST_WORKDAYS

PROGRESS_LEAST, PROGRESS_MOST = 20, 4000
WRONG_NUMBER = dict.fromkeys(
    ("required", "invalid", "min_value", "max_value"), _("请填写 1 到 10 之间的整数。")
)


class AskExtensionForm(VerbForm):
    workdays = forms.IntegerField(
        label=_("申请延长几个工作日"),
        min_value=1,
        max_value=MOST_WORKDAYS,
        error_messages=WRONG_NUMBER,
        help_text=_("最多 10 个工作日，且不超过原办理时限。首次由本单位审签人批准，再次由督查员批准。"),
    )
    reason = Words(
        label=_("延期理由"),
        rows=4,
        most=REASON_MOST,
        hint=_("做到哪一步、为什么不能按期办结"),
    )


class GrantExtensionForm(VerbForm):
    workdays = forms.IntegerField(
        label=_("批准延长几个工作日"),
        min_value=1,
        max_value=MOST_WORKDAYS,
        error_messages=WRONG_NUMBER,
        help_text=_("可以少于申请的天数。"),
    )
    reason = Words(
        label=_("给留言人的说明"), rows=4, most=REASON_MOST, help_text=_("留言人会看到这段话和新的期限。")
    )

    def prepare(self) -> None:
        """What was asked for stands in the fields already."""
        asked = open_extension(self.case.pk)
        if asked is not None and not self.is_bound:
            self.initial.setdefault("workdays", asked.workdays)
            self.initial.setdefault("reason", asked.reason)


class RefuseExtensionForm(VerbForm):
    reason = Words(label=_("驳回理由"), rows=3, most=REASON_MOST)


class PostProgressForm(VerbForm):
    body = Words(
        label=_("阶段性回复"),
        rows=8,
        least=PROGRESS_LEAST,
        most=PROGRESS_MOST,
        help_text=_("公开发布并通知留言人，号码会隐去。办理期限不因此停止。"),
    )


class ReportBackForm(VerbForm):
    reason = Words(label=_("督办反馈"), rows=6, most=WORDS_MOST, hint=_("查明的情况、已采取的措施、何时办结"))


class FulfilForm(VerbForm):
    reason = Words(label=_("兑现情况"), rows=5, most=WORDS_MOST, hint=_("做了什么、何时完成、结果怎样"))
    evidence = CheckedFilesField(
        label=_("照片或文件"),
        help_text=_("至少一个，能证明承诺已经兑现；JPEG、PNG、WebP 图片或 PDF。由督查员核对。"),
        error_messages={"required": _("请附上照片或文件，证明承诺已经兑现。")},
    )

    def arguments(self) -> dict[str, Any]:
        return {"reason": self.cleaned_data["reason"], "files": self.cleaned_data["evidence"]}


class CoAdviseForm(VerbForm):
    advice = Words(
        label=_("协办意见"),
        rows=8,
        most=WORDS_MOST,
        hint=_("查到什么、依据什么、建议怎样答复"),
        help_text=_("只在内部可见，供主办单位拟稿参考；再次反馈的，以最后一次为准。"),
    )
    papers = CheckedFilesField(
        label=_("附件（可不加）"), required=False, help_text=_("最多 6 个；JPEG、PNG、WebP 图片或 PDF。")
    )

    def arguments(self) -> dict[str, Any]:
        return {"advice": self.cleaned_data["advice"], "files": self.cleaned_data["papers"]}


class NoteForm(VerbForm):
    kind = Pick(label=_("记录类型"), choices=NoteKind, widget=forms.RadioSelect)
    words = Words(label=_("记录内容"), rows=5, most=WORDS_MOST, help_text=_("只在内部可见，不公开。"))
    before = CheckedFilesField(label=_("办理前照片（可不加）"), required=False)
    after = CheckedFilesField(label=_("办理后照片（可不加）"), required=False)
    other = CheckedFilesField(
        label=_("其他附件（可不加）"),
        required=False,
        help_text=_("三处合计最多 6 个；JPEG、PNG、WebP 图片或 PDF。"),
    )
    _PURPOSES = (("before", Purpose.BEFORE), ("after", Purpose.AFTER), ("other", Purpose.NOTE))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        chosen = [each for name, _purpose in self._PURPOSES for each in given.get(name) or []]
        try:
            CheckedFilesField.check_all([len(each.content) for each in chosen])
        except ValidationError as error:
            self.add_error("other", error)
        return given

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        files = {str(purpose): given[name] for name, purpose in self._PURPOSES if given[name]}
        return {"kind": given["kind"], "words": given["words"], "files": files}
