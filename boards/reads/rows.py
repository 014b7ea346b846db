"""Messages as lines of a list: every string ready, so that a template only prints; and pages of such lines."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from boards.models import Message
from boards.models.message import MessageQuerySet
from boards.rules.cursor import Cursor
from boards.rules.times import day, iso, span_words
from boards.rules.words import ANSWERED_STATES, KINDS, OPEN_STATES, badge

ROWS_A_PAGE = 20


@dataclass(frozen=True)
class Row:
    """One line; see templates/components/message_row.html."""

    href: str
    title: str
    tone: str
    state: str
    facts: tuple[str, ...]
    on: str
    on_iso: str
    excerpt: Sequence[tuple[str, bool]] = ()  # (words, is it what was searched for)


@dataclass(frozen=True)
class Page:
    """A stretch of a list, newest first, and the addresses of its neighbours ("" where there is none)."""

    rows: tuple[Row, ...]
    newer: str = ""
    older: str = ""
    first: str = ""


def row(
    message: Message,
    at: datetime,
    *,
    has_board: bool = True,
    by_reply: bool = False,
    excerpt: Sequence[tuple[str, bool]] = (),
) -> Row:
    """A message as a line. `by_reply`: dated by its reply, with the time that it took."""
    mark = badge(
        message.state, outcome=message.outcome, due_at=message.due_at, overdue_at=message.overdue_at, at=at
    )
    on = message.replied_at if by_reply and message.replied_at else message.posted_at
    return Row(
        href=message.get_absolute_url(),
        title=message.title,
        tone=mark.tone,
        state=mark.words,
        facts=tuple(_facts(message, at, has_board, by_reply)),
        on=day(on),
        on_iso=iso(on),
        excerpt=excerpt,
    )


def _facts(message: Message, at: datetime, has_board: bool, by_reply: bool) -> list[str]:
    facts = [message.board.title if has_board else str(KINDS.get(message.kind, message.kind))]
    if message.unit and str(message.unit) != facts[0]:
        facts.append(_("%(unit)s办理") % {"unit": message.unit})
    if by_reply and message.replied_at:
        facts.append(_("用时 %(span)s") % {"span": span_words(message.replied_at - message.posted_at)})
    if message.state in OPEN_STATES and (days := (at - message.posted_at).days):
        facts.append(_("已等待 %(days)d 天") % {"days": days})
    if message.state in ANSWERED_STATES and message.overdue_at:
        facts.append(_("超期回复"))
    if message.endorsement_count:
        facts.append(_("%(count)d 人附议") % {"count": message.endorsement_count})
    return facts


def stretch(found: MessageQuerySet, cursor: Cursor | None) -> tuple[list[Message], bool]:
    """One page of messages beyond the cursor, newest first, and whether there are more in its direction."""
    messages = list(found.beyond(cursor)[: ROWS_A_PAGE + 1])
    has_more, messages = len(messages) > ROWS_A_PAGE, messages[:ROWS_A_PAGE]
    if cursor and not cursor.goes_older:
        messages.reverse()
    return messages, has_more


def paged(
    messages: Sequence[Message],
    rows: Sequence[Row],
    has_more: bool,
    cursor: Cursor | None,
    query: Mapping[str, str],
) -> Page:
    """The rows with the addresses of the pages around them; `query` is kept in those addresses."""
    came_from_older = cursor is not None and not cursor.goes_older
    has_older, has_newer = came_from_older or has_more, has_more if came_from_older else cursor is not None
    newer = older = ""
    if messages and has_newer:
        newer = address(query, Cursor(messages[0].posted_at, messages[0].pk, goes_older=False))
    if messages and has_older:
        older = address(query, Cursor(messages[-1].posted_at, messages[-1].pk))
    first = address(query) if cursor and (has_newer or not messages) else ""
    return Page(tuple(rows), newer, older, first)


def address(query: Mapping[str, str], cursor: Cursor | None = None) -> str:
    """The same page with another query; what is empty is left out."""
    pairs = {name: value for name, value in query.items() if value}
    if cursor:
        pairs["from"] = str(cursor)
    return "?" + urlencode(pairs)
