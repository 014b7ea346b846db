"""The forms of the desk's verbs: what is typed, its shape and its words. Whether the verb may be done is the door's business."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from crispy_forms.bootstrap import StrictButton
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.actions.record_revisit import Finding
from cases.forms.fields import Pick, Words, yes_no
from cases.models import Case, DeclineGround
from cases.models.contact_log import Way
from cases.models.rating import Solved
from cases.reads.posting import categories_offered
from cases.rules.quality import Finding as QualityFinding
from cases.rules.states import DeclineCode, Grade
from cases.rules.watch_levels import Decision

REASON_MOST, WORDS_MOST = 1000, 2000
REACHED = (("yes", _("已联系上")), ("no", _("未联系上")))
SCORES = ((5, _("5 很满意")), (4, _("4 满意")), (3, _("3 一般")), (2, _("2 不满意")), (1, _("1 很不满意")))
NOTHING_CHOSEN = ("", _("请选择"))


class VerbForm(forms.Form):
    """A form of one verb on one case. `version` says which state of the case the page showed."""

    # Buttons that only look, never act: name, words, below which field they stand.
    looks: tuple[tuple[str, str | Promise, str], ...] = ()
    previewed = ""  # words that the page shall show as the public would read them
    found: Sequence[QualityFinding] | None = None  # what the checks of a reply find; None: not asked
    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        error_messages=dict.fromkeys(("required", "invalid", "min_value"), _("页面已过期，请刷新后再操作。")),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        case: Case,
        at: datetime,
        initial: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(data, files, initial={"version": case.version, **(initial or {})})
        self.case, self.at = case, at
        self.prepare()
        self.helper = FormHelper()
        self.helper.form_tag = False  # the page writes <form> with its buttons
        self.helper.disable_csrf = True  # the page writes the token, once
        self.helper.layout = Layout(*self._laid_out())

    def prepare(self) -> None:
        """Fill choices and first values that depend on the case."""

    def _laid_out(self) -> Iterator[object]:
        for name in self.fields:
            yield name
            for look, words, field in self.looks:
                if field == name:
                    yield StrictButton(
                        words, type="submit", name=look, value="1", css_class="wz-verb wz-look"
                    )

    @classmethod
    def looked(cls, data: QueryDict, *, case: Case, at: datetime) -> VerbForm:
        """The form with everything typed so far, unchecked, after one of its looking buttons."""
        typed = {
            name: field.widget.value_from_datadict(data, {}, name)
            for name, field in cls.base_fields.items()
            if name != "version"
        }
        form = cls(case=case, at=at, initial=typed)
        for name, *_rest in cls.looks:
            if name in data:
                form.look(name)
        return form

    def look(self, name: str) -> None:
        """Answer a looking button by changing `self.initial` or the choices."""

    def arguments(self) -> dict[str, Any]:
        """What the action takes beside case, person, time and version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class SignForm(VerbForm):
    """Nothing to fill in."""


class AcceptForm(VerbForm):
    category_id = Pick(label=_("类别"), coerce=int, help_text=_("按反映的事情选，不按来信的口气选。"))
    grade = Pick(label=_("等级"), choices=Grade, initial=Grade.NORMAL, widget=forms.RadioSelect)
    decision = Pick(
        label=_("标出的文字能不能公开"),
        choices=[(each.value, each.label) for each in (Decision.RELEASED, Decision.KEPT)],
        widget=forms.RadioSelect,
        help_text=_("不论公开与否，都照常受理办理。不公开的，以后还可以“放行公开”。"),
    )
    decision_words = Words(label=_("审看说明"), rows=2, required=False, most=REASON_MOST)

    def prepare(self) -> None:
        self.fields["category_id"].choices = [NOTHING_CHOSEN, *categories_offered()]  # type: ignore[attr-defined]
        self.initial.setdefault("category_id", self.case.category_id)
        if not self.case.is_held:
            del self.fields["decision"], self.fields["decision_words"]


class DeclineForm(VerbForm):
    looks = (("fill", _("套用说明"), "code"),)
    code = Pick(label=_("不予受理的依据"), choices=[NOTHING_CHOSEN, *DeclineCode.choices])
    words = Words(label=_("给留言人的说明"), rows=4, most=REASON_MOST)
    channel = Words(label=_("其他渠道"), rows=2, most=300, help_text=_("告诉留言人接下来可以找谁。"))

    def look(self, name: str) -> None:
        ground = DeclineGround.objects.filter(code=str(self.initial.get("code") or "")).first()
        if ground is not None:
            self.initial["words"], self.initial["channel"] = ground.words, ground.channel

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {"code": given["code"], "words": f"{given['words']}\n{given['channel']}"}


class LogContactForm(VerbForm):
    way = Pick(label=_("方式"), choices=Way, initial=Way.PHONE, widget=forms.RadioSelect)
    is_reached = Pick(
        label=_("是否联系上"), choices=REACHED, initial="yes", coerce=yes_no, widget=forms.RadioSelect
    )
    contacted_at = forms.DateTimeField(
        label=_("联系时间"),
        required=False,
        help_text=_("不填就是现在。"),
        error_messages={"invalid": _("时间应写成 2026-03-09 14:30 的样子。")},
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    result = Words(label=_("联系结果"), rows=3, most=WORDS_MOST, hint=_("核实到什么、约定了什么"))

    def clean_contacted_at(self) -> datetime | None:
        at: datetime | None = self.cleaned_data["contacted_at"]
        if at is not None and at < self.case.submitted_at:
            raise forms.ValidationError(_("联系时间不能早于留言提交时间。"))
        return at


class ClaimForm(AcceptForm):
    """What the desk has not settled yet is settled by the unit; of an accepted case nothing is asked."""

    def prepare(self) -> None:
        if self.case.accepted_at is None:
            super().prepare()
            return
        for name in ("category_id", "grade", "decision", "decision_words"):
            del self.fields[name]


class SendBackForm(VerbForm):
    reason = Words(label=_("退回理由"), rows=4, most=REASON_MOST, hint=_("哪里要改、怎样改"))


class RecordRevisitForm(VerbForm):
    is_reached = Pick(label=_("是否联系上"), choices=REACHED, coerce=yes_no, widget=forms.RadioSelect)
    is_solved = Pick(label=_("问题是否解决"), choices=Solved, required=False, widget=forms.RadioSelect)
    satisfaction = Pick(
        label=_("满意度"),
        choices=SCORES,
        required=False,
        coerce=int,
        empty_value=None,
        widget=forms.RadioSelect,
    )
    words = Words(label=_("回访内容"), rows=4, required=False, most=WORDS_MOST)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("is_reached"):
            for name in ("is_solved", "satisfaction"):
                if not given.get(name) and name not in self.errors:
                    self.add_error(name, _("联系上的，请如实登记这一项。"))
        elif "is_reached" in given and (given.get("is_solved") or given.get("satisfaction")):
            self.add_error("is_reached", _("未联系上的，不能登记解决情况和满意度。"))
        return given

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        return {
            "finding": Finding(given["is_reached"], given["is_solved"], given["satisfaction"], given["words"])
        }


class ReopenForm(VerbForm):
    reason = Words(label=_("重新办理的理由"), rows=4, most=REASON_MOST)


class RemindForm(VerbForm):
    words = Words(label=_("催办意见"), rows=3, required=False, most=REASON_MOST)


class RevealContactForm(VerbForm):
    PURPOSES = (
        ("verify", _("联系留言人核实情况")),
        ("visit", _("约定现场查看时间")),
        ("result", _("告知办理结果")),
        ("revisit", _("电话回访")),
        ("other", _("其他（请在下面写明）")),
    )
    purpose = Pick(label=_("用途"), choices=PURPOSES, widget=forms.RadioSelect)
    words = Words(label=_("补充说明"), required=False, most=200)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("purpose") == "other" and not given.get("words") and "words" not in self.errors:
            self.add_error("words", _("选择“其他”时，请写明用途。"))
        return given

    def arguments(self) -> dict[str, Any]:
        label = (
            ""
            if self.cleaned_data["purpose"] == "other"
            else str(dict(self.PURPOSES)[self.cleaned_data["purpose"]])
        )
        return {"purpose": "：".join(filter(None, [label, self.cleaned_data["words"]]))}
