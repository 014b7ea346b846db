"""An attachment (附件): a checked and re-encoded file in the private store, served only by a view that asks who is asking."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case


class Attachment(models.Model):
    case = models.ForeignKey(
        Case, verbose_name=_("诉求件"), on_delete=models.CASCADE, related_name="attachments"
    )
    key = models.UUIDField(_("存储名"), unique=True, editable=False)
    name = models.CharField(_("文件名"), max_length=120)
    mime = models.CharField(_("类型"), max_length=40)
    size = models.PositiveIntegerField(_("字节数"))
    sha256 = models.CharField(_("校验值"), max_length=64)
    width = models.PositiveIntegerField(_("宽"), default=0)
    height = models.PositiveIntegerField(_("高"), default=0)
    added_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = _("附件")
        verbose_name_plural = _("附件")
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name

    @property
    def path(self) -> str:
        """Where the bytes lie below MEDIA_ROOT: random, fanned out, never from the person's own file name."""
        return f"{self.key.hex[:2]}/{self.key.hex}"
