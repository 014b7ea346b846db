"""A reply draft (拟稿): what the unit wants to answer, and who has looked at it. At most one is under review."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from cases.models.case import Case
from cases.rules.states import Outcome


class DraftStatus(models.TextChoices):
    IN_REVIEW = "in_review", _("待审核")
    SENT_BACK = "sent_back", _("已退回")
    APPROVED = "approved", _("已发布")


class ReplyDraft(models.Model):
    case = models.ForeignKey(Case, verbose_name=_("诉求件"), on_delete=models.CASCADE, related_name="drafts")
    unit = models.ForeignKey(Unit, verbose_name=_("回复单位"), on_delete=models.PROTECT, related_name="+")
    drafter = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("拟稿人"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    body = models.TextField(_("回复内容"))
    outcome = models.CharField(_("办理结果"), max_length=14, choices=Outcome)
    status = models.CharField(_("状态"), max_length=10, choices=DraftStatus, default=DraftStatus.IN_REVIEW)
    drafted_at = models.DateTimeField(_("送审时间"))
    countersigned_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("审签人"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("审核人"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("审核时间"), null=True, blank=True)
    remark = models.TextField(_("审核意见"), blank=True)
    findings = models.JSONField(_("质量检查"), default=list, blank=True)
    override_reason = models.TextField(_("仍予发布的理由"), blank=True)
    promise_on = models.DateField(_("承诺日期"), null=True, blank=True)
    promise_words = models.CharField(_("承诺内容"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("拟稿")
        verbose_name_plural = _("拟稿")
        ordering = ["drafted_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(status__in=DraftStatus.values), name="draft_status_is_known"),
            models.CheckConstraint(condition=Q(outcome__in=Outcome.values), name="draft_outcome_is_known"),
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(status=DraftStatus.IN_REVIEW),
                name="case_has_one_draft_in_review",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.get_status_display()}"
