"""Both times of a case, as the public page shows them: how long the author has waited, and with whom the handling time went."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from boards.rules.times import span_words
from cases.models import Case, Event
from cases.reads.rows import waited
from cases.rules.hops import Passed, hops


@dataclass(frozen=True)
class Stay:
    """One stay of the case; `is_now` where its time is running."""

    who: str
    span: str
    is_now: bool


@dataclass(frozen=True)
class TimeSpent:
    """群众等待 is never reset or paused; 单位用时 runs with the reply clock only."""

    waiting: str
    has_ended: bool
    stays: Sequence[Stay]


def time_spent(case: Case, events: Iterable[Event], at: datetime) -> TimeSpent:
    """From the events (oldest first, units joined). No query."""
    rows = list(events)
    names = {each.unit_id: str(each.unit) for each in rows if each.unit_id}
    found = hops(Passed(each.verb, each.before, each.after, each.at, each.unit_id) for each in rows)
    stays = [
        Stay(
            who=names[each.unit_id] if each.unit_id else _("受理和审核"),
            span=span_words(each.spent + (at - each.since) if each.since else each.spent),
            is_now=each.since is not None,
        )
        for each in found
    ]
    return TimeSpent(waited(case, at), case.closed_at is not None, stays)
