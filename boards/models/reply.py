"""A reply (回复): the unit's public words under a message."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from boards.models.message import Message


class Reply(models.Model):
    message = models.ForeignKey(
        Message, verbose_name=_("留言"), on_delete=models.CASCADE, related_name="replies"
    )
    unit = models.ForeignKey(Unit, verbose_name=_("回复单位"), on_delete=models.PROTECT, related_name="+")
    signer = models.CharField(_("署名"), max_length=60, blank=True)
    body = models.TextField(_("正文"))
    is_interim = models.BooleanField(_("阶段性回复"), default=False)
    replied_at = models.DateTimeField(_("回复时间"))

    class Meta:
        verbose_name = _("回复")
        verbose_name_plural = _("回复")
        ordering = ["replied_at", "id"]

    def __str__(self) -> str:
        return f"{self.message_id} · {self.unit}"
