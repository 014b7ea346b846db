"""write_search_text: what search looks through is written in the transaction of whatever it shows.

A reply and a unit are added at the end, so that a message which moves on is not read again. A unit is a mark, not a name:
when it is renamed, it is found by its new name without anything written.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence

from django.db import transaction
from django.db.models import F, Q, Value
from django.db.models.functions import Concat

from boards.models import Message, Reply, SearchText
from boards.models.search_text import contains
from boards.rules.shingles import FIELD_END, fenced, folded, mark

RENEWED = ("board", "category", "kind", "posted_at", "put_up_at", "said")
BATCH = 500


def write_search_text(message_ids: Collection[int]) -> None:
    """Make the rows of these messages anew, of those that are up; three statements."""
    messages = list(Message.objects.up().filter(pk__in=message_ids))
    replies: dict[int, list[Reply]] = {each.pk: [] for each in messages}
    for reply in Reply.objects.filter(message__in=list(replies)):
        replies[reply.message_id].append(reply)
    SearchText.objects.bulk_create(
        [_row(each, replies[each.pk]) for each in messages],
        update_conflicts=True,
        unique_fields=["message"],
        update_fields=RENEWED,
    )


def add_to_search_text(message_id: int, words: str, *, unit_id: int) -> None:
    """A reply has come to a message that is up."""
    _append(message_id, f"{fenced(folded(words))}{FIELD_END}", unit_id)


def add_unit_to_search_text(message_id: int, unit_id: int) -> None:
    """Another unit handles the message; those before it are still found."""
    _append(message_id, "", unit_id)


def rewrite_search_text(*, only_missing: bool) -> int:
    """Make the rows of all messages, or of those that have none, in batches of their own; says how many."""
    last = written = 0
    wanted = Q(search_text=None) if only_missing else Q()
    while ids := _next(last, wanted):
        with transaction.atomic():  # nobody may add a reply between our reading and our writing
            locked = Message.objects.filter(pk__in=ids).order_by("pk").select_for_update(no_key=True)
            write_search_text(list(locked.values_list("pk", flat=True)))
        last, written = ids[-1], written + len(ids)
    return written


def _next(last: int, wanted: Q) -> list[int]:
    up = Message.objects.up().filter(wanted, pk__gt=last).order_by("pk")
    return list(up.values_list("pk", flat=True)[:BATCH])


def _append(message_id: int, words: str, unit_id: int) -> None:
    own = SearchText.objects.filter(message=message_id)
    if not words:
        own = own.exclude(contains(mark(unit_id)))
    own.update(said=Concat(F("said"), Value(f"{words}{mark(unit_id)}")))


def _row(message: Message, replies: Sequence[Reply]) -> SearchText:
    return SearchText(
        message_id=message.pk,
        board_id=message.board_id,
        category_id=message.category_id,
        kind=message.kind,
        posted_at=message.posted_at,
        put_up_at=message.put_up_at,
        said=_said(message, replies),
    )


def _said(message: Message, replies: Sequence[Reply]) -> str:
    """Title, body, number, replies; then marks of the units. The number is one word and its middle another, or every
    message would have the word of its year.
    """
    _letters, _year, serial, *_digit = [*message.number.split("-"), "", "", ""]
    texts = [message.title, message.body, f"{message.number.replace('-', '')} {serial}"]
    texts += [each.body for each in replies]
    units = dict.fromkeys([message.unit_id, *(each.unit_id for each in replies)])
    marks = "".join(mark(unit) for unit in units if unit)
    words = FIELD_END.join(fenced(folded(text)) for text in texts)
    return f"{words}{FIELD_END}{marks}"
