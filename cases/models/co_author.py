"""A co-author (共同留言人): the author of a merged case, with all rights of an author in the case that it joined."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case


class CoAuthor(models.Model):
    case = models.ForeignKey(
        Case, verbose_name=_("诉求件"), on_delete=models.CASCADE, related_name="co_authors"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("共同留言人"),
        on_delete=models.PROTECT,
        related_name="+",
    )
    origin = models.ForeignKey(Case, verbose_name=_("并入的留言"), on_delete=models.CASCADE, related_name="+")
    joined_at = models.DateTimeField(_("并入时间"))
    left_at = models.DateTimeField(_("恢复单独办理时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("共同留言人")
        verbose_name_plural = _("共同留言人")
        ordering = ["joined_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["origin"], condition=Q(left_at=None), name="merged_case_has_one_target"
            ),
        ]
        indexes = [
            # /my/: what the person co-authors now
            models.Index(fields=["user", "case"], name="co_author_of", condition=Q(left_at=None)),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} ← {self.origin_id}"
