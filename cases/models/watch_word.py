"""Watched words (警示词): rows that an administrator edits, and the stamp that says which version of the list holds."""

from __future__ import annotations

import secrets
from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.rules.watch_levels import Level
from cases.rules.watchwords import Watch, Watched


class WatchWord(models.Model):
    word = models.CharField(_("词"), max_length=40, unique=True)
    level = models.CharField(_("作用"), max_length=10, choices=Level)
    exceptions = models.TextField(
        _("例外"),
        blank=True,
        help_text=_("含有这个词、但属正常用语的较长词语，用空格或换行隔开。例：“口交”的例外填“路口 交通”。"),
    )
    near = models.TextField(
        _("附近须有"),
        blank=True,
        help_text=_("填写后，前后三十个字里还出现其中一个词时才算。用空格或换行隔开；不填则单独出现就算。"),
    )
    note = models.CharField(_("说明"), max_length=200, blank=True)
    is_active = models.BooleanField(_("启用"), default=True)

    class Meta:
        verbose_name = _("警示词")
        verbose_name_plural = _("警示词")
        ordering = ["level", "word"]
        constraints = [
            models.CheckConstraint(condition=models.Q(level__in=Level.values), name="watch_level_is_known"),
            models.CheckConstraint(condition=~models.Q(word=""), name="watch_word_is_not_empty"),
        ]

    def __str__(self) -> str:
        return self.word


class WatchStamp(models.Model):
    """One row: which version of the list holds. A random word, never a count: it cannot come back after a rollback."""

    version = models.CharField(max_length=16)

    class Meta:
        verbose_name = _("警示词版本")
        verbose_name_plural = _("警示词版本")

    _kept: ClassVar[tuple[str, Watch] | None] = None

    def __str__(self) -> str:
        return self.version

    @classmethod
    def moves_on(cls) -> None:
        """Every process builds its automaton anew at its next screening. Call it in the transaction that changed a row."""
        cls.objects.update_or_create(pk=1, defaults={"version": secrets.token_hex(8)})


def current_watch() -> Watch:
    """The list as an automaton: one query for its version, and only after a change one more for its rows."""
    version = WatchStamp.objects.filter(pk=1).values_list("version", flat=True).first() or ""
    kept = WatchStamp._kept  # looked at once: another thread may replace it at any moment
    if kept is None or kept[0] != version:
        rows = WatchWord.objects.filter(is_active=True)
        words = [
            Watched(each.word, each.level, tuple(each.exceptions.split()), tuple(each.near.split()))
            for each in rows
        ]
        kept = WatchStamp._kept = (version, Watch(words))
    return kept[1]
