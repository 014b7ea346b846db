"""Search: a number leads to its message, a name to its board, words to messages by time. At most five reads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import BooleanField, Exists, OuterRef, Q
from django.db.models.expressions import RawSQL

from boards.models import Message, Reply
from boards.models.message import MessageQuerySet
from boards.reads import directory, rows
from boards.reads.message import paragraphs
from boards.rules import shingles
from boards.rules.cursor import Cursor

MOST_LETTERS = 60
MOST_SIFTED = (
    3000  # up to here all hits are read and counted; a more frequent word is met soon on a walk by time
)
MOST_BOARDS = 6
BEFORE_HIT, AFTER_HIT = 24, 72
_NUMBER = re.compile(
    r"(?:wz)?([12]\d{3})(\d{6,12})(\d)"
)  # WZ-2026-004217-8, with or without letters and hyphens

Place = tuple[datetime, int]  # a message's place in time, as in a cursor


@dataclass(frozen=True)
class Found:
    asked: str
    boards: tuple[directory.Entry, ...]
    page: rows.Page
    count: int | None  # None: too many to count
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
        return Found(asked, (), rows.Page(()), 0, is_askable=False)
    places = _places(asked)
    read, has_more = _walked(asked, cursor) if places is None else _picked(places, cursor)
    wanted = shingles.runs(asked)
    lines = [rows.row(each, at, excerpt=excerpt(each.body, wanted)) for each in read]
    boards = () if cursor else tuple(entry for group in directory.directory(asked) for entry in group.entries)
    return Found(
        asked=asked,
        boards=boards[:MOST_BOARDS],
        page=rows.paged(read, lines, has_more, cursor, {"q": asked}),
        count=None if places is None else len(places),
        is_askable=True,
    )


def has_all_pairs(asked: str) -> RawSQL:
    """The condition that the index of pairs answers."""
    return RawSQL("boards_message.words @@ %s::tsquery", [shingles.query(asked)], output_field=BooleanField())


def _with_the_words(found: MessageQuerySet, asked: str) -> MessageQuerySet:
    """Those that have the longer words as such in title, body or a reply: having all pairs is not yet having the word."""
    for word in shingles.to_recheck(asked):
        in_reply = Exists(Reply.objects.filter(message=OuterRef("pk"), body__icontains=word))
        found = found.filter(Q(title__icontains=word) | Q(body__icontains=word) | in_reply)
    return found


def _places(asked: str) -> list[Place] | None:
    """Where all hits lie in time, newest first; None when they are too many to look at each."""
    places = Message.objects.up().filter(has_all_pairs(asked)).order_by().values_list("posted_at", "pk")
    with _without("seqscan", "indexscan"):  # only the index of pairs remains
        found = list(places[: MOST_SIFTED + 1])
    if len(found) > MOST_SIFTED:
        return None
    if found and shingles.to_recheck(asked):
        ids = [pk for _at, pk in found]
        found = list(
            _with_the_words(Message.objects.filter(pk__in=ids), asked).values_list("posted_at", "pk")
        )
    return sorted(found, reverse=True)


def _picked(places: Sequence[Place], cursor: Cursor | None) -> tuple[list[rows.Line], bool]:
    """The page beyond the cursor out of known places, newest first, and whether there is more that way."""
    if cursor and not cursor.goes_older:
        beyond = [place for place in places if place > (cursor.at, cursor.id)]
        chosen = beyond[-rows.ROWS_A_PAGE :]
    else:
        beyond = [place for place in places if cursor is None or place < (cursor.at, cursor.id)]
        chosen = beyond[: rows.ROWS_A_PAGE]
    found = rows.lines(Message.objects.up().filter(pk__in=[pk for _at, pk in chosen]), has_body=True)
    return sorted(found, key=lambda line: (line.posted_at, line.pk), reverse=True), len(beyond) > len(chosen)


def _walked(asked: str, cursor: Cursor | None) -> tuple[list[rows.Line], bool]:
    """The page beyond the cursor, met on a walk by time: a page of a frequent word is met soon."""
    with _without("seqscan", "bitmapscan", "sort"):  # only the index by time remains
        return rows.stretch(
            _with_the_words(Message.objects.up().filter(has_all_pairs(asked)), asked), cursor, has_body=True
        )


@contextmanager
def _without(*plans: str) -> Iterator[None]:
    """Inside, the planner leaves these plans aside. It has no figures about pairs and guesses a thousandfold wrong."""
    with transaction.atomic():
        with connection.cursor() as sql:
            sql.execute("; ".join(f"SET LOCAL enable_{plan} = off" for plan in plans))
        yield


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
