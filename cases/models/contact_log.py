"""A contact log (联系记录): when and how the unit reached the author, and what came of it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case


class Way(models.TextChoices):
    PHONE = "phone", _("电话")
    VISIT = "visit", _("上门走访")
    SITE = "site", _("现场见面")
    MESSAGE = "message", _("短信或站内信")


class ContactLog(models.Model):
    case = models.ForeignKey(
        Case, verbose_name=_("诉求件"), on_delete=models.CASCADE, related_name="contact_logs"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("联系人"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    contacted_at = models.DateTimeField(_("联系时间"))
    way = models.CharField(_("方式"), max_length=10, choices=Way)
    is_reached = models.BooleanField(_("已联系上"), default=True)
    result = models.TextField(_("联系结果"))

    class Meta:
        verbose_name = _("联系记录")
        verbose_name_plural = _("联系记录")
        ordering = ["contacted_at", "id"]
        constraints = [
            models.CheckConstraint(condition=models.Q(way__in=Way.values), name="contact_way_is_known")
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.contacted_at:%Y-%m-%d %H:%M}"
