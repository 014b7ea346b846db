"""An instruction (批示): a leader's own words on a case, with their date."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case


class Instruction(models.Model):
    case = models.ForeignKey(
        Case, verbose_name=_("诉求件"), on_delete=models.CASCADE, related_name="instructions"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("批示领导"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    words = models.TextField(_("批示内容"))
    instructed_on = models.DateField(_("批示日期"))
    is_priority = models.BooleanField(_("优先办理"), default=True)
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta:
        verbose_name = _("批示")
        verbose_name_plural = _("批示")
        ordering = ["recorded_at", "id"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.instructed_on:%Y-%m-%d}"
