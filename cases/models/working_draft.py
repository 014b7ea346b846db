"""A working draft (草稿): what a unit has typed so far and not yet sent to review. Belongs to the unit, not to a person."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from cases.models.case import Case


class WorkingDraft(models.Model):
    case = models.ForeignKey(Case, verbose_name=_("诉求件"), on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, verbose_name=_("单位"), on_delete=models.PROTECT, related_name="+")
    body = models.TextField(_("回复内容"), blank=True)
    outcome = models.CharField(_("办理结果"), max_length=14, blank=True)
    promise_on = models.DateField(_("承诺日期"), null=True, blank=True)
    promise_words = models.CharField(_("承诺内容"), max_length=200, blank=True)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("保存人"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    saved_at = models.DateTimeField(_("保存时间"))
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("草稿")
        verbose_name_plural = _("草稿")
        constraints = [
            models.UniqueConstraint(fields=["case", "unit"], name="unit_keeps_one_draft_a_case"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.unit}"
