"""A co-handling unit (协办单位) of a case: what it is asked, by when, and the advice it gives to the lead."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from cases.models.case import Case


class CoHandling(models.Model):
    case = models.ForeignKey(
        Case, verbose_name=_("诉求件"), on_delete=models.CASCADE, related_name="co_handlings"
    )
    unit = models.ForeignKey(Unit, verbose_name=_("协办单位"), on_delete=models.PROTECT, related_name="+")
    words = models.TextField(_("协办要求"), blank=True)
    asked_at = models.DateTimeField(_("交办时间"))
    due_at = models.DateTimeField(_("协办期限"), null=True, blank=True)
    advice = models.TextField(_("协办意见"), blank=True)
    advised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("反馈人"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    advised_at = models.DateTimeField(_("反馈时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("协办")
        verbose_name_plural = _("协办")
        ordering = ["asked_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["case", "unit"], name="unit_co_handles_a_case_once"),
        ]
        indexes = [
            # a unit's list: which advice it still owes, most pressing first
            models.Index(fields=["unit", "due_at"], name="co_handling_owed", condition=Q(advised_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.unit}"
