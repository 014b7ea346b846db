"""The calendar as rows: special days of the State Council's notices, and office hours with the day they came into force."""

from __future__ import annotations

from datetime import UTC, datetime, time

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

ALWAYS = datetime(2000, 1, 1, tzinfo=UTC)  # what the product came with
TEXTS_FROM, TEXTS_UNTIL = time(8, 0), time(21, 0)  # of the first row; a city writes its own


class CalendarDay(models.Model):
    """A holiday or a make-up workday (调休). A year is published when its National Day has a row."""

    day = models.DateField(_("日期"))
    # From when on we knew it. A day that is corrected gets a second row: deadlines counted before keep their proof.
    known_from = models.DateTimeField(_("登记时间"), default=ALWAYS, db_default=ALWAYS)
    is_workday = models.BooleanField(_("上班"))
    name = models.CharField(_("名称"), max_length=30)
    source = models.CharField(_("来源"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("节假日与调休")
        verbose_name_plural = _("节假日与调休")
        ordering = ["-day", "-known_from"]
        constraints = [
            models.UniqueConstraint(fields=["day", "known_from"], name="calendar_day_is_told_once_at_a_time")
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.name}"


class OfficeHours(models.Model):
    """The office hours of a workday: morning and afternoon; and between which hours citizens get SMS, any day."""

    valid_from = models.DateField(_("生效日期"), unique=True)
    morning_from = models.TimeField(_("上午上班"))
    morning_to = models.TimeField(_("上午下班"))
    afternoon_from = models.TimeField(_("下午上班"))
    afternoon_to = models.TimeField(_("下午下班"))
    texts_from = models.TimeField(
        _("短信最早"),
        default=TEXTS_FROM,
        db_default=TEXTS_FROM,
        help_text=_("早于此时不向群众发短信，应急件除外"),
    )
    texts_until = models.TimeField(
        _("短信最晚"), default=TEXTS_UNTIL, db_default=TEXTS_UNTIL, help_text=_("晚于此时的短信次日再发")
    )

    class Meta:
        verbose_name = _("办公时间")
        verbose_name_plural = _("办公时间")
        ordering = ["-valid_from"]
        constraints = [
            models.CheckConstraint(
                condition=Q(morning_from__lt=F("morning_to"))
                & Q(morning_to__lt=F("afternoon_from"))
                & Q(afternoon_from__lt=F("afternoon_to")),
                name="office_hours_are_in_order",
            ),
            models.CheckConstraint(
                condition=Q(texts_from__lt=F("texts_until")), name="office_hours_have_a_day_for_texts"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.valid_from:%Y-%m-%d} {self.morning_from:%H:%M}–{self.afternoon_to:%H:%M}"

    def clean(self) -> None:
        """Say in words what the constraint would refuse."""
        times = [self.morning_from, self.morning_to, self.afternoon_from, self.afternoon_to]
        if None not in times and sorted(set(times)) != times:
            raise ValidationError(_("四个时间须由早到晚排列。"))
        if self.texts_from and self.texts_until and self.texts_from >= self.texts_until:
            raise ValidationError(_("短信最早时间须早于最晚时间。"))
