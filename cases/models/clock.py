"""A clock (计时): one run of one clock of a case. A projection of the events; the door writes it."""

from __future__ import annotations

from datetime import datetime
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.service_level import ServiceLevel
from cases.rules.clocks import ClockName


class ClockQuerySet(models.QuerySet["Clock"]):
    def running(self) -> ClockQuerySet:
        return self.filter(stopped_at=None)

    def due(self, at: datetime) -> ClockQuerySet:
        """Ran out by `at` and nobody has noted it yet."""
        return self.filter(stopped_at=None, paused_at=None, overdue_at=None, due_at__lte=at)

    def to_warn(self, at: datetime) -> ClockQuerySet:
        """The next threshold of the ladder has come and nobody has been told of it yet."""
        return self.filter(stopped_at=None, paused_at=None, warn_at__lte=at)


class Clock(models.Model):
    case = models.ForeignKey(Case, verbose_name=_("诉求件"), on_delete=models.CASCADE, related_name="clocks")
    name = models.CharField(_("环节"), max_length=12, choices=ClockName)
    run = models.PositiveSmallIntegerField(_("第几次"), default=1)
    level = models.ForeignKey(
        ServiceLevel,
        verbose_name=_("时限标准"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    started_at = models.DateTimeField(_("开始"))
    first_due_at = models.DateTimeField(_("首次期限"), null=True, blank=True)
    due_at = models.DateTimeField(_("期限"), null=True, blank=True)
    is_provisional = models.BooleanField(_("暂定"), default=False)
    warn_at = models.DateTimeField(_("下次预警"), null=True, blank=True)
    warned_at = models.DateTimeField(_("已预警"), null=True, blank=True)
    paused_at = models.DateTimeField(_("暂停"), null=True, blank=True)
    overdue_at = models.DateTimeField(_("超期"), null=True, blank=True)
    stopped_at = models.DateTimeField(_("停止"), null=True, blank=True)
    explanation = models.JSONField(_("期限如何计算"), default=dict, blank=True)

    objects: ClassVar[models.Manager[Clock]] = ClockQuerySet.as_manager()

    class Meta:
        verbose_name = _("计时")
        verbose_name_plural = _("计时")
        ordering = ["case_id", "started_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(name__in=ClockName.values), name="clock_name_is_known"),
            models.UniqueConstraint(fields=["case", "name", "run"], name="clock_run_is_counted_once"),
            models.UniqueConstraint(
                fields=["case", "name"], condition=Q(stopped_at=None), name="clock_has_one_running_interval"
            ),
        ]
        indexes = [
            # tick_clocks: what has run out and is not noted; an idle sweep is one probe of this index
            models.Index(
                fields=["due_at"],
                name="clock_sweep_due",
                condition=Q(stopped_at=None, paused_at=None, overdue_at=None, due_at__isnull=False),
            ),
            # warn_clocks: whose next step of the ladder has come
            models.Index(
                fields=["warn_at"],
                name="clock_sweep_warn",
                condition=Q(stopped_at=None, paused_at=None, warn_at__isnull=False),
            ),
            # load_calendar: deadlines that were provisional
            models.Index(
                fields=["started_at"],
                name="clock_provisional",
                condition=Q(stopped_at=None, is_provisional=True),
            ),
            # counting a day: which replies were due on it
            models.Index(
                fields=["due_at"],
                name="clock_reply_by_due",
                condition=Q(name=ClockName.REPLY, due_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.name}·{self.run}"
