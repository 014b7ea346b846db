"""Celery's doors: each reads the clock once and calls one action. See wenzheng/schedule.py for when."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from cases.actions._files import remove_orphans
from cases.actions.beat import beat
from cases.actions.tick import tick
from cases.actions.warn import warn


@shared_task
def tick_clocks() -> None:
    """Mark what has run out; sign and close what does so by itself."""
    at = timezone.now()
    tick(at)
    beat("tick_clocks", at)


@shared_task
def warn_clocks() -> None:
    """Tell whoever is on the next step of the ladder, before an end and after it."""
    at = timezone.now()
    warn(at)
    beat("warn_clocks", at)


@shared_task
def sweep_attachments() -> None:
    """Delete files whose case was never committed."""
    remove_orphans(timezone.now())
