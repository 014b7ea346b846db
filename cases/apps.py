"""What happens: handling files, their clocks and events, and the only verbs that change them."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CasesConfig(AppConfig):
    name = "cases"
    verbose_name = _("诉求办理")
