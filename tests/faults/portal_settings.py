"""Our settings for a portal that is started for an hour: its static files are neither collected nor compressed."""

from wenzheng.settings import *  # noqa: F403
from wenzheng.settings import STORAGES as OURS

STORAGES = {**OURS, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
