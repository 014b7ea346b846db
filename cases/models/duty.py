"""Duty memory (职责清单): which unit a decision of arbitration (责任审定) has made competent for a kind of matter in a region."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from boards.models import Category
from cases.models.case import Case


class Duty(models.Model):
    category = models.ForeignKey(Category, verbose_name=_("类别"), on_delete=models.PROTECT, related_name="+")
    region_code = models.CharField(_("区域代码"), max_length=12, blank=True)
    unit = models.ForeignKey(Unit, verbose_name=_("责任单位"), on_delete=models.PROTECT, related_name="+")
    case = models.ForeignKey(Case, verbose_name=_("审定的诉求件"), on_delete=models.PROTECT, related_name="+")
    words = models.TextField(_("审定意见"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("审定人"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("审定时间"))
    is_current = models.BooleanField(_("现行"), default=True)

    class Meta:
        verbose_name = _("责任审定")
        verbose_name_plural = _("职责清单")
        ordering = ["-decided_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["category", "region_code"],
                condition=Q(is_current=True),
                name="matter_has_one_competent_unit",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.category} → {self.unit}"


def duty_of(case: Case) -> Duty | None:
    """The decision in force for matters of the case's kind: same category, same region of the board. One query."""
    if case.category_id is None:
        return None
    rows = Duty.objects.filter(is_current=True, category=case.category_id, region_code=case.board.region_code)
    return rows.select_related("unit", "case").first()
