"""The frame: joins the apps, owns no rule."""

from wenzheng.celery import app as celery_app

__all__ = ["celery_app"]
