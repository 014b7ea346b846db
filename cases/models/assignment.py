"""An assignment (交办): to which unit a case was handed, when, and with which requirements."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Window
from django.db.models.functions import Lead
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from cases.models.case import Case


class AssignmentQuerySet(models.QuerySet["Assignment"]):
    def with_left_at(self) -> AssignmentQuerySet:
        """`left_at`: a stay ends where the next one of the case begins. Filter by whole cases only."""
        following = Window(Lead("assigned_at"), partition_by="case", order_by=["assigned_at", "id"])
        return self.annotate(left_at=following)


class Assignment(models.Model):
    case = models.ForeignKey(
        Case, verbose_name=_("诉求件"), on_delete=models.CASCADE, related_name="assignments"
    )
    lead = models.ForeignKey(Unit, verbose_name=_("主办单位"), on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("交办人"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    words = models.TextField(_("办理要求"), blank=True)
    assigned_at = models.DateTimeField(_("交办时间"))
    signed_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    is_current = models.BooleanField(_("当前"), default=True)

    objects: ClassVar[models.Manager[Assignment]] = AssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("交办")
        verbose_name_plural = _("交办")
        ordering = ["assigned_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(is_current=True), name="case_has_one_current_assignment"
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id} → {self.lead}"
