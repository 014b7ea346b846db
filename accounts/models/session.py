"""A session (登录会话): Django's row with its owner beside the seal, so that a person's sessions are one query."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _


class SessionQuerySet(models.QuerySet["Session"]):
    def of_user(self, user_id: int, *, at: datetime) -> SessionQuerySet:
        """Those that still open something, newest first."""
        return self.filter(user_id=user_id, expire_date__gt=at).order_by(
            models.F("signed_in_at").desc(nulls_last=True), "session_key"
        )


class Session(AbstractBaseSession):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("用户"),
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
    )
    device = models.CharField(_("设备"), max_length=40, blank=True)
    signed_in_at = models.DateTimeField(_("登录时间"), null=True)

    objects: ClassVar[SessionQuerySet] = BaseSessionManager.from_queryset(SessionQuerySet)()  # type: ignore[assignment]

    class Meta(AbstractBaseSession.Meta):
        verbose_name = _("登录会话")  # type: ignore[assignment]
        verbose_name_plural = _("登录会话")  # type: ignore[assignment]

    @property
    def handle(self) -> str:
        """What a page calls it by. The key itself opens the account and never leaves the cookie."""
        return salted_hmac("accounts.session", self.session_key, algorithm="sha256").hexdigest()[:32]
