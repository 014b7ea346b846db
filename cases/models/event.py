"""An event (办理过程): one thing that happened to a case.

Appended by the door, never edited or deleted; a trigger refuses both.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.indexes import BrinIndex
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from cases.models.case import Case
from cases.rules.states import State


class Event(models.Model):
    case = models.ForeignKey(Case, verbose_name=_("诉求件"), on_delete=models.PROTECT, related_name="events")
    seq = models.PositiveIntegerField(_("序号"))
    verb = models.CharField(_("动作"), max_length=20)
    before = models.CharField(_("原状态"), max_length=10, choices=State, blank=True)
    after = models.CharField(_("新状态"), max_length=10, choices=State)
    at = models.DateTimeField(_("时间"))
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("操作人"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    role = models.CharField(_("身份"), max_length=20)
    unit = models.ForeignKey(
        Unit, verbose_name=_("单位"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    reason = models.TextField(_("理由"), blank=True)
    facts = models.JSONField(_("内容"), default=dict, blank=True)

    class Meta:
        verbose_name = _("事件")
        verbose_name_plural = _("事件")
        ordering = ["case_id", "seq"]
        constraints = [
            models.UniqueConstraint(fields=["case", "seq"], name="event_sequence_has_no_doubles"),
            models.CheckConstraint(condition=Q(after__in=State.values), name="event_after_is_known"),
        ]
        indexes = [
            # counting a day: all events of that day, by verb
            models.Index(fields=["at", "verb"], name="event_by_day"),
            # the yearly count of take-downs
            models.Index(fields=["at"], name="event_of_take_down", condition=Q(verb="take_down")),
            # counting again: what has been recorded since the last count, whichever day it belongs to
            BrinIndex(fields=["recorded_at"], name="event_by_recording", autosummarize=True),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}·{self.seq} {self.verb}"
