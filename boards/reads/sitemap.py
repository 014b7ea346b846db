"""What search engines shall find, cut into parts by row id: no part needs counting, sorting or the parts before it.

A part holds the rows of PART consecutive ids, so it can never grow beyond PART, keeps its address for ever, and costs one
walk over a stretch of the primary key however many messages there are (docs/adr/0024).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.db.models import QuerySet

from boards.models import Board, Message

PART = 10_000
# One probe of the primary key for each part; a message that went on in another one is found there.
_MESSAGE_PARTS = """
    SELECT part FROM generate_series(0, (SELECT coalesce(max(id), 0) FROM boards_message) / %(size)s) AS part
    WHERE EXISTS (SELECT 1 FROM boards_message WHERE id >= part * %(size)s AND id < (part + 1) * %(size)s
                  AND is_up AND merged_into = '')
"""


@dataclass(frozen=True)
class Place:
    path: str
    changed_at: datetime | None = None


@dataclass(frozen=True)
class Part:
    places: tuple[Place, ...]
    changed_at: datetime | None = None  # also by what is no longer shown


def message_parts() -> list[int]:
    """The parts in which at least one message is to be found."""
    with connection.cursor() as sql:
        sql.execute(_MESSAGE_PARTS, {"size": PART})
        return [part for (part,) in sql.fetchall()]


def message_part(part: int) -> Part:
    """The messages of a part that are public in their own right. One query."""
    rows = _stretch(part).order_by().values_list("number", "changed_at", "is_up", "merged_into")
    places, latest = [], None
    for number, changed_at, is_up, merged_into in rows:
        latest = changed_at if latest is None else max(latest, changed_at)
        if is_up and not merged_into:
            places.append(Place(f"/messages/{number}/", changed_at))
    return Part(tuple(places), latest)


def _stretch(part: int) -> QuerySet[Message]:
    return Message.objects.filter(pk__gte=part * PART, pk__lt=(part + 1) * PART)


def board_part() -> Part:
    """All boards: a city has some hundred."""
    slugs = Board.objects.order_by("pk").values_list("slug", flat=True)[:PART]
    return Part(tuple(Place(f"/boards/{slug}/") for slug in slugs))
