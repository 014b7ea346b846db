"""Counting: figures of days and months, made from what happened to cases. Nothing imports this app."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class StatsConfig(AppConfig):
    name = "stats"
    verbose_name = _("办理统计")
