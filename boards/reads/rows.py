"""Messages as lines of a list: every string ready, so that a template only prints; and pages of such lines.

Lines are read as plain tuples: making model objects of twenty rows costs more than the rows.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from urllib.parse import urlencode

from django.utils.translation import gettext_noop as _

from boards.models.message import MessageQuerySet
from boards.rules.cursor import Cursor
from boards.rules.times import day, iso, span_words
from boards.rules.words import ANSWERED_STATES, KINDS, OPEN_STATES, badge, said

ROWS_A_PAGE = 20
HANDLED_BY, TOOK, HAS_WAITED = _("%(unit)s办理"), _("用时 %(span)s"), _("已等待 %(days)d 天")
REPLIED_LATE, SUPPORTED = _("超期回复"), _("%(count)d 人附议")
Excerpt = Sequence[tuple[str, bool]]  # (words, is it what was searched for)


class Line(NamedTuple):
    """What a list needs of a message, as it is stored."""

    pk: int
    number: str
    title: str
    kind: str
    state: str
    outcome: str
    posted_at: datetime
    due_at: datetime | None
    overdue_at: datetime | None
    replied_at: datetime | None
    endorsement_count: int
    board__title: str
    unit__name: str | None
    unit__short_name: str | None
    body: str = ""

    @property
    def unit(self) -> str:
        """How the handling unit is called in a list; "" while there is none."""
        return self.unit__short_name or self.unit__name or ""


@dataclass(frozen=True)
class Row:
    """One line; see templates/components/message_rows.html."""

    href: str
    title: str
    tone: str
    state: str
    facts: tuple[str, ...]
    on: str
    on_iso: str
    excerpt: Excerpt = ()
    title_pieces: Excerpt = ()  # the title with what was searched for
    reply_excerpt: Excerpt = ()


@dataclass(frozen=True)
class Page:
    """A stretch of a list, newest first, and the addresses of its neighbours ("" where there is none)."""

    rows: tuple[Row, ...]
    newer: str = ""
    older: str = ""
    first: str = ""


def lines(found: MessageQuerySet, *, has_body: bool = False) -> list[Line]:
    """The messages in the order they come; their text only where an excerpt is cut from it."""
    columns = Line._fields if has_body else Line._fields[:-1]
    return [Line(*values) for values in found.values_list(*columns)]


def row(
    line: Line, at: datetime, *, has_board: bool = True, by_reply: bool = False, **searched: Excerpt
) -> Row:
    """A message as a line. `by_reply`: dated by its reply, with the time that it took. `searched`: excerpt and the like."""
    mark = badge(line.state, outcome=line.outcome, due_at=line.due_at, overdue_at=line.overdue_at, at=at)
    on = line.replied_at if by_reply and line.replied_at else line.posted_at
    return Row(
        href=f"/messages/{line.number}/",
        title=line.title,
        tone=mark.tone,
        state=mark.words,
        facts=tuple(_facts(line, at, has_board, by_reply)),
        on=day(on),
        on_iso=iso(on),
        **searched,
    )


def _facts(line: Line, at: datetime, has_board: bool, by_reply: bool) -> list[str]:
    facts = [line.board__title if has_board else said(KINDS.get(line.kind, line.kind))]
    if line.unit and line.unit != facts[0]:
        facts.append(said(HANDLED_BY) % {"unit": line.unit})
    if by_reply and line.replied_at:
        facts.append(said(TOOK) % {"span": span_words(line.replied_at - line.posted_at)})
    if line.state in OPEN_STATES and (days := (at - line.posted_at).days):
        facts.append(said(HAS_WAITED) % {"days": days})
    if line.state in ANSWERED_STATES and line.overdue_at:
        facts.append(said(REPLIED_LATE))
    if line.endorsement_count:
        facts.append(said(SUPPORTED) % {"count": line.endorsement_count})
    return facts


def stretch(
    found: MessageQuerySet, cursor: Cursor | None, *, has_body: bool = False
) -> tuple[list[Line], bool]:
    """One page of messages beyond the cursor, newest first, and whether there are more in its direction."""
    read = lines(found.beyond(cursor)[: ROWS_A_PAGE + 1], has_body=has_body)
    has_more, read = len(read) > ROWS_A_PAGE, read[:ROWS_A_PAGE]
    if cursor and not cursor.goes_older:
        read.reverse()
    return read, has_more


def paged(
    read: Sequence[Line], rows: Sequence[Row], has_more: bool, cursor: Cursor | None, query: Mapping[str, str]
) -> Page:
    """The rows with the addresses of the pages around them; `query` is kept in those addresses."""
    came_from_older = cursor is not None and not cursor.goes_older
    has_older, has_newer = came_from_older or has_more, has_more if came_from_older else cursor is not None
    newer = older = ""
    if read and has_newer:
        newer = address(query, Cursor(read[0].posted_at, read[0].pk, goes_older=False))
    if read and has_older:
        older = address(query, Cursor(read[-1].posted_at, read[-1].pk))
    first = address(query) if cursor and (has_newer or not read) else ""
    return Page(tuple(rows), newer, older, first)


def address(query: Mapping[str, str], cursor: Cursor | None = None) -> str:
    """The same page with another query; what is empty is left out."""
    pairs = {name: value for name, value in query.items() if value}
    if cursor:
        pairs["from"] = str(cursor)
    return "?" + urlencode(pairs)
