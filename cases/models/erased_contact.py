"""The ledger of erased contact data (联系方式清除记录): which case, when, on what ground. It names nobody."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case


class ErasureGround(models.TextChoices):
    TERM = "term", _("保存期满")
    CLOSING = "closing", _("账号注销")


class ErasedContact(models.Model):
    case = models.ForeignKey(
        Case, verbose_name=_("诉求件"), on_delete=models.PROTECT, related_name="erasures"
    )
    ground = models.CharField(_("原因"), max_length=7, choices=ErasureGround)
    days = models.PositiveIntegerField(_("保存天数"), null=True, blank=True)
    erased_at = models.DateTimeField(_("清除时间"))

    class Meta:
        verbose_name = _("联系方式清除记录")
        verbose_name_plural = _("联系方式清除记录")
        ordering = ["-erased_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(ground__in=ErasureGround.values), name="erasure_ground_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.erased_at:%Y-%m-%d}"
