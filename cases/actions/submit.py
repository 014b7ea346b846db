"""submit (提交): a citizen's message, or a caller's by the intake desk, becomes a case."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.conf import settings
from django.db import IntegrityError, connection, transaction

from accounts.models import Limit, User
from accounts.rules.limits import LIMITS, free_again
from boards.models import Board
from cases.actions._door import entering
from cases.actions._files import StoredFile, attach
from cases.actions._screening import screen
from cases.actions.errors import HeldBack
from cases.actions.keep_message_draft import end_message_draft, hold_key
from cases.models import AccountAct, Case, CasePerson, Contact, facts_of, restrictions_of
from cases.rules.numbers import case_number, lookup_digest, new_lookup_code
from cases.rules.permissions import CaseFacts
from cases.rules.private import still_there
from cases.rules.states import Source
from cases.rules.watch_levels import Restriction
from cases.rules.workdays import in_shanghai


@dataclass(frozen=True)
class Submission:
    """What a person typed, already cleaned by the form. Texts are kept whole: lengths are the form's business."""

    board_id: int
    kind: str
    title: str
    body: str
    author_name: str
    category_id: int | None = None
    place: str = ""
    wants_public: bool = True
    wants_place: bool = False
    submission_key: uuid.UUID | None = None
    source: str = Source.WEB
    source_name: str = ""
    source_ref: str = ""
    contact_name: str = ""
    contact_phone: str = ""
    contact_address: str = ""
    files: Sequence[StoredFile] = field(default=())
    region_id: int | None = None
    private_passages: Sequence[str] = field(default=())
    group_size: int | None = None
    people: Sequence[NamedPerson] = field(default=())


@dataclass(frozen=True)
class NamedPerson:
    """Somebody beside the author: for whom it is written (with the relation), or who speaks for the group."""

    part: str
    name: str
    phone: str
    relation: str = ""


@dataclass(frozen=True)
class Receipt:
    """What the author gets: the number, and the lookup code, which is shown this once and kept only as a digest."""

    case_id: int
    number: str
    lookup_code: str
    is_new: bool


def submit(words: Submission, *, by: User | None, at: datetime, author: User | None = None) -> Receipt:
    """Open a case. `by` acts (the citizen, or an intake officer for a caller); `author` is whose case it becomes.

    The same submission key again gives the same case with is_new=False and no code: nothing is doubled.
    Raises NotAllowed, HeldBack (closed board, too many messages: `until` says when the next is taken).
    """
    if (earlier := _earlier(words)) is not None:
        return earlier
    try:
        with transaction.atomic():
            if words.submission_key and author:
                hold_key(words.submission_key)  # no draft is kept meanwhile, and a second click waits here
                if (earlier := _earlier(words)) is not None:
                    return earlier
            return _submit(words, by=by, at=at, author=author)
    except IntegrityError:
        # The double click: the other request has won the race for the key and is committed by now.
        if (earlier := _earlier(words)) is not None:
            return earlier
        raise


def _earlier(words: Submission) -> Receipt | None:
    if words.submission_key is None:
        return None
    found = Case.objects.filter(submission_key=words.submission_key).values_list("pk", "number").first()
    return Receipt(found[0], found[1], "", is_new=False) if found else None


def open_part(words: Submission, *, of: Case, by: User | None, at: datetime) -> Receipt:
    """Open a case for one matter of a message that named several (拆分). Its author has waited since that message.

    Call it inside the door of the message that is split.
    """
    return _submit(words, by=by, at=at, author=of.author, origin=of)


def _submit(
    words: Submission, *, by: User | None, at: datetime, author: User | None, origin: Case | None = None
) -> Receipt:
    board = Board.objects.get(pk=words.board_id)
    code = new_lookup_code()
    number = case_number(in_shanghai(at).year, _next_sequence())
    case = Case(
        number=number,
        lookup_digest=lookup_digest(code, number, settings.SECRET_KEY),
        board=board,
        category_id=words.category_id,
        kind=words.kind,
        title=words.title,
        body=words.body,
        place=words.place,
        wants_public=words.wants_public,
        wants_place=words.wants_place,
        author=author,
        author_name=words.author_name,
        source=words.source,
        source_name=words.source_name,
        source_ref=words.source_ref,
        submission_key=words.submission_key,
        submitted_at=origin.submitted_at if origin else at,
        split_from=origin,
        has_contact=bool(words.contact_phone),
        region_id=words.region_id,
        private_passages=still_there(words.private_passages, (words.title, words.body, words.place)),
        group_size=words.group_size,
    )
    bars = restrictions_of(author.pk, at) if author and origin is None else {}
    known = _known(case, author, at, bars)
    with _says_when(known), entering("submit", case, by=by, at=at, known=known) as passage:
        passage.facts["source"] = words.source
        if origin is not None:
            passage.facts.update(since=origin.submitted_at.isoformat(), split_from=origin.number)
        case.save(force_insert=True)
        if words.contact_phone or words.contact_name:
            Contact.made(
                case,
                name=words.contact_name,
                phone=words.contact_phone,
                address=words.contact_address,
            ).save(force_insert=True)
        CasePerson.objects.bulk_create(
            CasePerson.made(case, position, **vars(each)) for position, each in enumerate(words.people)
        )
        attach(case, words.files, at=at)
        screen(case, at=at, is_held_first=Restriction.HELD_FIRST in bars)
        if case.is_held:
            passage.facts["is_held"] = True
    if words.submission_key and author:
        end_message_draft(words.submission_key, author)
    return Receipt(case.pk, number, code, is_new=True)


@contextmanager
def _says_when(known: CaseFacts) -> Iterator[None]:
    try:
        yield
    except HeldBack as refused:
        refused.until = known.barred_until or known.may_post_from
        raise


def _known(case: Case, author: User | None, at: datetime, bars: Mapping[str, AccountAct]) -> CaseFacts:
    """The facts of a case to be, with how much its author has posted lately, and what restricts the author's account."""
    facts = facts_of(case)
    if case.split_from_id:
        return replace(facts, is_board_open=True)  # it was sent while the board was open
    if author is None:
        return facts
    barred = bars.get(Restriction.BLOCKED)
    daily = bars.get(Restriction.DAILY)
    return replace(
        facts,
        barred_until=barred.until if barred else None,
        may_post_from=_may_post_from(author, at, daily.amount if daily else None),
    )


def _may_post_from(author: User, at: datetime, daily: int | None) -> datetime | None:
    """When the next message of somebody is taken who has sent as many as the limits let through, or the own restriction."""
    most = Limit.objects.numbers("post_hour", "post_day")
    most["post_day"] = min(most["post_day"], daily or most["post_day"])
    lately = Case.objects.filter(
        author=author, submitted_at__gt=at - LIMITS["post_day"].window, submitted_at__lte=at
    )
    newest = list(
        lately.order_by("-submitted_at").values_list("submitted_at", flat=True)[: max(most.values())]
    )
    free = [free_again(newest, most[name], LIMITS[name].window) for name in most]
    return max((each for each in free if each and each > at), default=None)


def _next_sequence() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT nextval('cases_number')")
        return int(cursor.fetchone()[0])
