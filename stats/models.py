"""Counted figures. Rows are derived: rollup.py deletes and inserts whole days and months, nothing else writes here.

A day is stored in three cuts, by unit, by board and by kind, never crossed: so the number of rows depends on how many units
and boards there are and not on how many cases, and the sums of a month stay small at ten million cases. Boards have the
measures that their own page shows, and no others.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from boards.models import Board
from cases.rules.states import Kind
from stats.measures import BY_NAME


class Cut(models.TextChoices):
    """By what a count is broken down. A sum over one cut is the whole city."""

    UNIT = "unit", _("主办单位")
    BOARD = "board", _("留言板")
    KIND = "kind", _("类型")


_UNIT_ONLY = Q(cut=Cut.UNIT, kind="")
_KIND_ONLY = Q(cut=Cut.KIND, unit=None, kind__in=Kind.values)


class DailyCount(models.Model):
    """How often a measure was counted on a day. A unit that is null means: not assigned yet. Zeros have no row."""

    day = models.DateField(_("日期"))
    cut = models.CharField(_("口径"), max_length=5, choices=Cut)
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("主办单位"),
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        db_index=False,
    )
    board = models.ForeignKey(
        Board, verbose_name=_("留言板"), on_delete=models.CASCADE, null=True, related_name="+", db_index=False
    )
    kind = models.CharField(_("类型"), max_length=12, choices=Kind, blank=True)
    measure = models.CharField(_("指标"), max_length=20)
    value = models.PositiveIntegerField(_("数值"))

    class Meta:
        verbose_name = _("日统计")
        verbose_name_plural = _("日统计")
        constraints = [
            # rebuilding a day, summing a month, the 90 days of the boards: all enter by the day
            models.UniqueConstraint(
                fields=["day", "cut", "unit", "board", "kind", "measure"],
                name="daily_count_is_stored_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(measure__in=list(BY_NAME)), name="daily_count_measure_is_known"
            ),
            models.CheckConstraint(
                condition=_UNIT_ONLY & Q(board=None)
                | _KIND_ONLY & Q(board=None)
                | Q(cut=Cut.BOARD, unit=None, board__isnull=False, kind=""),
                name="daily_count_has_one_cut",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.cut} {self.measure} {self.value}"


class MonthlyCount(models.Model):
    """The days of a month added up, for the pages. `month` is its first day."""

    month = models.DateField(_("月份"))
    cut = models.CharField(_("口径"), max_length=5, choices=Cut)
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("主办单位"),
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        db_index=False,
    )
    kind = models.CharField(_("类型"), max_length=12, choices=Kind, blank=True)
    measure = models.CharField(_("指标"), max_length=20)
    value = models.PositiveIntegerField(_("数值"))

    class Meta:
        verbose_name = _("月统计")
        verbose_name_plural = _("月统计")
        constraints = [
            # /statistics/: all units of a month; all kinds of a year
            models.UniqueConstraint(
                fields=["month", "cut", "unit", "kind", "measure"],
                name="monthly_count_is_stored_once",
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(measure__in=list(BY_NAME)), name="monthly_count_measure_is_known"
            ),
            models.CheckConstraint(condition=_UNIT_ONLY | _KIND_ONLY, name="monthly_count_has_one_cut"),
        ]
        indexes = [
            # /statistics/?unit=…: a year of one unit
            models.Index(fields=["unit", "month"], name="monthly_count_of_unit", condition=Q(cut=Cut.UNIT)),
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.cut} {self.measure} {self.value}"


class DailyDuration(models.Model):
    """How many cases were first answered on a day after so many workdays: medians of sums come from sums of these."""

    day = models.DateField(_("日期"))
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("主办单位"),
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        db_index=False,
    )
    workdays = models.PositiveSmallIntegerField(_("办理用时（工作日）"))
    count = models.PositiveIntegerField(_("件数"))

    class Meta:
        verbose_name = _("日用时分布")
        verbose_name_plural = _("日用时分布")
        constraints = [
            models.UniqueConstraint(
                fields=["day", "unit", "workdays"], name="daily_duration_is_stored_once", nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.day} {self.workdays}: {self.count}"


class MonthlyDuration(models.Model):
    """The histograms of a month's days added up."""

    month = models.DateField(_("月份"))
    unit = models.ForeignKey(
        Unit,
        verbose_name=_("主办单位"),
        on_delete=models.CASCADE,
        null=True,
        related_name="+",
        db_index=False,
    )
    workdays = models.PositiveSmallIntegerField(_("办理用时（工作日）"))
    count = models.PositiveIntegerField(_("件数"))

    class Meta:
        verbose_name = _("月用时分布")
        verbose_name_plural = _("月用时分布")
        constraints = [
            # /statistics/: the histograms of a month
            models.UniqueConstraint(
                fields=["month", "unit", "workdays"],
                name="monthly_duration_is_stored_once",
                nulls_distinct=False,
            )
        ]

    def __str__(self) -> str:
        return f"{self.month:%Y-%m} {self.workdays}: {self.count}"


class StaleDay(models.Model):
    """A day that has to be counted again. A killed run leaves its days here, and the next one goes on with them."""

    day = models.DateField(_("日期"), unique=True)

    class Meta:
        verbose_name = _("待重算的日期")
        verbose_name_plural = _("待重算的日期")

    def __str__(self) -> str:
        return f"{self.day}"


class FillMark(models.Model):
    """Up to when the figures are complete (数据截至).

    Every day that is not stale is right as of `seen_at`; `as_of` is the last `seen_at` at which no day was stale.
    """

    name = models.CharField(_("名称"), max_length=20, unique=True, default="days")
    seen_at = models.DateTimeField(_("已检查到"))
    as_of = models.DateTimeField(_("数据截至"), null=True)
    policy = models.PositiveIntegerField(_("规则版本"), default=0)

    class Meta:
        verbose_name = _("统计进度")
        verbose_name_plural = _("统计进度")

    def __str__(self) -> str:
        return f"{self.name} {self.as_of}"
