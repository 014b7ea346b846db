"""A promise (承诺): what a reply commits the unit to by a date, and what became of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from cases.models.case import Case
from cases.models.reply_draft import ReplyDraft


class PromiseStatus(models.TextChoices):
    OPEN = "open", _("未到期")
    CLAIMED = "claimed", _("已报兑现，待确认")
    KEPT = "kept", _("已兑现")
    BROKEN = "broken", _("到期未兑现")
    REPLACED = "replaced", _("已由新的答复取代")
    ENDED = "ended", _("已终止（留言重新办理或撤回）")


class Promise(models.Model):
    case = models.ForeignKey(
        Case, verbose_name=_("诉求件"), on_delete=models.CASCADE, related_name="promises"
    )
    draft = models.ForeignKey(
        ReplyDraft, verbose_name=_("回复"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    unit = models.ForeignKey(Unit, verbose_name=_("承诺单位"), on_delete=models.PROTECT, related_name="+")
    words = models.TextField(_("承诺内容"))
    due_on = models.DateField(_("承诺日期"))
    made_at = models.DateTimeField(_("承诺时间"))
    status = models.CharField(_("状态"), max_length=8, choices=PromiseStatus, default=PromiseStatus.OPEN)
    fulfilled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("报兑现人"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    fulfilled_at = models.DateTimeField(_("报兑现时间"), null=True, blank=True)
    evidence = models.TextField(_("兑现说明"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("确认人"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("确认时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("承诺")
        verbose_name_plural = _("承诺")
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=PromiseStatus.values), name="promise_status_is_known"
            ),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(status__in=[PromiseStatus.OPEN, PromiseStatus.CLAIMED]),
                name="case_has_one_running_promise",
            ),
        ]
        indexes = [
            # the supervisor's board: promises by date
            models.Index(fields=["status", "due_on"], name="promise_by_date"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.due_on:%Y-%m-%d}"
