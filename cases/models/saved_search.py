"""A saved search (订阅搜索): what a person wants to be told of when something new about it is public."""

from __future__ import annotations

import json

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from boards.rules.question import Question, question_of


class SavedSearch(models.Model):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("网民"), on_delete=models.CASCADE, related_name="+"
    )
    query = models.CharField(_("搜索条件"), max_length=500, help_text=_("搜索词和筛选条件"))
    saved_at = models.DateTimeField(_("保存时间"))
    # What went up until then has been looked at; what comes later has not.
    looked_to = models.DateTimeField(_("已查至"))
    told_on = models.DateField(_("最近通知日期"), null=True, blank=True)

    class Meta:
        verbose_name = _("订阅搜索")
        verbose_name_plural = _("订阅搜索")
        ordering = ["-saved_at", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "query"], name="search_is_saved_once"),
        ]
        indexes = [
            # tell_searches: those looked at longest ago first
            models.Index(fields=["looked_to", "id"], name="saved_search_next"),
        ]

    def __str__(self) -> str:
        return str(self.pk)  # never the words

    @property
    def question(self) -> Question:
        return question_of(json.loads(self.query))


def stored(question: Question) -> str:
    """A question as it is kept: the same question is always the same words."""
    return json.dumps(question.query, ensure_ascii=False)
