"""A citizen's mail address (电子邮箱): sealed, and of no use until its owner has opened the link that was sent there."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Sealed


class MailAddress(Sealed):
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("用户"),
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="mail_address",
    )
    asked_at = models.DateTimeField(_("最近发送验证邮件"))
    asks = models.PositiveSmallIntegerField(_("当日发送次数"), default=1)
    verified_at = models.DateTimeField(_("验证时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("电子邮箱")
        verbose_name_plural = _("电子邮箱")

    def __str__(self) -> str:
        return f"{self.user_id}"  # never the address

    @property
    def row_name(self) -> str:
        return f"mail_address:{self.user_id}"

    @property
    def address(self) -> str:
        """In clear; "" where the key is lost."""
        return self.opened().get("address", "")
