"""Telling people. Knows no case: it is given words and addresses."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

from notify import checks  # noqa: F401 - registers them


class NotifyConfig(AppConfig):
    name = "notify"
    verbose_name = _("通知")
