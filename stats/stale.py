"""Which days have to be counted again: the last ones, and every day on which a case counts that something new is known of."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Min, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import TruncDate

from cases.models import Case, Clock, Event, Rating, Revisit
from cases.rules.clocks import ClockName
from cases.rules.workdays import SHANGHAI, in_shanghai
from stats.models import FillMark

RECENT_DAYS = 3  # counted again in every run
OVERLAP = timedelta(
    hours=1
)  # longer than any transaction: an event may be committed after others that were recorded later
CALENDAR_DAYS = 366  # a holiday notice that comes late changes the workdays of its own year


def stale_days(mark: FillMark | None, *, at: datetime, policy: int) -> set[date]:
    """Days up to that of `at` that the stored rows may be wrong for. Without a mark: all since the first case."""
    today = in_shanghai(at).date()
    if mark is None:
        return set(days_between(first_day(today), today))
    since = min(in_shanghai(mark.seen_at).date(), today - timedelta(days=RECENT_DAYS))
    if mark.policy != policy:
        since = min(since, today - timedelta(days=CALENDAR_DAYS))
    found = set(days_between(since, today)) | touched_days(mark.seen_at - OVERLAP)
    return {day for day in found if day <= today}


def first_day(otherwise: date) -> date:
    """The day of the first submission."""
    first = Case.objects.aggregate(first=Min("submitted_at"))["first"]
    return in_shanghai(first).date() if first else otherwise


def days_between(first: date, last: date) -> Iterator[date]:
    """All days from `first` to `last`, both included."""
    return (first + timedelta(days=n) for n in range((last - first).days + 1))


def touched_days(since: datetime) -> set[date]:
    """Every day on which a case counts that has an event recorded since then, however old the day."""
    fresh = Event.objects.filter(recorded_at__gte=since)
    ids = fresh.values("case")
    days = _days_of(Case.objects.filter(pk__in=ids), "submitted_at")
    days |= _days_of(Clock.objects.filter(case__in=ids, name=ClockName.REPLY, due_at__isnull=False), "due_at")
    days |= _days_of(Event.objects.filter(case__in=ids, verb="approve_reply"), "at")
    days |= _days_of(Rating.objects.filter(case__in=ids), "sealed_until")
    days |= _days_of(Revisit.objects.filter(case__in=ids), "tried_at")
    return days | set(_left_behind(fresh))


def _days_of(rows: QuerySet[Any], column: str) -> set[date]:
    day = TruncDate(column, tzinfo=SHANGHAI)
    return set(rows.order_by().annotate(counts_on=day).values_list("counts_on", flat=True).distinct())


def _left_behind(fresh: QuerySet[Event]) -> Iterator[date]:
    """Days that a reply was due on until a recount (期限重算) moved it."""
    before = KeyTextTransform("before", KeyTextTransform("reply", "facts"))
    moved = fresh.filter(verb="recount").order_by().annotate(due_before=before)
    for text in moved.values_list("due_before", flat=True).distinct():
        if text:
            yield in_shanghai(datetime.fromisoformat(text)).date()
