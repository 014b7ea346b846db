"""In what a length is given: workdays, office hours, hours, days."""

from __future__ import annotations

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Measure(TextChoices):
    """In what a length is given."""

    WORKDAYS = "workdays", _("工作日")
    OFFICE_HOURS = "office_hours", _("办公小时")
    SAME_WORKDAY = "same_workday", _("当日（过时限则次工作日）")
    HOURS = "hours", _("小时（昼夜连续）")
    MINUTES = "minutes", _("分钟（昼夜连续）")
    DAYS = "days", _("自然日")
    NONE = "none", _("不计时限")


WHOLE_DAYS = frozenset({Measure.WORKDAYS, Measure.SAME_WORKDAY, Measure.DAYS})
