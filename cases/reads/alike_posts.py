"""Messages like the one that is being written (相似留言): of the same board or region, of the last 180 days; and answered ones.

The rule of this file: boards' tables only, what is up and nothing else, so that nothing secret can appear; walks of
bounded length, whatever is asked and however many messages there are. Two queries each.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import connection

from boards.models import Message, Reply
from boards.rules.times import day_words
from boards.rules.words import ANSWERED_STATES, Badge, badge
from cases.rules.alike import coverage, pairs_of

LATELY = timedelta(days=180)
OF_OWN_BOARD, OF_OTHER_BOARD, OTHER_BOARDS = 1500, 300, 8  # newest messages that are looked at
OF_ANSWERED = 3000
MOST_SHOWN = 5
LEAST_ALIKE = 0.34
FIRST_WORDS = 90

# The planner cannot know that a few boards share a region; each branch walks one index of one board and stops.
CANDIDATES = """
(SELECT id, title FROM boards_message
  WHERE is_up AND board_id = %(board)s AND posted_at > %(since)s
  ORDER BY posted_at DESC, id DESC LIMIT %(own)s)
UNION ALL
(SELECT near.id, near.title
  FROM (SELECT other.id FROM boards_board own JOIN boards_board other
          ON other.region_code = own.region_code AND other.id <> own.id
        WHERE own.id = %(board)s AND own.region_code <> '' ORDER BY other.id LIMIT %(boards)s) board
  CROSS JOIN LATERAL (SELECT id, title FROM boards_message
    WHERE is_up AND board_id = board.id AND posted_at > %(since)s
    ORDER BY posted_at DESC, id DESC LIMIT %(other)s) near)
"""


@dataclass(frozen=True)
class Alike:
    """A public message beside the one that is being written."""

    number: str
    href: str
    title: str
    badge: Badge
    on: str
    count: int
    board: str
    slug: str
    is_answered: bool
    reply: str = ""  # the first words of its last reply
    replied: str = ""


def alike_posts(title: str, *, board_id: int, at: datetime) -> Sequence[Alike]:
    """What others have written lately about the same; empty for a title that says too little."""
    if not pairs_of(title):
        return []
    return _shown(_most_alike(title, _candidates(board_id, at)), at)


def answered_posts(asked: str, *, at: datetime) -> Sequence[Alike]:
    """Of the newest answered messages of all boards those about the same, with the first words of the answer."""
    if not pairs_of(asked):
        return []
    newest = Message.objects.up().filter(replied_at__isnull=False).order_by("-replied_at", "-id")
    return _shown(_most_alike(asked, newest.values_list("pk", "title")[:OF_ANSWERED]), at, has_replies=True)


def _candidates(board_id: int, at: datetime) -> list[tuple[int, str]]:
    given: dict[str, Any] = {
        "board": board_id,
        "since": at - LATELY,
        "own": OF_OWN_BOARD,
        "other": OF_OTHER_BOARD,
        "boards": OTHER_BOARDS,
    }
    with connection.cursor() as cursor:
        cursor.execute(CANDIDATES, given)
        return list(cursor.fetchall())


def _most_alike(asked: str, rows: Iterable[tuple[int, str]]) -> list[int]:
    """Ids, the most alike first, the newer before the older."""
    wanted = pairs_of(asked)
    shares = [(coverage(wanted, pairs_of(title)), pk) for pk, title in rows]
    return [pk for share, pk in sorted(shares, reverse=True)[:MOST_SHOWN] if share >= LEAST_ALIKE]


def _shown(chosen: Sequence[int], at: datetime, *, has_replies: bool = False) -> list[Alike]:
    """The rows to be shown. One query: with replies it begins at these, else at the messages."""
    if not chosen:
        return []
    last: dict[int, Reply] = {}
    if has_replies:
        rows = Reply.objects.filter(message__in=chosen, message__is_up=True).select_related("message__board")
        last = {each.message_id: each for each in rows.order_by("replied_at", "id")}
        found = {pk: reply.message for pk, reply in last.items()}
    else:
        found = Message.objects.up().select_related("board").defer("body").in_bulk(chosen)
    return [_line(found[pk], last.get(pk), at) for pk in chosen if pk in found]


def _line(message: Message, reply: Reply | None, at: datetime) -> Alike:
    return Alike(
        number=message.number,
        href=message.get_absolute_url(),
        title=message.title,
        badge=badge(
            message.state,
            outcome=message.outcome,
            due_at=message.due_at,
            overdue_at=message.overdue_at,
            at=at,
        ),
        on=day_words(message.posted_at),
        count=message.endorsement_count,
        board=message.board.title,
        slug=message.board.slug,
        is_answered=message.state in ANSWERED_STATES,
        reply=" ".join(reply.body.split())[:FIRST_WORDS] if reply else "",
        replied=day_words(reply.replied_at) if reply else "",
    )
