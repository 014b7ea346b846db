"""A screening (审看): what the watched words found in a message, and what a person decided where it was held back."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.rules.watch_levels import Decision, Level


class Screening(models.Model):
    case = models.OneToOneField(
        Case, verbose_name=_("诉求件"), on_delete=models.PROTECT, related_name="screening"
    )
    level = models.CharField(_("最重的作用"), max_length=10, choices=Level)
    # [{"field", "word", "level", "start", "end"}]: places in the text as it was typed, end exclusive.
    findings = models.JSONField(_("命中之处"), default=list, blank=True)
    is_by_account = models.BooleanField(_("因账号限制"), default=False)
    found_at = models.DateTimeField(_("审看时间"))
    decision = models.CharField(_("决定"), max_length=10, choices=Decision, blank=True)  # "": nothing is held
    words = models.TextField(_("决定的说明"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("决定人"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("决定时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("审看")
        verbose_name_plural = _("审看")
        constraints = [
            models.CheckConstraint(condition=Q(level__in=Level.values), name="screening_level_is_known"),
            models.CheckConstraint(
                condition=Q(decision__in=["", *Decision.values]), name="screening_decision_is_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.level}"
