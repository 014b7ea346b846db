"""A revisit (回访): one try to reach the author after the reply, by somebody outside the handling unit."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.rating import Solved


class Revisit(models.Model):
    case = models.ForeignKey(
        Case, verbose_name=_("诉求件"), on_delete=models.CASCADE, related_name="revisits"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("回访员"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    tried_at = models.DateTimeField(_("回访时间"))
    round = models.PositiveSmallIntegerField(_("第几次回复"), default=1)
    is_reached = models.BooleanField(_("已联系上"))
    is_solved = models.CharField(_("是否解决"), max_length=6, choices=Solved, blank=True)
    satisfaction = models.PositiveSmallIntegerField(_("满意度"), null=True, blank=True)
    words = models.TextField(_("回访内容"), blank=True)

    class Meta:
        verbose_name = _("回访")
        verbose_name_plural = _("回访")
        ordering = ["tried_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(is_reached=False, satisfaction=None, is_solved="")
                | Q(is_reached=True, satisfaction__range=(1, 5), is_solved__in=Solved.values),
                name="revisit_has_answers_only_when_reached",
            )
        ]
        indexes = [
            # counting a day: who was reached on it
            models.Index(fields=["tried_at"], name="revisit_by_day", condition=Q(is_reached=True)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.tried_at:%Y-%m-%d %H:%M}"
