"""A supervision order (督办单): numbered by year, with a demand and a limit; lifted by the supervisor."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from cases.models.case import Case


class Urgency(models.TextChoices):
    GENERAL = "general", _("一般")
    URGENT = "urgent", _("紧急")


class Supervision(models.Model):
    case = models.ForeignKey(
        Case, verbose_name=_("诉求件"), on_delete=models.CASCADE, related_name="supervisions"
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    ordinal = models.PositiveIntegerField(_("序号"))
    unit = models.ForeignKey(
        Unit, verbose_name=_("被督办单位"), on_delete=models.PROTECT, null=True, related_name="+"
    )
    urgency = models.CharField(_("缓急"), max_length=8, choices=Urgency, default=Urgency.GENERAL)
    demand = models.TextField(_("督办要求"))
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("督查员"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    issued_at = models.DateTimeField(_("下达时间"))
    due_at = models.DateTimeField(_("反馈期限"), null=True, blank=True)
    report = models.TextField(_("督办反馈"), blank=True)
    reported_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("反馈人"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    reported_at = models.DateTimeField(_("反馈时间"), null=True, blank=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("解除人"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    lifted_at = models.DateTimeField(_("解除时间"), null=True, blank=True)
    lift_words = models.TextField(_("解除意见"), blank=True)

    class Meta:
        verbose_name = _("督办单")
        verbose_name_plural = _("督办单")
        ordering = ["-year", "-ordinal"]
        constraints = [
            models.CheckConstraint(
                condition=Q(urgency__in=Urgency.values), name="supervision_urgency_is_known"
            ),
            models.UniqueConstraint(fields=["year", "ordinal"], name="supervision_number_is_given_once"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(lifted_at=None), name="case_has_one_open_supervision"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def number(self) -> str:
        """As written on the order: 督〔2026〕12号."""
        return f"督〔{self.year}〕{self.ordinal}号"
