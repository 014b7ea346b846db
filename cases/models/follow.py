"""Following (关注): a message or a board, without saying anything. Persons' relations: never in the boards' tables."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from boards.models import Board
from cases.models.case import Case
from cases.rules.following import Rhythm


class CaseFollow(models.Model):
    """`case` is what is followed now, `origin` what was chosen: they differ while `origin` is merged into another case."""

    case = models.ForeignKey(
        Case, verbose_name=_("诉求件"), on_delete=models.CASCADE, related_name="follows", db_index=False
    )
    origin = models.ForeignKey(Case, verbose_name=_("关注的留言"), on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("关注人"),
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
    )
    at = models.DateTimeField(_("关注时间"))

    class Meta:
        verbose_name = _("关注的留言")
        verbose_name_plural = _("关注的留言")
        constraints = [
            models.UniqueConstraint(fields=["case", "user"], name="case_followed_once_a_person"),
        ]
        indexes = [
            # /my/follows/: newest first
            models.Index(fields=["user", "-id"], name="case_follow_of_user"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.pk}"


class BoardFollow(models.Model):
    """`told_until`: what went up until then has been told, or was there before."""

    board = models.ForeignKey(Board, verbose_name=_("留言板"), on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("关注人"),
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
    )
    rhythm = models.CharField(_("汇总"), max_length=6, choices=Rhythm, default=Rhythm.WEEKLY)
    at = models.DateTimeField(_("关注时间"))
    told_until = models.DateTimeField(_("已告知到"))

    class Meta:
        verbose_name = _("关注的留言板")
        verbose_name_plural = _("关注的留言板")
        constraints = [
            models.UniqueConstraint(fields=["user", "board"], name="board_followed_once_a_person"),
            models.CheckConstraint(
                condition=Q(rhythm__in=Rhythm.values), name="board_follow_rhythm_is_known"
            ),
        ]
        indexes = [
            # tell_boards: whose digest is due
            models.Index(fields=["rhythm", "told_until"], name="board_follow_due"),
        ]

    def __str__(self) -> str:
        return f"{self.board_id} {self.pk}"
