"""What was done about an account (账号限制): who, whom, what, why, until when. Appended, never changed or deleted."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.rules.watch_levels import Restriction, RestrictionVerb


class AccountAct(models.Model):
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("账号"),
        on_delete=models.PROTECT,
        related_name="restriction_acts",
    )
    verb = models.CharField(_("动作"), max_length=10, choices=RestrictionVerb)
    restriction = models.CharField(_("限制"), max_length=10, choices=Restriction)
    amount = models.PositiveSmallIntegerField(_("每天最多件数"), null=True, blank=True)
    reason = models.TextField(_("理由"))
    until = models.DateTimeField(_("到期时间"), null=True, blank=True)
    case = models.ForeignKey(
        Case,
        verbose_name=_("起因的诉求件"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    at = models.DateTimeField(_("时间"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("操作人"), on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("账号限制")
        verbose_name_plural = _("账号限制")
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(condition=Q(verb__in=RestrictionVerb.values), name="account_act_is_known"),
            models.CheckConstraint(
                condition=Q(restriction__in=Restriction.values), name="account_restriction_is_known"
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="account_act_says_why"),
            models.CheckConstraint(
                condition=~Q(verb=RestrictionVerb.IMPOSE, restriction=Restriction.DAILY) | Q(amount__gte=1),
                name="daily_limit_has_an_amount",
            ),
            models.CheckConstraint(
                condition=~Q(verb=RestrictionVerb.IMPOSE, restriction=Restriction.BLOCKED)
                | Q(until__isnull=False),
                name="nobody_is_blocked_without_end",
            ),
        ]
        indexes = [
            # a submission asks what restricts its author
            models.Index(fields=["user", "restriction", "-id"], name="account_acts_of_user"),
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.get_verb_display()} {self.get_restriction_display()}"


def restrictions_of(user_id: int, at: datetime) -> dict[str, AccountAct]:
    """The restrictions in force at a moment, by their kind: those imposed last, not lifted, not ended."""
    words = AccountAct.objects.filter(user=user_id, verb__in=(RestrictionVerb.IMPOSE, RestrictionVerb.LIFT))
    last = words.order_by("restriction", "-id").distinct("restriction")
    return {
        each.restriction: each
        for each in last
        if each.verb == RestrictionVerb.IMPOSE and not _has_ended(each, at)
    }


def _has_ended(act: AccountAct, at: datetime) -> bool:
    return act.until is not None and act.until <= at
