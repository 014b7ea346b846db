"""The Celery app. Tasks live in each app's tasks.py and use `shared_task`; the periodic ones are listed in schedule.py."""

import os

from celery import Celery

from wenzheng.schedule import SCHEDULE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wenzheng.settings")

app = Celery("wenzheng")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.beat_schedule = SCHEDULE
app.autodiscover_tasks()
