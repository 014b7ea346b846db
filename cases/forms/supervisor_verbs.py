"""Forms of supervisors and leaders: suspending, orders, promises, instructions."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from cases.actions.suspend import MOST_DAYS
from cases.forms.desk import REASON_MOST, WORDS_MOST, VerbForm
from cases.forms.fields import Pick, Words, yes_no
from cases.models import Urgency
from cases.rules.workdays import in_shanghai

WRONG_DAY = dict.fromkeys(("required", "invalid"), _("日期应写成 2026-03-09 的样子。"))


def _day(**kwargs: Any) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(widget=widget, error_messages=WRONG_DAY, **kwargs)


class SuspendForm(VerbForm):
    reason = Words(
        label=_("挂账理由"), rows=3, most=REASON_MOST, hint=_("为什么现在办不了"),
        help_text=_("留言人会看到理由、后续安排和复核日期；公开页面注明“暂缓”。"),
    )  # fmt: skip
    plan = Words(label=_("后续安排"), rows=3, most=REASON_MOST, hint=_("等什么、由谁跟进"))
    review_on = _day(
        label=_("复核日期"), help_text=_("最长 30 天。到这一天上班时系统自动恢复办理，期限接着计算。")
    )

    def prepare(self) -> None:
        today = in_shanghai(self.at).date()
        widget = self.fields["review_on"].widget
        widget.attrs.update(min=str(today + timedelta(days=1)), max=str(today + timedelta(days=MOST_DAYS)))


class ResumeForm(VerbForm):
    words = Words(label=_("说明"), rows=2, required=False, most=REASON_MOST)


class SuperviseForm(VerbForm):
    urgency = Pick(
        label=_("缓急"), choices=Urgency, initial=Urgency.GENERAL, widget=forms.RadioSelect,
        help_text=_("一般：3 个工作日内反馈；紧急：1 个工作日内反馈（以现行时限标准为准）。"),
    )  # fmt: skip
    reason = Words(label=_("督办要求"), rows=5, most=WORDS_MOST)


class LiftForm(VerbForm):
    reason = Words(label=_("解除意见"), rows=3, most=REASON_MOST)


class ConfirmFulfilmentForm(VerbForm):
    words = Words(label=_("核实情况"), rows=3, required=False, most=REASON_MOST)


class RefuteFulfilmentForm(VerbForm):
    reason = Words(label=_("驳回理由"), rows=3, most=REASON_MOST, hint=_("哪里没有兑现"))


class InstructForm(VerbForm):
    PRIORITY = (("yes", _("优先办理")), ("no", _("照常办理")))
    reason = Words(label=_("批示内容"), rows=4, most=WORDS_MOST, help_text=_("只在内部可见，不公开。"))
    instructed_on = _day(label=_("批示日期"), required=False, help_text=_("不填就是今天。"))
    is_priority = Pick(
        label=_("办理顺序"), choices=PRIORITY, initial="yes", coerce=yes_no, widget=forms.RadioSelect
    )
