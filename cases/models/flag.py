"""Flags (反映不当内容): a reader points at a public message. Who it was is kept only as a keyed digest, and not for long."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role, Standing
from cases.models.case import Case
from cases.rules.watch_levels import FlagOutcome, FlagReason, FlagStatus

UNRESOLVED = ~Q(status=FlagStatus.RESOLVED)


class FlagQuerySet(models.QuerySet["Flag"]):
    def visible_to(self, who: Standing) -> FlagQuerySet:
        """Those of the own desk's boards; all of them for supervisors."""
        rows = self.filter(case__in=Case.objects.read_by(who))
        if who.has(Role.SUPERVISOR):
            return rows
        return rows.filter(case__board__desk__in=who.units_of(Role.INTAKE, Role.REVIEWER))

    def unresolved(self) -> FlagQuerySet:
        return self.filter(UNRESOLVED)


class Flag(models.Model):
    case = models.ForeignKey(Case, verbose_name=_("诉求件"), on_delete=models.PROTECT, related_name="flags")
    reason = models.CharField(_("理由"), max_length=10, choices=FlagReason)
    words = models.CharField(_("说明"), max_length=200, blank=True)
    # Knows the same reader again while the flag is open; emptied when it is resolved.
    sender_digest = models.CharField(_("反映人摘要"), max_length=64, blank=True, editable=False)
    at = models.DateTimeField(_("反映时间"))
    due_at = models.DateTimeField(_("应处理时间"))
    status = models.CharField(_("状态"), max_length=10, choices=FlagStatus, default=FlagStatus.OPEN)
    claimed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("处理人"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    outcome = models.CharField(_("结果"), max_length=10, choices=FlagOutcome, blank=True)
    resolved_at = models.DateTimeField(_("处理时间"), null=True, blank=True)

    objects: ClassVar[models.Manager[Flag]] = FlagQuerySet.as_manager()

    class Meta:
        verbose_name = _("读者反映")
        verbose_name_plural = _("读者反映")
        ordering = ["due_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "sender_digest"], condition=UNRESOLVED, name="reader_has_one_open_flag"
            ),
            models.CheckConstraint(condition=Q(reason__in=FlagReason.values), name="flag_reason_is_known"),
            models.CheckConstraint(condition=Q(status__in=FlagStatus.values), name="flag_status_is_known"),
            models.CheckConstraint(
                condition=Q(status=FlagStatus.RESOLVED, outcome__in=FlagOutcome.values, sender_digest="")
                | (UNRESOLVED & Q(outcome="")),
                name="resolved_flag_says_how_and_forgets_who",
            ),
        ]
        indexes = [
            # the desk's queue: what waits, most pressing first
            models.Index(fields=["due_at", "id"], name="flag_queue", condition=UNRESOLVED),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.get_reason_display()}"


class FlagAct(models.Model):
    """What somebody did about a flag: appended, never changed or deleted."""

    flag = models.ForeignKey(Flag, verbose_name=_("读者反映"), on_delete=models.PROTECT, related_name="acts")
    verb = models.CharField(_("动作"), max_length=10)
    words = models.TextField(_("说明"), blank=True)
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("操作人"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("读者反映的处理")
        verbose_name_plural = _("读者反映的处理")
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.flag_id} {self.verb}"
