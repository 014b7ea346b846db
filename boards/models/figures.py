"""A board's own figures of the last 90 days, written by the counting app so that the board's page need not count."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from boards.models.board import Board


class BoardFigures(models.Model):
    board = models.OneToOneField(
        Board, verbose_name=_("留言板"), on_delete=models.CASCADE, related_name="figures"
    )
    as_of = models.DateTimeField(_("数据截至"))
    days = models.PositiveSmallIntegerField(_("天数"), default=90)
    received = models.PositiveIntegerField(_("有效留言"), default=0)
    answered = models.PositiveIntegerField(_("已回复"), default=0)
    due = models.PositiveIntegerField(_("到期"), default=0)
    on_time = models.PositiveIntegerField(_("按期"), default=0)
    handled = models.PositiveIntegerField(_("计时件数"), default=0)
    handled_workdays = models.PositiveIntegerField(_("用时合计（工作日）"), default=0)

    class Meta:
        verbose_name = _("留言板数据")
        verbose_name_plural = _("留言板数据")

    def __str__(self) -> str:
        return f"{self.board} {self.as_of:%Y-%m-%d}"
