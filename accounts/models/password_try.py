"""One try to sign in with a password that was not (yet) found right. Counted here so that a flushed cache resets nothing."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _


class PasswordTryQuerySet(models.QuerySet["PasswordTry"]):
    def since(self, at: datetime) -> PasswordTryQuerySet:
        return self.filter(created_at__gt=at)

    def older_than(self, at: datetime) -> PasswordTryQuerySet:
        return self.filter(created_at__lte=at)


class PasswordTry(models.Model):
    username_key = models.CharField(max_length=64)
    address_key = models.CharField(max_length=64)
    created_at = models.DateTimeField(_("时间"))

    objects: ClassVar[models.Manager[PasswordTry]] = PasswordTryQuerySet.as_manager()

    class Meta:
        verbose_name = _("口令尝试")
        verbose_name_plural = _("口令尝试")
        indexes = [
            # try_password: how many wrong ones for this account, from this address; the purge goes by time
            models.Index(fields=["username_key", "created_at"], name="password_try_by_username"),
            models.Index(fields=["address_key", "created_at"], name="password_try_by_address"),
            models.Index(fields=["created_at"], name="password_try_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M:%S}"
