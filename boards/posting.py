"""The only way to write on the public boards from outside.

Masks personal data on the way in, tells the page cache after the commit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache, partial
from typing import Any

from django.db import connection, transaction

from boards.actions.write_search_text import add_to_search_text, add_unit_to_search_text, write_search_text
from boards.models import BoardFigures, Message, Progress, Reply, SearchText
from boards.rules.redact import redact
from boards.rules.words import OPEN_STATES
from boards.stamps import touch, touch_figures

# What changes when a message goes up again; its number and the day it first went up stay.
RENEWED = (
    "board",
    "category",
    "kind",
    "title",
    "body",
    "author_name",
    "place",
    "posted_at",
    "is_up",
    "removal_code",
    "taken_down_at",
    "changed_at",
    "group_size",
)
LONGEST_PLACE = 100  # characters; with the county before it a place may be longer than its author could type
REPLY_KEEPS = ("landline",)  # an office's own telephone belongs into its reply


@dataclass(frozen=True)
class Words:
    """What a message says when it goes up. Texts are the author's own; masking happens here."""

    number: str
    board_id: int
    category_id: int | None
    kind: str
    title: str
    body: str
    author_name: str
    place: str
    posted_at: datetime
    group_size: int | None = None


@dataclass(frozen=True)
class Line:
    """One line of a public timeline."""

    verb: str
    words: str
    unit_id: int | None
    at: datetime


def put_up(words: Words, *, at: datetime, changed_at: datetime | None = None, **standing: Any) -> Message:
    """Show a message for the first time, or again after it was taken down. `standing`: state, unit_id, step, due_at …

    Returns the row. The number is unique: putting up twice changes, never doubles.
    """
    title, body = redact(words.title).text, redact(words.body).text
    message = Message(
        number=words.number,
        board_id=words.board_id,
        category_id=words.category_id,
        kind=words.kind,
        title=title,
        body=body,
        author_name=words.author_name,
        place=redact(words.place).text[:LONGEST_PLACE],
        posted_at=words.posted_at,
        group_size=words.group_size,
        put_up_at=at,
        changed_at=changed_at or at,
        **standing,
    )
    Message.objects.bulk_create(
        [message], update_conflicts=True, unique_fields=["number"], update_fields=[*RENEWED, *standing]
    )
    write_search_text([message.pk])
    _changed(words.board_id)
    return message


def update(message_id: int, *, board_id: int, at: datetime, **standing: Any) -> None:
    """Change where a shown message stands (state, unit_id, step, due_at, overdue_at …)."""
    Message.objects.filter(pk=message_id).update(changed_at=at, **standing)
    unit_id = standing.get("unit_id")
    if unit_id and standing.get("state") in OPEN_STATES:  # who has answered is found by the reply
        add_unit_to_search_text(message_id, unit_id)
    _changed(board_id)


def add_reply(
    message_id: int,
    *,
    board_id: int,
    body: str,
    unit_id: int,
    signer: str,
    at: datetime,
    is_interim: bool = False,
) -> Reply:
    """Publish a unit's words under a shown message, personal data masked; the office's own telephone stays."""
    public = redact(body, keep=REPLY_KEEPS).text
    reply = Reply.objects.create(
        message_id=message_id,
        body=public,
        unit_id=unit_id,
        signer=signer,
        replied_at=at,
        is_interim=is_interim,
    )
    add_to_search_text(message_id, public, unit_id=unit_id)
    _changed(board_id)
    return reply


def add_progress(message_id: int, lines: Sequence[Line], *, board_id: int) -> None:
    """Add lines to a shown message's timeline."""
    Progress.objects.bulk_create(
        Progress(
            message_id=message_id,
            verb=line.verb,
            words=redact(line.words).text,
            unit_id=line.unit_id,
            at=line.at,
        )
        for line in lines
    )
    _changed(board_id)


def mark_overdue(since: Mapping[int, tuple[int, datetime]]) -> None:
    """Show messages as overdue: message id → (board id, overdue since)."""
    if not since:
        return
    rows = [
        Message(pk=message_id, overdue_at=at, changed_at=at) for message_id, (_board, at) in since.items()
    ]
    Message.objects.bulk_update(rows, ["overdue_at", "changed_at"])
    for board_id in {board for board, _at in since.values()}:
        _changed(board_id)


def set_endorsements(message_id: int, *, board_id: int, count: int) -> None:
    """Show how many people have endorsed a message; who they are is not known here."""
    Message.objects.filter(pk=message_id).update(endorsement_count=count)
    _changed(board_id)


def take_down(number: str, *, at: datetime, code: str = "") -> bool:
    """Hide a message; the address then answers 410 with a tombstone, which names the reason `code` (RemovalCode).

    Without a code its author took it back. False when it was not up.
    """
    board_id = Message.objects.filter(number=number, is_up=True).values_list("board_id", flat=True).first()
    if board_id is None:
        return False
    Message.objects.filter(number=number).update(
        is_up=False, removal_code=code, taken_down_at=at, changed_at=at
    )
    SearchText.objects.filter(message__number=number).delete()
    _changed(board_id)
    return True


def put_back(number: str, *, at: datetime) -> bool:
    """Show a message again as it was, with all that was added to it meanwhile. False when it was not taken down."""
    hidden = Message.objects.filter(number=number, is_up=False)
    found = hidden.values_list("pk", "board_id").first()
    if found is None:
        return False
    message_id, board_id = found
    hidden.update(is_up=True, removal_code="", taken_down_at=None, changed_at=at)
    write_search_text([message_id])
    _changed(board_id)
    return True


def sign_as(numbers: Sequence[str], author_name: str) -> None:
    """Give shown messages another public name: their author is no longer there."""
    rows = Message.objects.filter(number__in=numbers)
    boards = set(rows.filter(is_up=True).values_list("board_id", flat=True))
    rows.update(author_name=author_name)
    for board_id in boards:
        _changed(board_id)


def set_figures(board_id: int, *, as_of: datetime, figures: Mapping[str, int]) -> None:
    """Store a board's own figures (fields of BoardFigures) as counted at `as_of`."""
    BoardFigures.objects.update_or_create(board_id=board_id, defaults={"as_of": as_of, **figures})
    transaction.on_commit(partial(touch_figures, [board_id]), robust=True)


def _changed(board_id: int) -> None:
    """Tell the page cache after the commit, once a board: a batch of verbs touches its board once."""
    touching = _touching(board_id)
    if not any(entry[1] is touching for entry in connection.run_on_commit):
        transaction.on_commit(touching, robust=True)


@lru_cache(maxsize=4096)
def _touching(board_id: int) -> partial[None]:
    """The same object for the same board, so that it is recognised among the waiting ones."""
    return partial(touch, board_id)
