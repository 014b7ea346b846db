"""A rating (评价): the author's own verdict on a reply. No default; sealed from the handling unit until the window ends."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case


class Solved(models.TextChoices):
    YES = "yes", _("已解决")
    PARTLY = "partly", _("部分解决")
    NO = "no", _("未解决")


class Rating(models.Model):
    case = models.ForeignKey(Case, verbose_name=_("诉求件"), on_delete=models.CASCADE, related_name="ratings")
    rater = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("评价人"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    round = models.PositiveSmallIntegerField(_("第几次回复"), default=1)
    is_answered = models.BooleanField(_("已回应"))
    is_solved = models.CharField(_("是否解决"), max_length=6, choices=Solved)
    outcome = models.PositiveSmallIntegerField(_("解决力度"))
    attitude = models.PositiveSmallIntegerField(_("办理态度"))
    speed = models.PositiveSmallIntegerField(_("办理速度"))
    words = models.TextField(_("评价内容"), blank=True)
    rated_at = models.DateTimeField(_("评价时间"))
    changed_at = models.DateTimeField(_("更改时间"), null=True, blank=True)
    sealed_until = models.DateTimeField(_("封存至"))

    class Meta:
        verbose_name = _("评价")
        verbose_name_plural = _("评价")
        ordering = ["rated_at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["case", "round", "rater"], name="reply_is_rated_once", nulls_distinct=False
            ),
            models.CheckConstraint(
                condition=Q(outcome__range=(1, 5), attitude__range=(1, 5), speed__range=(1, 5)),
                name="rating_scores_are_one_to_five",
            ),
            models.CheckConstraint(condition=Q(is_solved__in=Solved.values), name="rating_solved_is_known"),
        ]
        indexes = [
            # counting a day: whose seal ended on it
            models.Index(fields=["sealed_until"], name="rating_by_seal_end"),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}·{self.round}"
