"""An application (申请): a unit asks for a return (退单) or more time (延期), and somebody else decides."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from cases.models.case import Case


class Asked(models.TextChoices):
    """What is asked for."""

    RETURN = "return", _("退单")
    EXTENSION = "extension", _("延期")


class Answer(models.TextChoices):
    """How an application ended; open until decided, lapsed when the case went on without a decision."""

    OPEN = "open", _("待审批")
    GRANTED = "granted", _("已同意")
    REFUSED = "refused", _("已驳回")
    LAPSED = "lapsed", _("已失效")


class Application(models.Model):
    case = models.ForeignKey(
        Case, verbose_name=_("诉求件"), on_delete=models.CASCADE, related_name="applications"
    )
    asked = models.CharField(_("申请事项"), max_length=10, choices=Asked)
    unit = models.ForeignKey(Unit, verbose_name=_("申请单位"), on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("申请人"),
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
    )
    asked_at = models.DateTimeField(_("申请时间"))
    reason = models.TextField(_("理由和依据"))
    competent = models.ForeignKey(
        Unit,
        verbose_name=_("应由哪个单位办理"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    workdays = models.PositiveSmallIntegerField(_("申请延长的工作日"), null=True, blank=True)
    answer = models.CharField(_("审批结果"), max_length=8, choices=Answer, default=Answer.OPEN)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("审批人"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    decided_at = models.DateTimeField(_("审批时间"), null=True, blank=True)
    words = models.TextField(_("审批意见"), blank=True)
    due_before = models.DateTimeField(_("原期限"), null=True, blank=True)
    due_after = models.DateTimeField(_("新期限"), null=True, blank=True)

    class Meta:
        verbose_name = _("申请")
        verbose_name_plural = _("申请")
        ordering = ["asked_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(asked__in=Asked.values), name="application_asks_the_known"),
            models.CheckConstraint(condition=Q(answer__in=Answer.values), name="application_answer_is_known"),
            models.CheckConstraint(
                condition=~Q(asked=Asked.RETURN) | Q(competent__isnull=False),
                name="return_names_the_competent_unit",
            ),
            models.CheckConstraint(
                condition=~Q(asked=Asked.EXTENSION) | Q(workdays__range=(1, 10)),
                name="extension_is_one_to_ten_workdays",
            ),
            models.UniqueConstraint(
                fields=["case", "asked"],
                condition=Q(answer=Answer.OPEN),
                name="case_has_one_open_application",
            ),
            models.UniqueConstraint(
                fields=["case", "unit"], condition=Q(asked=Asked.RETURN), name="unit_asks_for_return_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.get_asked_display()}"
