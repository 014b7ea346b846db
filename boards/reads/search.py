"""Search: a number leads to its message, a name to its board, words to messages by time. At most five queries."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import BooleanField, Exists, OuterRef, Q
from django.db.models.expressions import RawSQL

from boards.models import Message, Reply
from boards.models.message import MessageQuerySet
from boards.reads import directory, rows
from boards.reads.message import paragraphs
from boards.rules import shingles
from boards.rules.cursor import Cursor

MOST_LETTERS = 60
MOST_COUNTED = 1000
BEFORE_HIT, AFTER_HIT = 24, 72
_NUMBER = re.compile(
    r"(?:wz)?([12]\d{3})(\d{6,12})(\d)"
)  # WZ-2026-004217-8, with or without letters and hyphens


@dataclass(frozen=True)
class Found:
    asked: str
    boards: tuple[directory.Entry, ...]
    page: rows.Page
    count: str
    is_askable: bool


def number_of(asked: str) -> str:
    """The number of the shown message that a person typed, "" when it is none."""
    parts = _NUMBER.fullmatch(re.sub(r"[\s\-—–]+", "", shingles.folded(asked)))
    if not parts:
        return ""
    number = "WZ-{}-{}-{}".format(*parts.groups())
    return Message.objects.up().filter(number=number).values_list("number", flat=True).first() or ""


def search(asked: str, *, cursor: Cursor | None, at: datetime) -> Found:
    """What `/search/?q=` shows for these words (at most MOST_LETTERS of them are read)."""
    asked = " ".join(asked.replace("\0", " ").split())[:MOST_LETTERS]
    if not shingles.query(asked):
        return Found(asked, (), rows.Page(()), "", is_askable=False)
    found = _matching(asked)
    count = found.order_by()[: MOST_COUNTED + 1].count()
    messages, has_more = rows.stretch(found.for_rows().defer(None).defer("words"), cursor)
    wanted = shingles.runs(asked)
    lines = [rows.row(each, at, excerpt=excerpt(each.body, wanted)) for each in messages]
    boards = () if cursor else tuple(entry for group in directory.directory(asked) for entry in group.entries)
    return Found(
        asked=asked,
        boards=boards[:6],
        page=rows.paged(messages, lines, has_more, cursor, {"q": asked}),
        count=f"{MOST_COUNTED}+" if count > MOST_COUNTED else str(count),
        is_askable=True,
    )


def _matching(asked: str) -> MessageQuerySet:
    """Messages that have every word of `asked` in title, body or replies."""
    has_all_pairs = RawSQL(
        "boards_message.words @@ %s::tsquery", [shingles.query(asked)], output_field=BooleanField()
    )
    found = Message.objects.up().filter(has_all_pairs)
    for word in shingles.to_recheck(asked):
        in_reply = Exists(Reply.objects.filter(message=OuterRef("pk"), body__icontains=word))
        found = found.filter(Q(title__icontains=word) | Q(body__icontains=word) | in_reply)
    return found


def excerpt(body: str, wanted: Sequence[str]) -> tuple[tuple[str, bool], ...]:
    """The stretch of the body around the first of the wanted words, in pieces (words, is it one of the wanted)."""
    text = " ".join(paragraphs(body))
    pattern = re.compile("|".join(map(re.escape, sorted(wanted, key=len, reverse=True))), re.IGNORECASE)
    hit = pattern.search(text)
    start = max(0, hit.start() - BEFORE_HIT) if hit else 0
    piece = text[start : (hit.end() if hit else start) + AFTER_HIT]
    pieces, last = [("…", False)] if start else [], 0
    for found in pattern.finditer(piece):
        pieces += [(piece[last : found.start()], False), (found.group(), True)]
        last = found.end()
    pieces += [(piece[last:], False), ("…" if len(text) > start + len(piece) else "", False)]
    return tuple((words, is_hit) for words, is_hit in pieces if words)
