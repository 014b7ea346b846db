"""A ground for not accepting (不予受理依据): what the author reads, where to turn, and whether an appeal is open."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cases.rules.states import DeclineCode


class DeclineGround(models.Model):
    code = models.CharField(_("代码"), max_length=3, choices=DeclineCode, unique=True)
    words = models.TextField(_("给留言人的说明"))
    channel = models.TextField(_("其他渠道"), blank=True)
    stays_public = models.BooleanField(
        _("公开留言内容"), default=False, help_text=_("不予受理后，留言内容和理由是否仍向公众公开。")
    )
    is_appealable = models.BooleanField(_("可以申诉"), default=True)

    class Meta:
        verbose_name = _("不予受理依据")
        verbose_name_plural = _("不予受理依据")
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(code__in=DeclineCode.values), name="decline_ground_is_known"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.get_code_display()}"
