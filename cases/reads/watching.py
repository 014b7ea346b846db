"""What a reader endorsed and follows: public words only, newest first. A fixed number of queries a page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet

from accounts.models import User
from accounts.roles import standing_of
from boards.models import Board, Message
from boards.rules.times import day, iso
from boards.rules.words import badge
from cases.actions._joined import root_of
from cases.models import BoardFollow, Case, CaseFollow, Endorsement, facts_of
from cases.reads.my_cases import Row
from cases.rules.following import may_endorse
from cases.rules.states import RUNNING

ROWS_A_PAGE = 20


@dataclass(frozen=True)
class Watched:
    """One line: the message, the own words to the unit, and the key with which it is given up."""

    row: Row
    pk: int
    words: str = ""


@dataclass(frozen=True)
class WatchedPage:
    """`older` is the key to go on from, None on the last page."""

    rows: tuple[Watched, ...]
    older: int | None


@dataclass(frozen=True)
class Standing:
    """Where a reader stands to a message: what is possible, and why not. `number` is where it is handled now."""

    case: Case
    message: Message
    number: str
    has_endorsed: bool
    may_endorse: bool
    why_not: str
    may_undo: bool
    follow_id: int | None
    is_own: bool


def endorsed_page(user_id: int, at: datetime, before: int | None = None) -> WatchedPage:
    """`/my/endorsed/`. One query."""
    return _page(Endorsement.objects.filter(user=user_id), at, before)


def follows_page(user_id: int, at: datetime, before: int | None = None) -> WatchedPage:
    """The messages of `/my/follows/`. One query."""
    return _page(CaseFollow.objects.filter(user=user_id), at, before)


def followed_boards(user_id: int) -> list[BoardFollow]:
    """All of them: nobody follows hundreds. One query."""
    rows = BoardFollow.objects.filter(user=user_id).select_related("board")
    return list(rows.order_by("board__ordering", "board__pk")[:200])


def board_follow(board: Board, user_id: int) -> BoardFollow | None:
    return BoardFollow.objects.filter(board=board, user=user_id).first()


def standing_to(number: str, user: User) -> Standing | None:
    """A public message by its number; None where there is none, or it was taken down."""
    case = Case.objects.select_related("board__desk", "message").filter(number=number).first()
    if case is None or case.message is None or not case.message.is_up:
        return None
    now = root_of(case) or case
    has_endorsed = Endorsement.objects.filter(case=now, user=user).exists()
    verdict = may_endorse(standing_of(user), facts_of(now))
    follow_id = CaseFollow.objects.filter(case=now, user=user).values_list("pk", flat=True).first()
    return Standing(
        case=now,
        message=now.message or case.message,
        number=now.number,
        has_endorsed=has_endorsed,
        may_endorse=bool(verdict) and not has_endorsed,
        why_not="" if has_endorsed else verdict.words,
        may_undo=has_endorsed and now.state in RUNNING,
        follow_id=follow_id,
        is_own=user.pk in now.author_ids,
    )


def _page(rows: QuerySet[Any], at: datetime, before: int | None) -> WatchedPage:
    rows = rows if before is None else rows.filter(pk__lt=before)
    joined = rows.select_related("case__message__board", "case__message__unit")
    found = list(joined.order_by("-pk")[: ROWS_A_PAGE + 1])
    older = found[ROWS_A_PAGE - 1].pk if len(found) > ROWS_A_PAGE else None
    return WatchedPage(tuple(_line(each, at) for each in found[:ROWS_A_PAGE]), older)


def _line(each: Endorsement | CaseFollow, at: datetime) -> Watched:
    words = each.words if isinstance(each, Endorsement) else ""
    return Watched(_row(each.case, each.at, at), each.pk, words)


def _row(case: Case, since: datetime, at: datetime) -> Row:
    """What the public page says; its number alone where that has been taken down."""
    message, number = case.message, case.number
    if message is None or not message.is_up:
        return Row(f"/messages/{number}/", number, "declined", "", (), (), day(since), iso(since))
    mark = badge(
        message.state, outcome=message.outcome, due_at=message.due_at, overdue_at=message.overdue_at, at=at
    )
    facts = (number, message.board.title, message.unit.name if message.unit else "")
    return Row(
        href=message.get_absolute_url(),
        title=message.title,
        tone=mark.tone,
        state=mark.words,
        excerpt=(),
        facts=tuple(filter(None, facts)),
        on=day(since),
        on_iso=iso(since),
    )
