"""How long personal data are kept (保存期限), from which day on; and which cases are exempt while somebody needs them."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case


class TermOf(models.TextChoices):
    """What the days are counted for."""

    CONTACT = "contact", _("联系方式，自办结起")
    REPORT_CONTACT = "report_contact", _("举报件联系方式，自办结起")
    CLOSING = "closing", _("账号注销等待期，自申请起")


class RetentionTerm(models.Model):
    what = models.CharField(_("对象"), max_length=14, choices=TermOf)
    days = models.PositiveIntegerField(_("天数"))
    valid_from = models.DateField(_("生效日期"))
    source = models.CharField(_("依据"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("个人信息保存期限")
        verbose_name_plural = _("个人信息保存期限")
        ordering = ["what", "-valid_from"]
        constraints = [
            models.CheckConstraint(condition=Q(what__in=TermOf.values), name="retention_term_is_known"),
            models.UniqueConstraint(fields=["what", "valid_from"], name="retention_has_one_version_a_day"),
        ]

    def __str__(self) -> str:
        return f"{self.get_what_display()}：{self.days}"


def days_kept(what: str, on: date) -> int | None:
    """The length in force on a day; None where no row says one, and then nothing is erased."""
    rows = RetentionTerm.objects.filter(what=what, valid_from__lte=on).order_by("-valid_from")
    return rows.values_list("days", flat=True).first()


class RetentionHold(models.Model):
    """A case whose contact data must stay (诉讼、复议、审计 …) until somebody takes the hold off again."""

    case = models.OneToOneField(
        Case, verbose_name=_("诉求件"), on_delete=models.PROTECT, related_name="retention_hold"
    )
    reason = models.CharField(_("理由"), max_length=200)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("登记人"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    held_at = models.DateTimeField(_("登记时间"), editable=False)

    class Meta:
        verbose_name = _("暂缓清除联系方式")
        verbose_name_plural = _("暂缓清除联系方式")
        ordering = ["-held_at"]

    def __str__(self) -> str:
        return f"{self.case_id} {self.reason[:20]}"
