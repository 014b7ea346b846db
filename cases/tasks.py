"""Celery's doors: each reads the clock once and calls one action. See wenzheng/schedule.py for when."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from cases.actions import make_thumbnail as thumbnails
from cases.actions._files import remove_orphans
from cases.actions.anonymise_contacts import anonymise_contacts as anonymise
from cases.actions.beat import beat
from cases.actions.close_accounts import close_accounts as close_due
from cases.actions.export_data import lost_exports, purge_exports
from cases.actions.export_data import make_export as make_copy
from cases.actions.keep_message_draft import purge_message_drafts
from cases.actions.tell_boards import tell_boards as tell_boards_now
from cases.actions.tell_digests import JOB, is_owed, tell_digests
from cases.actions.tell_searches import tell_searches as tell_all_searches
from cases.actions.tell_watchers import tell_watchers as tell_watchers_now
from cases.actions.tick import tick
from cases.actions.warn import warn
from cases.models import current_policy
from cases.reads.digest import digests
from cases.reads.own_data import own_data
from cases.rules.workdays import in_shanghai


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
def send_digests() -> None:
    """Tell each member of the staff in the morning what waits; a second run of the day finds it done."""
    at, calendar = timezone.now(), current_policy().calendar
    if is_owed(at, calendar):
        tell_digests(digests(at, calendar), at=at, day=in_shanghai(at).date())
        beat(JOB, at)


@shared_task
def tell_searches() -> None:
    """Tell whoever saved a search that new messages match; a second run finds them looked at."""
    tell_all_searches(timezone.now())


@shared_task
def purge_drafts() -> None:
    """Delete drafts of messages that nobody has touched for 30 days."""
    purge_message_drafts(timezone.now())


@shared_task
def sweep_attachments() -> None:
    """Delete files whose case was never committed."""
    remove_orphans(timezone.now())


@shared_task(soft_time_limit=25, time_limit=30)
def make_thumbnail(attachment_id: int) -> None:
    """The small picture of one attachment, never within a request."""
    thumbnails.make_thumbnail(attachment_id, at=timezone.now())


@shared_task
def make_missing_thumbnails() -> None:
    """Small pictures whose bell was lost."""
    thumbnails.make_missing_thumbnails(timezone.now())


@shared_task
def anonymise_contacts() -> None:
    """Erase contact data that have been kept long enough; what one night does not reach is there the next."""
    for _batch in anonymise(timezone.now()):
        pass


@shared_task
def close_accounts() -> None:
    """Carry out the closings whose days are over."""
    close_due(timezone.now())


@shared_task
def make_export(export_id: int) -> None:
    """One copy of somebody's own data."""
    make_copy(export_id, at=timezone.now(), gather=own_data)


@shared_task
def sweep_exports() -> None:
    """Make the copies whose bell was lost, delete those whose day is over."""
    at = timezone.now()
    purge_exports(at)
    for export_id in lost_exports(at):
        make_copy(export_id, at=at, gather=own_data)


@shared_task
def tell_watchers() -> None:
    """Tell those who endorsed or follow a message what has happened to it."""
    tell_watchers_now(timezone.now())


@shared_task
def tell_boards() -> None:
    """Tell those who follow a board what is new there."""
    tell_boards_now(timezone.now())
