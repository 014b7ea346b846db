"""A few cases of the city take the author's side roads: asked for more, merged, split, appealed, asked again, rated anew.

After all tales have been told, inside `history()`: two cases are needed at once here, so each verb is written by itself.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any, Final

from accounts.models import User
from cases.actions.appeal import appeal
from cases.actions.ask_again import ask_again
from cases.actions.ask_info import ask_info
from cases.actions.change_rating import change_rating
from cases.actions.errors import CaseError
from cases.actions.give_info import give_info
from cases.actions.merge import merge
from cases.actions.rate import Verdict
from cases.actions.split import Part, split
from cases.actions.submit import Submission, submit
from cases.models import Case
from cases.rules.states import OPEN, Kind, State
from demo.people import member
from demo.story import MARK, World
from demo.words import common

LEAST_CASES: Final = 30  # a smaller city shows the main line only


def take_authors_roads(world: World) -> None:
    """Each road two or three times, in the last hours before `until`; what does not fit is left out."""
    until = world.until
    _split(world, until - timedelta(hours=5))
    for turn, target in enumerate(_joinable()):
        _join(world, target, until - timedelta(hours=3), turn)
    for turn, case in enumerate(_some(State.SUBMITTED, 2)):
        at = until - timedelta(hours=2)
        _done(ask_info, case.pk, by=_clerk(world, case), at=at, words=_words("info_wanted", turn))
    for turn, case in enumerate(_some(State.HANDLING, 3)):
        at = until - timedelta(minutes=90)
        handler = world.people[member(case.lead.code, "handler", 0).username] if case.lead else None
        if _done(ask_info, case.pk, by=handler, at=at, words=_words("info_wanted", turn)) and turn == 0:
            answer = _words("info_given", turn)
            _done(give_info, case.pk, by=case.author, at=until - timedelta(minutes=30), words=answer)
    for turn, case in enumerate(_some(State.DECLINED, 12)):
        _done(appeal, case.pk, by=case.author, at=until - timedelta(hours=1), reason=_words("appeals", turn))
    for turn, case in enumerate(_some(State.REPLIED, 2)):
        _done(
            ask_again, case.pk, by=case.author, at=until - timedelta(hours=2), reason=_words("agains", turn)
        )
    changed = Verdict(is_answered=True, is_solved="partly", outcome=3, attitude=4, speed=4)
    for case in _some(State.CLOSED, 12):
        _done(change_rating, case.pk, by=case.author, at=until - timedelta(hours=1), verdict=changed)


def _done(action: Callable[..., Any], pk: int, **how: Any) -> bool:
    """Whether the verb was possible: a window may have closed, a board may not know the ground."""
    try:
        action(pk, **how)
    except CaseError:
        return False
    return True


def _some(state: State, most: int) -> list[Case]:
    """The last cases in that state that have an author, newest first; no reports."""
    rows = Case.objects.filter(state=state, author__isnull=False, source_name=MARK, pause_ground="")
    rows = rows.exclude(kind=Kind.REPORT).select_related("author", "lead", "board__desk")
    return list(rows.order_by("-submitted_at", "-pk")[:most])


def _joinable() -> list[Case]:
    """Open cases that others may read and join."""
    rows = Case.objects.filter(state__in=OPEN - {State.SUBMITTED}, wants_public=True, source_name=MARK)
    return list(
        rows.exclude(kind=Kind.REPORT).select_related("board__desk").order_by("-submitted_at", "-pk")[:2]
    )


def _join(world: World, target: Case, at: datetime, turn: int) -> None:
    """A neighbour writes about the same matter; the desk sees that and merges the two."""
    phones = sorted(world.citizens)
    author = next(each for phone in phones[turn:] if (each := world.citizens[phone]).pk != target.author_id)
    words = Submission(
        board_id=target.board_id,
        kind=target.kind,
        title=target.title,
        body=_words("same_matter", turn).format(title=target.title),
        author_name=author.nickname,
        place=target.place,
        source_name=MARK,
        contact_phone=author.phone or "",
    )
    receipt = submit(words, by=author, author=author, at=at - timedelta(hours=1))
    reason = "反映的是同一件事，并入先到的一件一并办理，进展和回复同样通知您。"
    merge(receipt.case_id, by=_clerk(world, target), at=at, into=target.number, reason=reason)


def _split(world: World, at: datetime) -> None:
    """Somebody writes about two matters at once; the desk makes two of it."""
    given = common()["two_matters"]
    board = world.boards["shizhang"]
    author = world.citizens[sorted(world.citizens)[0]]
    words = Submission(
        board_id=board.pk,
        kind=Kind.HELP_REQUEST,
        title=given["title"],
        body=given["body"],
        author_name=author.nickname,
        source_name=MARK,
        contact_phone=author.phone or "",
    )
    receipt = submit(words, by=author, author=author, at=at - timedelta(hours=2))
    parts = [Part(title, body) for title, body in given["parts"]]
    case = Case.objects.select_related("board__desk").get(pk=receipt.case_id)
    split(case.pk, by=_clerk(world, case), at=at, parts=parts)


def _clerk(world: World, case: Case) -> User:
    return world.people[member(case.board.desk.code, "intake", 0).username]


def _words(key: str, turn: int) -> str:
    sentences = common()[key]
    return str(sentences[turn % len(sentences)])
