"""A reported unit (被举报单位): it and all below it are kept from the case by every page, list, search and notice."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from cases.models.case import Case


class ReportedUnit(models.Model):
    case = models.ForeignKey(
        Case, verbose_name=_("诉求件"), on_delete=models.CASCADE, related_name="reported_units"
    )
    unit = models.ForeignKey(Unit, verbose_name=_("被举报单位"), on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("被举报单位")
        verbose_name_plural = _("被举报单位")
        constraints = [
            models.UniqueConstraint(fields=["unit", "case"], name="unit_is_reported_once_a_case"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}"  # never the unit
