"""tell_searches: who saved a search is told that new messages match, at most once a search and day.

What went up until `looked_to` has been looked at. Each row is looked at under its lock and moves on in the transaction that
tells: a second run, two workers or days of downtime give the same notices. Somebody told today is looked at tomorrow again,
from where the last look ended.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q

from boards.models import SearchText
from boards.models.scope import scope_of
from cases.models import SavedSearch
from cases.rules.workdays import in_shanghai
from notify.actions import NoticeWords, enqueue
from notify.models import Channel
from notify.texts import words

SETTLED = timedelta(minutes=5)  # who put something up before that has committed by now
MOST_A_RUN = 5_000
MOST_COUNTED = 99


def tell_searches(at: datetime) -> int:
    """Look for all whose turn it is, those looked at longest ago first; says how many were told."""
    until, day = at - SETTLED, in_shanghai(at).date()
    owed = Q(told_on=None) | Q(told_on__lt=day)
    due = SavedSearch.objects.filter(owed, looked_to__lt=until, user__is_active=True)
    ids = list(due.order_by("looked_to", "pk").values_list("pk", flat=True)[:MOST_A_RUN])
    return sum(_look(pk, until, day, at) for pk in ids)


def _look(pk: int, until: datetime, day: date, at: datetime) -> bool:
    with transaction.atomic():
        saved = (
            SavedSearch.objects.select_for_update(skip_locked=True).filter(pk=pk, looked_to__lt=until).first()
        )
        if saved is None or saved.told_on == day:
            return False
        count = _new(saved, until)
        if count:
            enqueue([_notice(saved, count, until)], at=at)
            saved.told_on = day
        saved.looked_to = until
        saved.save(update_fields=["looked_to", "told_on"])
        return bool(count)


def _new(saved: SavedSearch, until: datetime) -> int:
    """How many messages that the search finds went up since the last look; counted to a bound."""
    scope = scope_of(saved.question)
    if scope.is_empty:
        return 0
    went_up = SearchText.objects.filter(put_up_at__gt=saved.looked_to, put_up_at__lte=until)
    return went_up.of_year(scope.question.year).filter(scope.condition)[: MOST_COUNTED + 1].count()


def _notice(saved: SavedSearch, count: int, until: datetime) -> NoticeWords:
    many = f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count)
    subject, body = words("saved_search", {"asked": saved.question.q, "count": many})
    return NoticeWords(
        key=f"search-{saved.pk}-{until.isoformat()}:{saved.user_id}:site",
        channel=Channel.SITE,
        subject=subject,
        body=body,
        url=f"/my/searches/{saved.pk}/",
        user_id=saved.user_id,
    )
