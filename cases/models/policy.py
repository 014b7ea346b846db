"""The policy in force as one value: levels, calendar, sample. Read from rows once and kept until a row changes."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from cases.models.calendar_day import ALWAYS, CalendarDay, OfficeHours
from cases.models.service_level import ServiceLevel
from cases.rules.clocks import Policy, Sample
from cases.rules.workdays import Calendar, HoursVersion, SpecialDay

NATIONAL_DAY = (10, 1)  # every notice names it: its row says that the year's notice is loaded


class RevisitSample(models.Model):
    """The share of answered cases that is revisited at random, with the seed that anybody can check the draw with."""

    valid_from = models.DateField(_("生效日期"), unique=True)
    percent = models.PositiveSmallIntegerField(_("抽查比例（%）"))
    seed = models.CharField(_("随机种子"), max_length=64)

    class Meta:
        verbose_name = _("回访抽查比例")
        verbose_name_plural = _("回访抽查比例")
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(percent__range=(0, 100)), name="revisit_sample_is_a_percentage"
            )
        ]

    def __str__(self) -> str:
        return f"{self.valid_from:%Y-%m-%d} {self.percent}%"


class PolicyStamp(models.Model):
    """One row: which version of calendar and levels is in force. Whoever changes those rows moves it on."""

    version = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("规则版本")
        verbose_name_plural = _("规则版本")

    _kept: ClassVar[tuple[int, Policy] | None] = None

    def __str__(self) -> str:
        return str(self.version)

    @classmethod
    def moves_on(cls) -> None:
        """Every process reads the policy anew at its next action. Call it in the transaction that changed a row."""
        if not cls.objects.filter(pk=1).update(version=F("version") + 1):
            cls.objects.create(pk=1, version=1)
        cls._kept = None


def current_policy() -> Policy:
    """The policy of now: one query for its version, and only after a change five more for its rows."""
    version = PolicyStamp.objects.filter(pk=1).values_list("version", flat=True).first() or 0
    kept = PolicyStamp._kept  # looked at once: another thread may empty it at any moment
    if kept is None or kept[0] != version:
        kept = PolicyStamp._kept = (version, _read())
    return kept[1]


def _read() -> Policy:
    days = list(CalendarDay.objects.order_by("known_from", "pk"))
    hours = tuple(
        HoursVersion(
            row.valid_from,
            ((row.morning_from, row.morning_to), (row.afternoon_from, row.afternoon_to)),
            (row.texts_from, row.texts_until),
        )
        for row in OfficeHours.objects.all()
    )
    moments = sorted({row.known_from for row in days}) or [ALWAYS]
    calendars = tuple(
        (moment, _calendar([row for row in days if row.known_from <= moment], hours)) for moment in moments
    )
    return Policy(
        levels=tuple(row.as_level() for row in ServiceLevel.objects.all()),
        calendar=calendars[-1][1],
        calendars=calendars,
        samples=tuple(Sample(row.percent, row.seed, row.valid_from) for row in RevisitSample.objects.all()),
    )


def _calendar(days: list[CalendarDay], hours: tuple[HoursVersion, ...]) -> Calendar:
    """The calendar of these days, in the order in which they were told: a later word on a day replaces an earlier."""
    return Calendar(
        special={row.day: SpecialDay(row.is_workday, row.name) for row in days},
        published=frozenset(row.day.year for row in days if (row.day.month, row.day.day) == NATIONAL_DAY),
        hours=hours,
    )
