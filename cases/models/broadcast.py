"""A broadcast (群发): one event that many are to be told of. The row is the queue of record; a job walks through the people."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.event import Event


class Broadcast(models.Model):
    event = models.OneToOneField(
        Event, verbose_name=_("事件"), on_delete=models.CASCADE, primary_key=True, related_name="+"
    )
    told_up_to = models.BigIntegerField(_("已告知到的用户"), default=0)
    done_at = models.DateTimeField(_("完成时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("群发")
        verbose_name_plural = _("群发")
        indexes = [
            # tell_watchers: what is not finished; empty most minutes
            models.Index(fields=["event"], name="broadcast_waiting", condition=Q(done_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.event_id}"
