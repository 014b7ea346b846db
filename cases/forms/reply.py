"""The forms of a reply's way: drafting it with its dated promise, countersigning it, publishing it past its checks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from cases.actions._gate import judged, judged_draft
from cases.actions.keep_draft import Typed, kept_of, mark_of
from cases.forms.desk import REASON_MOST, VerbForm
from cases.forms.fields import Pick, Words
from cases.models import DraftStatus, ReplyDraft, current_policy
from cases.rules.promised_dates import Promised, promised_dates
from cases.rules.quality import blocking
from cases.rules.states import Outcome
from cases.rules.words import clean_words
from cases.rules.workdays import in_shanghai

REPLY_LEAST, REPLY_MOST, PROMISE_MOST = 20, 8000, 200
OVERRIDE_LEAST, OVERRIDE_MOST = 5, 500


class DraftReplyForm(VerbForm):
    """`seen` is the mark of the kept text that the page shows. Dates in the text are asked about once."""

    looks = (("preview", _("预览并检查"), "body"), ("keep", _("暂存"), "body"))
    outcome = Pick(label=_("办理结果"), choices=Outcome, widget=forms.RadioSelect)
    body = Words(label=_("回复内容"), rows=14, least=REPLY_LEAST, most=REPLY_MOST)
    promise_on = forms.DateField(
        label=_("承诺完成日期"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("回复中答应在某天前办成的，填写这一天；到期由系统跟踪。没有承诺的不填。"),
        error_messages={"invalid": _("日期应写成 2026-08-31 的样子。")},
    )
    is_no_promise = forms.BooleanField(label=_("回复中的日期不是承诺"), required=False)
    promise_words = Words(
        label=_("承诺内容"), required=False, most=PROMISE_MOST, help_text=_("不填就取回复中的那一句。")
    )
    co_reason = Words(label=_("不等协办意见的理由"), rows=2, most=REASON_MOST)
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=40)
    dates: Sequence[Promised] = ()

    def prepare(self) -> None:
        """A text that the unit kept is gone on with, else a draft that was sent back."""
        if not self.is_bound and "body" not in self.initial:
            self._go_on()
        body = str((self.data if self.is_bound else self.initial).get("body") or "")
        if body:
            day, calendar = in_shanghai(self.at).date(), current_policy().calendar
            self.dates = promised_dates(clean_words(body), day, calendar)
        if self.dates:
            self.fields["promise_on"].help_text = self._asking()
        else:
            del self.fields["is_no_promise"]
        if self.case.advice_owed:
            self.fields["co_reason"].help_text = _now(
                "还有 %(count)d 个协办单位没有反馈意见。请等待反馈；不等的，写明理由，记入办理过程。"
            ) % {"count": self.case.advice_owed}
        else:
            del self.fields["co_reason"]

    def _go_on(self) -> None:
        kept = kept_of(self.case)
        self.initial["seen"] = mark_of(kept)
        sent_back = ReplyDraft.objects.filter(case=self.case, status=DraftStatus.SENT_BACK).order_by("-id")
        last = kept or sent_back.first()
        if last is not None:
            self.initial.update(body=last.body, outcome=last.outcome)
            self.initial.update(promise_on=last.promise_on, promise_words=last.promise_words)

    def _asking(self) -> str:
        found = "、".join(f"“{each.passage}”（{each.on:%Y-%m-%d}）" for each in self.dates)
        return _now("回复中写到%(found)s。是承诺的，请填写日期；不是的，请勾选“回复中的日期不是承诺”。") % {
            "found": found
        }

    def clean_promise_on(self) -> date | None:
        on: date | None = self.cleaned_data["promise_on"]
        if on is not None and on <= in_shanghai(self.at).date():
            raise ValidationError(_("承诺完成日期须晚于今天，请核对。"))
        return on

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("promise_on") or "promise_on" in self.errors:
            return given
        if given.get("outcome") == Outcome.PROMISED:
            self.add_error("promise_on", _("办理结果是“承诺解决”的，请填写承诺完成日期。"))
        elif self.dates and not given.get("is_no_promise"):
            self.add_error("promise_on", self._asking())
        return given

    def look(self, name: str) -> None:
        typed = self.typed()
        if name == "preview":
            self.previewed = typed.body
            self.found = judged(
                self.case, body=typed.body, outcome=typed.outcome, promise_on=typed.promise_on
            )

    def typed(self) -> Typed:
        """What stands in the form, unchecked; what is no outcome or no date is left out."""
        outcome, on = str(self.initial.get("outcome") or ""), self.initial.get("promise_on")
        return Typed(
            body=clean_words(str(self.initial.get("body") or ""))[: 2 * REPLY_MOST],
            outcome=outcome if outcome in Outcome.values else "",
            promise_on=_date_or_none(on),
            promise_words=clean_words(str(self.initial.get("promise_words") or ""))[:PROMISE_MOST],
        )

    def arguments(self) -> dict[str, Any]:
        given = self.cleaned_data
        on, words = given["promise_on"], given["promise_words"]
        if on and not words:
            said = [each.sentence for each in self.dates if each.on == on]
            said += [each.sentence for each in self.dates]
            words = said[0][:PROMISE_MOST] if said else ""
        return {
            "body": given["body"],
            "outcome": given["outcome"],
            "promise_on": on,
            "promise_words": words if on else "",
            "seen": given["seen"],
            "co_reason": given.get("co_reason", ""),
        }


def _date_or_none(value: Any) -> date | None:
    try:
        return value if value is None or isinstance(value, date) else date.fromisoformat(str(value))
    except ValueError:
        return None


class _JudgingForm(VerbForm):
    """A form beside which stands what the checks find in the draft under review."""

    def prepare(self) -> None:
        draft = ReplyDraft.objects.filter(case=self.case, status=DraftStatus.IN_REVIEW).first()
        self.found = judged_draft(self.case, draft) if draft else None


class CountersignForm(_JudgingForm):
    remark = Words(label=_("审签意见"), rows=2, required=False, most=REASON_MOST)


class ApproveReplyForm(_JudgingForm):
    remark = Words(
        label=_("审核意见"), rows=2, required=False, most=REASON_MOST, help_text=_("只在内部可见。")
    )
    override = Words(
        label=_("仍要发布的理由"),
        rows=2,
        required=False,
        least=OVERRIDE_LEAST,
        most=OVERRIDE_MOST,
        help_text=_("有检查没有通过，退回修改更妥。确要发布的，写明理由，记入办理过程。"),
    )

    def prepare(self) -> None:
        super().prepare()
        if not blocking(self.found or ()):
            del self.fields["override"]  # nothing to override
