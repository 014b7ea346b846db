"""Similar past messages with their replies (相似办件): what the public boards already answered in the same category.

The rule of this file: boards' tables only, so nothing that is secret can appear; walks of bounded length.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models.functions import Left

from boards.models import Message, Reply
from boards.rules.times import day_words
from cases.models import Case
from cases.rules.alike import likeness, pairs_of
from cases.rules.states import Kind, Outcome

MOST_SHOWN = 3
OF_ALL_BOARDS = 1000  # the newest answered ones, whatever they are about
MOST_READ = 120  # of the board's own and of these, in the category
LEAST_ALIKE = 0.12
READ_OF_BODY = 300
TITLE_WEIGHS = 0.6


@dataclass(frozen=True)
class Similar:
    """A past message and what was answered."""

    number: str
    url: str
    title: str
    unit: str
    replied: str
    outcome: str
    body: str


def similar_cases(case: Case) -> Sequence[Similar]:
    """At most three, the most alike first. Four queries, whatever there is."""
    if case.category_id is None:
        return []
    ranked = sorted(
        ((_share(case, row), row["pk"]) for row in _candidates(case)), key=lambda pair: (-pair[0], -pair[1])
    )
    chosen = [pk for share, pk in ranked if share >= LEAST_ALIKE][:MOST_SHOWN]
    last = {
        each.message_id: each  # the later reply of a message comes later and stays
        for each in Reply.objects.filter(message__in=chosen, is_interim=False)
        .select_related("message", "unit")
        .order_by("replied_at", "id")
    }
    return [_shown(last[pk]) for pk in chosen if pk in last]


def _candidates(case: Case) -> list[dict[str, Any]]:
    """Two index walks: the board's own of the category, and of the newest answered anywhere those of the category.

    Apart, and the second in two steps: joined in one question the planner may choose to read all there is.
    """
    answered = Message.objects.up().filter(replied_at__isnull=False).exclude(kind=Kind.REPORT)
    here = answered.filter(board=case.board_id, category=case.category_id).order_by("-posted_at", "-id")
    newest = answered.order_by("-replied_at", "-id").values_list("pk", "category")[:OF_ALL_BOARDS]
    there = answered.filter(pk__in=[pk for pk, category in newest if category == case.category_id])
    found: dict[int, Any] = {}
    for rows in (here, there.order_by("-id")):
        for row in rows.values("pk", "number", "title", start=Left("body", READ_OF_BODY))[:MOST_READ]:
            found[row["pk"]] = row
    return [row for row in found.values() if row["number"] != case.number]


def _share(case: Case, row: dict[str, Any]) -> float:
    titles = likeness(pairs_of(case.title), pairs_of(row["title"]))
    texts = likeness(pairs_of(case.body[:READ_OF_BODY]), pairs_of(row["start"]))
    return TITLE_WEIGHS * titles + (1 - TITLE_WEIGHS) * texts


def _shown(reply: Reply) -> Similar:
    message = reply.message
    return Similar(
        number=message.number,
        url=message.get_absolute_url(),
        title=message.title,
        unit=str(reply.unit),
        replied=day_words(reply.replied_at),
        outcome=str(Outcome(message.outcome).label) if message.outcome in Outcome.values else "",
        body=reply.body,
    )
