"""A service level (办理时限标准): how long a clock is, for which kind and grade, from which day on.

Never changed, only followed by a new one.
"""

from __future__ import annotations

from datetime import time

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.rules.clocks import ClockName, Level
from cases.rules.measures import Measure
from cases.rules.states import Grade, Kind

REWORK = "rework"  # the reply clock of a reopened case
REVISIT_SAMPLE = "sample"  # the revisit clock where no bad rating asks for it
AGAIN = "again"  # the reply clock after the author asked again
SEVERAL = "several"  # the reply clock where several units handle a case
URGENT = "urgent"  # the clock of an urgent supervision order
INFO_WAIT = "info"  # how long a case waits for what the author was asked for
LEVEL_CLOCKS = [
    *((name.value, name.label) for name in ClockName if name not in (ClockName.WAIT, ClockName.PROMISE)),
    (REWORK, _("重办")),
    (REVISIT_SAMPLE, _("回访（抽查）")),
    (AGAIN, _("追问后再答复")),
    (SEVERAL, _("办理（多个单位）")),
    (URGENT, _("督办（紧急）")),
    (INFO_WAIT, _("等待留言人补充")),
]


class ServiceLevel(models.Model):
    clock = models.CharField(_("环节"), max_length=12, choices=LEVEL_CLOCKS)
    kind = models.CharField(
        _("类型"), max_length=12, choices=Kind, blank=True, help_text=_("空白表示所有类型")
    )
    grade = models.CharField(
        _("等级"), max_length=12, choices=Grade, blank=True, help_text=_("空白表示所有等级")
    )
    amount = models.PositiveIntegerField(_("时限"), default=0)
    measure = models.CharField(_("单位"), max_length=12, choices=Measure)
    cut_off = models.TimeField(_("当日截止"), default=time(16, 0), help_text=_("仅“当日”时限使用"))
    next_by = models.TimeField(_("次日前"), default=time(10, 0), help_text=_("仅“当日”时限使用"))
    valid_from = models.DateField(_("生效日期"))
    source = models.CharField(_("依据"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("办理时限标准")
        verbose_name_plural = _("办理时限标准")
        ordering = ["clock", "grade", "kind", "-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(measure__in=Measure.values), name="service_level_measure_is_known"
            ),
            models.CheckConstraint(
                condition=Q(clock__in=[value for value, _label in LEVEL_CLOCKS]),
                name="service_level_clock_is_known",
            ),
            models.UniqueConstraint(
                fields=["clock", "kind", "grade", "valid_from"], name="service_level_has_one_version_a_day"
            ),
        ]

    def __str__(self) -> str:
        what = " ".join(
            filter(None, [self.get_clock_display(), self.get_kind_display(), self.get_grade_display()])
        )
        return f"{what}：{self.amount} {self.get_measure_display()}"

    def as_level(self) -> Level:
        """The row as the rules see it."""
        return Level(
            id=self.pk,
            clock=self.clock,
            kind=self.kind,
            grade=self.grade,
            amount=self.amount,
            measure=Measure(self.measure),
            valid_from=self.valid_from,
            cut_off=self.cut_off,
            next_by=self.next_by,
            source=self.source,
        )
