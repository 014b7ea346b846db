"""tell_watchers: events go out to those who endorsed or follow, in batches, each in a transaction of its own.

Killed between two batches it goes on where it stopped; two runs at once share the events (SKIP LOCKED).
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from cases.actions._letters import Said, letters
from cases.actions._publish import line_of
from cases.models import Broadcast, CaseFollow, Endorsement, Event, current_policy
from cases.rules.following import WATCHED
from cases.rules.workdays import Calendar
from notify.actions import NoticeWords, enqueue
from notify.models import reach_of
from notify.texts import words

BATCH = 500


def tell_watchers(at: datetime) -> int:
    """Until nothing waits; says how many people were told."""
    calendar, told = current_policy().calendar, 0
    while (count := _batch(at, calendar)) is not None:
        told += count
    return told


def _batch(at: datetime, calendar: Calendar) -> int | None:
    """The next people of the oldest event; None when no event waits."""
    with transaction.atomic():
        waiting = Broadcast.objects.filter(done_at=None).order_by("event")
        row = waiting.select_for_update(skip_locked=True, of=("self",)).first()
        if row is None:
            return None
        event = Event.objects.select_related("case__message", "case__lead", "unit").get(pk=row.event_id)
        people = _watchers(event, row.told_up_to)
        enqueue(_notices(event, people, at, calendar))
        if len(people) < BATCH:
            row.done_at = at
        row.told_up_to = people[-1] if people else row.told_up_to
        row.save(update_fields=["told_up_to", "done_at"])
        return len(people)


def _watchers(event: Event, after: int) -> list[int]:
    """Who endorsed or followed before the event, here or at what was merged, in the order of their keys."""
    case = event.case
    theirs = Q(case=case) | Q(origin=case)
    endorsers, followers = (
        model.objects.filter(theirs, at__lte=event.at, user__gt=after).values_list("user_id", flat=True)
        for model in (Endorsement, CaseFollow)
    )
    return list(endorsers.union(followers).order_by("user_id")[:BATCH])


def _notices(event: Event, people: list[int], at: datetime, calendar: Calendar) -> list[NoticeWords]:
    """Public words only; the authors and whoever acted have been told in other words."""
    case, message, line = event.case, event.case.message, line_of(event)
    if line is None or message is None or not (message.is_up or event.verb == "withdraw"):
        return []  # what was taken down is talked about no more
    title = message.title if message.is_up else ""
    subject, body = words("watched", {"number": case.number, "title": title, "said": line.words})
    said = Said(f"event-{event.pk}", WATCHED[event.verb], subject, body, f"/messages/{case.number}/")
    known = case.author_ids | {event.by_id}
    reaches = reach_of(each for each in people if each not in known)
    return [
        row
        for user_id, reach in reaches.items()
        for row in letters(said, user_id, reach, grade=case.grade, at=at, calendar=calendar)
    ]
