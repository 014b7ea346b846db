"""A closing (注销): an account that its owner gives up. While it waits it can be taken back; afterwards it is the tombstone."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ClosingQuerySet(models.QuerySet["Closing"]):
    def due(self, at: datetime) -> ClosingQuerySet:
        """Asked for, not yet done, and the days for thinking it over have passed."""
        return self.filter(closed_at__isnull=True, due_at__lte=at)


class Closing(models.Model):
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("用户"),
        on_delete=models.PROTECT,
        primary_key=True,
        related_name="closing",
    )
    # The only thing by which the person and the portal can speak of the account once everything else is gone.
    code = models.CharField(_("注销凭证"), max_length=12, unique=True)
    asked_at = models.DateTimeField(_("申请时间"))
    due_at = models.DateTimeField(_("最早注销时间"))
    closed_at = models.DateTimeField(_("注销时间"), null=True, blank=True)

    objects: ClassVar[ClosingQuerySet] = ClosingQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("账号注销")
        verbose_name_plural = _("账号注销")
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) | Q(closed_at__gte=F("due_at")),
                name="closing_waits_for_its_day",
            ),
        ]
        indexes = [
            # the job: the few that wait
            models.Index(fields=["due_at"], name="closing_waiting", condition=Q(closed_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return self.code
