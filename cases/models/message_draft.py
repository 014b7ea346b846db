"""A message draft (留言草稿): what a signed-in citizen has typed and not yet sent. Personal, hence sealed; kept 30 days."""

from __future__ import annotations

from datetime import timedelta
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Sealed
from boards.models import Board

KEPT = timedelta(days=30)


class MessageDraft(Sealed):
    """`key` becomes the submission key of the case, so that sending the draft ends it."""

    key = models.UUIDField(_("标识"), unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("留言人"),
        on_delete=models.CASCADE,
        related_name="message_drafts",
    )
    board = models.ForeignKey(Board, verbose_name=_("留言板"), on_delete=models.CASCADE, related_name="+")
    saved_at = models.DateTimeField(_("保存时间"))
    version = models.PositiveIntegerField(_("版本"), default=1)

    objects: ClassVar[models.Manager[MessageDraft]] = models.Manager()

    class Meta:
        verbose_name = _("留言草稿")
        verbose_name_plural = _("留言草稿")
        ordering = ["-saved_at", "-id"]
        indexes = [
            # /my/drafts/
            models.Index(fields=["user", "-saved_at"], name="message_draft_of_user"),
            # the nightly purge
            models.Index(fields=["saved_at"], name="message_draft_by_age"),
        ]

    def __str__(self) -> str:
        return f"{self.key}"  # never the words

    @property
    def row_name(self) -> str:
        return f"message_draft:{self.key}"
