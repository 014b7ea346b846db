"""set_policy: an administrator changes what deadlines are counted by; every process reads the policy anew afterwards."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from cases.models import (
    CalendarDay,
    DeclineGround,
    OfficeHours,
    PolicyStamp,
    RetentionTerm,
    RevisitSample,
    ServiceLevel,
)


def add_version(row: ServiceLevel | OfficeHours | RevisitSample | RetentionTerm) -> None:
    """Store a new version with the day from which it holds. Earlier versions stay: old deadlines were counted by them."""
    with transaction.atomic():
        row.save(force_insert=True)
        PolicyStamp.moves_on()


def set_day(day: CalendarDay, *, at: datetime) -> None:
    """Store a holiday or make-up workday as known from now on; a correction is a row of its own, the earlier one stays.

    Deadlines that run keep their end and their proof; those that start from now on follow.
    """
    with transaction.atomic():
        day.pk, day.known_from = None, at
        day.save(force_insert=True)
        PolicyStamp.moves_on()


def set_ground(ground: DeclineGround) -> None:
    """Store what a ground for declining says from now on; what was declined before keeps the words that it was told."""
    ground.save()
