"""One sign-in code that was asked for. Who asked is kept as keyed hashes only: enough to count, not enough to read."""

from __future__ import annotations

import uuid
from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

LIFE = timedelta(minutes=5)
MAX_TRIES = 5


class CodeRequestQuerySet(models.QuerySet["CodeRequest"]):
    def since(self, at: datetime) -> CodeRequestQuerySet:
        return self.filter(created_at__gt=at)

    def older_than(self, at: datetime) -> CodeRequestQuerySet:
        return self.filter(created_at__lte=at)


class CodeRequest(models.Model):
    # The session that asked holds this id, so nobody can try a code that another session asked for.
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    phone_key = models.CharField(max_length=64)
    address_key = models.CharField(max_length=64)
    code_hash = models.CharField(max_length=64)
    created_at = models.DateTimeField(_("请求时间"))
    tries = models.PositiveSmallIntegerField(_("输错次数"), default=0)
    used_at = models.DateTimeField(_("使用时间"), null=True)

    objects: ClassVar[models.Manager[CodeRequest]] = CodeRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("验证码请求")
        verbose_name_plural = _("验证码请求")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(tries__lte=MAX_TRIES), name="code_request_tries_are_few"
            ),
        ]
        indexes = [
            # ask_code: how many in the last hour for this number, for this address, and altogether (also the purge)
            models.Index(fields=["phone_key", "created_at"], name="code_request_by_phone"),
            models.Index(fields=["address_key", "created_at"], name="code_request_by_address"),
            models.Index(fields=["created_at"], name="code_request_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.created_at:%Y-%m-%d %H:%M:%S}"

    def is_expired(self, at: datetime) -> bool:
        return not self.created_at <= at < self.created_at + LIFE

    def is_void(self) -> bool:
        """Too many wrong tries."""
        return self.tries >= MAX_TRIES
