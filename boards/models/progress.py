"""Progress (进展): one public line in a message's timeline."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from boards.models.message import Message


class Progress(models.Model):
    message = models.ForeignKey(
        Message, verbose_name=_("留言"), on_delete=models.CASCADE, related_name="progress"
    )
    verb = models.CharField(_("环节"), max_length=20)
    words = models.CharField(_("说明"), max_length=400)
    unit = models.ForeignKey(
        Unit, verbose_name=_("单位"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("进展")
        verbose_name_plural = _("进展")
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.message_id} · {self.words}"
