"""Celery's door: see wenzheng/schedule.py for when."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from cases.actions.beat import beat
from stats.rollup import Busy
from stats.rollup import rebuild_recent as rebuild

log = logging.getLogger(__name__)


@shared_task
def rebuild_recent() -> None:
    """Count anew what may be wrong by now. A run that is cut short is finished by the next."""
    at = timezone.now()
    try:
        rebuild(at)
    except Busy:
        log.info("another rebuild is at work")
        return
    beat("rebuild_recent", at)
