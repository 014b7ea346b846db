"""A copy of the own data (个人数据副本): asked for on a page, made by a worker, kept for its owner for a day."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class ExportStatus(models.TextChoices):
    ASKED = "asked", _("正在准备")
    READY = "ready", _("可以下载")
    FAILED = "failed", _("没有做成")
    GONE = "gone", _("已删除")


class DataExportQuerySet(models.QuerySet["DataExport"]):
    def waiting(self) -> DataExportQuerySet:
        return self.filter(status=ExportStatus.ASKED)

    def over(self, at: datetime) -> DataExportQuerySet:
        """Whose file has been kept long enough."""
        return self.filter(status=ExportStatus.READY, until__lte=at)

    def ready(self, at: datetime) -> DataExportQuerySet:
        return self.filter(status=ExportStatus.READY, until__gt=at)


class DataExport(models.Model):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("用户"), on_delete=models.CASCADE, related_name="exports"
    )
    key = models.UUIDField(_("存储名"), unique=True, editable=False)
    status = models.CharField(_("状态"), max_length=6, choices=ExportStatus, default=ExportStatus.ASKED)
    asked_at = models.DateTimeField(_("申请时间"))
    tries = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    made_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    until = models.DateTimeField(_("保留至"), null=True, blank=True)
    size = models.PositiveBigIntegerField(_("字节数"), default=0)

    objects: ClassVar[DataExportQuerySet] = DataExportQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("个人数据副本")
        verbose_name_plural = _("个人数据副本")
        constraints = [
            models.CheckConstraint(
                condition=Q(status__in=ExportStatus.values), name="data_export_status_is_known"
            ),
            models.CheckConstraint(
                condition=~Q(status=ExportStatus.READY) | Q(made_at__isnull=False, until__isnull=False),
                name="ready_data_export_has_an_end",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(status__in=[ExportStatus.ASKED, ExportStatus.READY]),
                name="one_data_export_a_person",
            ),
        ]
        indexes = [
            # the sweep: what waits, and what has been kept long enough
            models.Index(
                fields=["status", "asked_at"],
                name="data_export_to_do",
                condition=Q(status__in=[ExportStatus.ASKED, ExportStatus.READY]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.asked_at:%Y-%m-%d}"

    @property
    def path(self) -> str:
        """Where the file lies below MEDIA_ROOT; out of the reach of the sweep for attachments."""
        return f"exports/{self.key.hex}.zip"
