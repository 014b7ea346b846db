"""Periodic jobs about people."""

from celery import shared_task
from django.utils import timezone

from accounts import actions


@shared_task
def purge_sign_ins() -> None:
    """Harmless twice, late or never: the counting looks at the last hour only."""
    actions.purge_sign_ins(at=timezone.now())
