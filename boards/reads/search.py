"""Search: a number leads to its message, a name to its board, words to messages by match or by time.

By match only the newest MOST_RANKED hits are put in order, and the page says so where there are more.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import F, Value
from django.db.models.functions import StrIndex

from boards.models import Message, Reply, SearchText
from boards.models.scope import Scope, scope_of
from boards.reads import directory, rows
from boards.reads.board import Choice
from boards.reads.excerpts import excerpt, marked
from boards.reads.finding import Place, meet
from boards.reads.guesses import Guess, guesses
from boards.reads.message import paragraphs
from boards.reads.search_filters import Filter, filters, sorts
from boards.rules.cursor import Cursor
from boards.rules.question import BY_TIME, Question
from boards.rules.ranking import score
from boards.rules.shingles import FIELD_END, MOST_LETTERS, fenced, folded, hits

MOST_RANKED = 200
MOST_BOARDS = 6
LAST_ID = 2**62
_NUMBER = re.compile(
    r"(?:wz)?([12]\d{3})(\d{6,12})(\d)"
)  # WZ-2026-004217-8, with or without letters and hyphens


@dataclass(frozen=True)
class Found:
    question: Question
    is_shortened: bool
    sort: str
    filters: tuple[Filter, ...]
    sorts: tuple[Choice, ...]
    boards: tuple[directory.Entry, ...]
    page: rows.Page
    count: int | None  # None: too many to count
    is_askable: bool
    ranked: int | None  # how many were put in order, where there are more
    by_time: str  # the address of the same search by time
    guesses: tuple[Guess, ...] = ()

    @property
    def asked(self) -> str:
        return self.question.q


@dataclass(frozen=True)
class _Hits:
    """One page of hits, as ids in their order, and what is known about all of them."""

    ids: list[int]
    newer: str = ""
    older: str = ""
    first: str = ""
    count: int | None = None
    ranked: int | None = None


def number_of(asked: str) -> str:
    """The number of the shown message that a person typed, "" when it is none."""
    parts = _NUMBER.fullmatch(re.sub(r"[\s\-—–]+", "", folded(asked[:MOST_LETTERS])))
    if not parts:
        return ""
    number = "WZ-{}-{}-{}".format(*parts.groups())
    return Message.objects.up().filter(number=number).values_list("number", flat=True).first() or ""


def search(
    question: Question, *, at: datetime, sort: str = "", cursor: Cursor | None = None, typed: str = ""
) -> Found:
    """What `/search/` shows. `typed`: the words before they were shortened. At most fifteen reads; guesses ask more."""
    boards = directory.all_boards()
    is_askable = bool(question.terms)
    found = _hits(scope_of(question), sort, cursor, at) if is_askable else _Hits([], count=0)
    is_empty = is_askable and not found.ids and not found.older and not cursor
    lines = _rows(found.ids, question.terms, at)
    meant = () if cursor else tuple(directory.meant(boards, question.q))
    return Found(
        question=question,
        is_shortened=len(" ".join(typed.split())) > len(question.q),
        sort=sort,
        filters=filters(question, boards, at),
        sorts=sorts(sort),
        boards=tuple(map(directory.entry, meant[:MOST_BOARDS])),
        page=rows.Page(tuple(lines), found.newer, found.older, found.first),
        count=found.count,
        is_askable=is_askable,
        ranked=found.ranked,
        by_time=rows.address({**question.query, "sort": BY_TIME}),
        guesses=guesses(question) if is_empty else (),
    )


def newest(question: Question, most: int) -> list[rows.Line]:
    """The newest messages that the question finds, for its feed."""
    if not question.terms:
        return []
    return _lines([pk for _at, pk in meet(scope_of(question), None, wanted=most).places[:most]])


def _hits(scope: Scope, sort: str, cursor: Cursor | None, at: datetime) -> _Hits:
    return _by_time(scope, cursor) if sort == BY_TIME else _by_match(scope, cursor, at)


def _by_time(scope: Scope, cursor: Cursor | None) -> _Hits:
    """The page beyond the cursor, newest first."""
    met = meet(scope, cursor, wanted=rows.ROWS_A_PAGE + 1)
    chosen, came_from_older = met.places[: rows.ROWS_A_PAGE], cursor is not None and not cursor.goes_older
    goes_on = len(met.places) > len(chosen) or not met.is_all
    # where too few were met on the way, the next page begins where the walk ended
    end = (
        chosen[-1:] if len(met.places) > len(chosen) else [met.end or chosen[-1]] if goes_on else chosen[-1:]
    )
    query = {**scope.question.query, "sort": BY_TIME}
    beyond = rows.address(query, Cursor(*end[0], goes_older=not came_from_older)) if end and goes_on else ""
    back = rows.address(query, Cursor(*chosen[0], goes_older=came_from_older)) if chosen and cursor else ""
    return _Hits(
        ids=[pk for _at, pk in (reversed(chosen) if came_from_older else chosen)],
        newer=beyond if came_from_older else back,
        older=back if came_from_older else beyond,
        first=rows.address(query) if cursor and (goes_on or not came_from_older) else "",
        count=len(met.places) if met.is_all and cursor is None else None,
    )


def _by_match(scope: Scope, cursor: Cursor | None, at: datetime) -> _Hits:
    """The page beyond the cursor among the newest hits, the best first. The cursor holds the moment of the first page:
    as seen from there the order stays the same; and the id of the row that the page lies beyond.
    """
    as_of = cursor.at if cursor else at
    met = meet(scope, Cursor(as_of, LAST_ID), wanted=MOST_RANKED + 1)
    ranked = _ranked(met.places[:MOST_RANKED], scope.question.terms, as_of)
    there = ranked.index(cursor.id) if cursor and cursor.id in ranked else None
    if there is None or cursor is None:
        start = 0
    else:
        start = there + 1 if cursor.goes_older else max(0, there - rows.ROWS_A_PAGE)
    ids = ranked[start : start + rows.ROWS_A_PAGE]
    query = scope.question.query
    has_more = start + len(ids) < len(ranked)
    return _Hits(
        ids=ids,
        newer=rows.address(query, Cursor(as_of, ids[0], goes_older=False)) if start and ids else "",
        older=rows.address(query, Cursor(as_of, ids[-1])) if has_more else "",
        first=rows.address(query) if start else "",
        count=len(met.places) if met.is_all else None,
        ranked=len(ranked) if len(met.places) > len(ranked) or not met.is_all else None,
    )


def _ranked(places: Sequence[Place], terms: Sequence[str], as_of: datetime) -> list[int]:
    """The ids of these hits, the best first."""
    where = {f"term_{nth}": StrIndex(F("said"), Value(fenced(term))) for nth, term in enumerate(terms)}
    told = (
        SearchText.objects.filter(pk__in=[pk for _at, pk in places])
        .annotate(title_ends=StrIndex(F("said"), Value(FIELD_END)), **where)
        .values_list("pk", "posted_at", "message__replied_at", "title_ends", *where)
    )
    scored = [
        (
            score(first, title_ends=title_ends, age=as_of - posted_at, is_answered=replied_at is not None),
            posted_at,
            pk,
        )
        for pk, posted_at, replied_at, title_ends, *first in told
    ]
    return [pk for _score, _at, pk in sorted(scored, reverse=True)]


def _lines(ids: Sequence[int]) -> list[rows.Line]:
    order = {pk: place for place, pk in enumerate(ids)}
    found = rows.lines(Message.objects.up().filter(pk__in=ids), has_body=True) if ids else []
    return sorted(found, key=lambda line: order[line.pk])


def _rows(ids: Sequence[int], terms: Sequence[str], at: datetime) -> list[rows.Row]:
    """Lines with their hits marked in title and text; a reply is quoted where it has a hit."""
    read = _lines(ids)
    replies = _replies_with_hits(ids, terms) if ids else {}
    return [
        rows.row(
            each,
            at,
            excerpt=excerpt(" ".join(paragraphs(each.body)), terms),
            title_pieces=marked(each.title, terms),
            reply_excerpt=excerpt(replies[each.pk], terms) if each.pk in replies else (),
        )
        for each in read
    ]


def _replies_with_hits(ids: Sequence[int], terms: Sequence[str]) -> Mapping[int, str]:
    """The first reply of each message that has one of the terms."""
    found: dict[int, str] = {}
    for message_id, body in Reply.objects.filter(message__in=ids).values_list("message_id", "body"):
        text = " ".join(paragraphs(body))
        if message_id not in found and hits(text, terms):
            found[message_id] = text
    return found
