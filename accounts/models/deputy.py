"""A deputy (代理人): who else is told while a person is on leave. It gives no right: the deputy holds the role already."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class DeputyQuerySet(models.QuerySet["Deputy"]):
    def on(self, day: date) -> DeputyQuerySet:
        """Whose leave includes that day, both ends counted."""
        return self.filter(from_on__lte=day, until_on__gte=day)


class Deputy(models.Model):
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("请假人"), on_delete=models.CASCADE, related_name="deputies"
    )
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("代理人"),
        on_delete=models.CASCADE,
        related_name="deputy_for",
    )
    from_on = models.DateField(_("开始日期"))
    until_on = models.DateField(_("结束日期"), help_text=_("含当日"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("登记人"),
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects: ClassVar[DeputyQuerySet] = DeputyQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        verbose_name = _("请假代理")
        verbose_name_plural = _("请假代理")
        ordering = ["-from_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(person=F("deputy")),
                name="deputy_is_another_person",
                violation_error_message=_("代理人不能是请假人本人。"),
            ),
            models.CheckConstraint(
                condition=Q(until_on__gte=F("from_on")),
                name="deputy_ends_after_the_start",
                violation_error_message=_("结束日期不能早于开始日期。"),
            ),
            models.UniqueConstraint(
                fields=["person", "deputy", "from_on"],
                name="deputy_is_named_once_a_leave",
                violation_error_message=_("这一代理已经登记。"),
            ),
        ]
        indexes = [
            # "who is on leave today": asked once for each batch of notices
            models.Index(fields=["until_on", "from_on"], name="deputy_by_day"),
        ]

    def __str__(self) -> str:
        return f"{self.person} → {self.deputy} {self.from_on:%Y-%m-%d}–{self.until_on:%Y-%m-%d}"

    def clean(self) -> None:
        """The deputy stands in the same place already: the same role in the same unit."""
        if not (self.person_id and self.deputy_id):
            return
        own = self.person.memberships.values_list("unit_id", "role")
        if not set(own) & set(self.deputy.memberships.values_list("unit_id", "role")):
            raise ValidationError(
                {"deputy": _("代理人须与请假人在同一单位担任同一角色。请先由管理员登记任职。")}
            )
