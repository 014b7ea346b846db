"""A pause (暂停台账): why a deadline stood still, from when to when, and who decided it. Shown to the author in full."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.rules.states import PauseGround


class PauseEnd(models.TextChoices):
    """How a pause ended."""

    GIVEN = "given", _("已补充")
    EXPIRED = "expired", _("逾期未补充")
    RESUMED = "resumed", _("恢复办理")
    ENDED = "ended", _("留言已结束")


class Pause(models.Model):
    case = models.ForeignKey(Case, verbose_name=_("诉求件"), on_delete=models.CASCADE, related_name="pauses")
    ground = models.CharField(_("原因"), max_length=10, choices=PauseGround)
    words = models.TextField(_("要求或说明"))
    plan = models.TextField(_("后续安排"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("决定人"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    from_at = models.DateTimeField(_("开始"))
    until_at = models.DateTimeField(_("最迟恢复"))
    ended_at = models.DateTimeField(_("结束"), null=True, blank=True)
    ended_how = models.CharField(_("如何结束"), max_length=8, choices=PauseEnd, blank=True)
    answer = models.TextField(_("补充内容"), blank=True)

    class Meta:
        verbose_name = _("暂停")
        verbose_name_plural = _("暂停")
        ordering = ["from_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(ground__in=PauseGround.values), name="pause_ground_is_known"),
            models.CheckConstraint(
                condition=Q(ended_at=None, ended_how="")
                | Q(ended_at__isnull=False, ended_how__in=PauseEnd.values),
                name="ended_pause_says_how",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=Q(ended_at=None), name="case_has_one_open_pause"
            ),
        ]
        indexes = [
            # tick_clocks: whose pause is over
            models.Index(fields=["until_at"], name="pause_sweep", condition=Q(ended_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.get_ground_display()}"
