"""How a person wants to be told (通知设置): switches by kind and channel, the daily summary, the own quiet hours."""

from __future__ import annotations

from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from notify.rules.kinds import EMAIL, SITE, SMS, Kind, switch_name
from notify.rules.wishes import Reach

RESULT_SITE = switch_name(Kind.RESULT, SITE)
RESULT_WAYS_OUT = tuple(switch_name(Kind.RESULT, channel) for channel in (SMS, EMAIL))


class NoticeWishes(models.Model):
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        verbose_name=_("用户"),
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="notice_wishes",
    )
    # {"answer.email": false}: what the person has set; everything else is as notify/rules/kinds.py says.
    switches = models.JSONField(_("开关"), default=dict, blank=True)
    wants_digest = models.BooleanField(_("每日汇总"), default=False)
    quiet_from = models.TimeField(_("免打扰开始"), null=True, blank=True)
    quiet_until = models.TimeField(_("免打扰结束"), null=True, blank=True)
    changed_at = models.DateTimeField(_("更新时间"))

    class Meta:
        verbose_name = _("通知设置")
        verbose_name_plural = _("通知设置")
        constraints = [
            models.CheckConstraint(
                condition=~Q(switches__contains={RESULT_SITE: False}), name="results_are_on_the_site"
            ),
            models.CheckConstraint(
                condition=~Q(switches__contains=dict.fromkeys(RESULT_WAYS_OUT, False)),
                name="results_have_a_way_out",
            ),
            models.CheckConstraint(
                condition=Q(quiet_from=None, quiet_until=None)
                | Q(quiet_from__isnull=False, quiet_until__isnull=False) & ~Q(quiet_from=F("quiet_until")),
                name="quiet_hours_have_both_ends",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}"


def reach_of(user_ids: Iterable[int]) -> dict[int, Reach]:
    """How each of these people is reached; whoever has left is not in it. One query."""
    rows = User.objects.filter(pk__in=list(user_ids), is_active=True).values_list(
        "pk",
        "identity__user",
        "mail_address__verified_at",
        "notice_wishes__switches",
        "notice_wishes__wants_digest",
        "notice_wishes__quiet_from",
        "notice_wishes__quiet_until",
    )
    return {
        pk: Reach(
            has_phone=phone is not None,
            has_mail=mail is not None,
            switches=switches or {},
            wants_digest=bool(digest),
            quiet_from=start,
            quiet_until=end,
        )
        for pk, phone, mail, switches, digest, start, end in rows
    }
