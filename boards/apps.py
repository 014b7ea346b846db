"""What the public sees. No personal data, ever; written only through posting.py."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class BoardsConfig(AppConfig):
    name = "boards"
    verbose_name = _("留言板")
