"""An endorsement (附议): “我也遇到”, once a person and case, with a few private words that only the handlers read."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Sealed
from cases.models.case import Case


class Endorsement(Sealed):
    """`case` is where it counts, `origin` where it was given: they differ while `origin` is merged into another case."""

    case = models.ForeignKey(
        Case, verbose_name=_("诉求件"), on_delete=models.CASCADE, related_name="endorsements", db_index=False
    )
    origin = models.ForeignKey(Case, verbose_name=_("附议的留言"), on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("附议人"),
        on_delete=models.CASCADE,
        related_name="+",
        db_index=False,
    )
    at = models.DateTimeField(_("附议时间"))

    class Meta:
        verbose_name = _("附议")
        verbose_name_plural = _("附议")
        constraints = [
            # also: whom to tell of an event, in the order of users
            models.UniqueConstraint(fields=["case", "user"], name="endorsed_once_a_person"),
        ]
        indexes = [
            # /my/endorsed/: newest first
            models.Index(fields=["user", "-id"], name="endorsement_of_user"),
            # the case file: the newest words to the unit; most endorsements have none
            models.Index(fields=["case", "-id"], name="endorsement_words", condition=~Q(sealed="")),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.pk}"  # never who

    @property
    def row_name(self) -> str:
        return f"endorsement:{self.origin_id}:{self.user_id}"

    @classmethod
    def stale(cls) -> models.QuerySet[Any]:
        """An endorsement without words has nothing sealed."""
        return super().stale().exclude(sealed="")

    @property
    def words(self) -> str:
        """To the unit, in clear."""
        return self.opened().get("words", "") if self.sealed else ""
