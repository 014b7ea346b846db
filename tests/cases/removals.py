"""Held and taken-down cases for tests, whatever their state: the verbs of content safety as the table of all verbs calls them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import User
from accounts.roles import Role
from boards import posting
from boards.models import Message
from cases.actions._publish import _words
from cases.actions.contest import contest
from cases.actions.put_back import put_back
from cases.actions.release import release
from cases.actions.take_down import take_down
from cases.actions.uphold import uphold
from cases.models import Case, Screening
from cases.rules.watch_levels import Decision, Level
from tests.factories import a_member

WHY = "正文写明了他人的住址和手机号。"


def held(pk: int, at: datetime, level: Level = Level.HOLD) -> Case:
    """The case as if a watched word had been found in it."""
    case = Case.objects.get(pk=pk)
    if not case.is_held:
        Screening.objects.create(case=case, level=level, found_at=at, decision=Decision.OPEN)
        Case.objects.filter(pk=pk).update(is_held=True)
    return case


def shown(pk: int, at: datetime) -> Case:
    """The case with its message on the board, whatever its state."""
    case = Case.objects.select_related("board").get(pk=pk)
    if case.message_id is None:
        case.message = posting.put_up(_words(case), at=at, state="accepted")
        case.save(update_fields=["message"])
    Message.objects.filter(pk=case.message_id).update(is_up=True)
    return case


def another_reviewer(case: Case) -> User:
    return a_member("sheng_reviewer", "盛审核", case.board.desk, Role.REVIEWER)


def taken_down(pk: int, at: datetime) -> Case:
    """Taken down by a reviewer who appears nowhere else."""
    case = shown(pk, at)
    take_down(pk, by=another_reviewer(case), at=at, code="privacy", reason=WHY)
    return Case.objects.select_related("board").get(pk=pk)


def contested(pk: int, at: datetime) -> Case:
    case = taken_down(pk, at)
    contest(pk, by=case.author, at=at, reason="我写的是公开的办公地址。")
    return case


def _call(prepare: Any, verb: Any, **more: Any) -> Any:
    def call(pk: int, by: User | None, at: datetime) -> None:
        prepare(pk, at)
        verb(pk, by=by, at=at, **more)

    return call


PREPARED: dict[str, Any] = {
    "release": held,
    "take_down": shown,
    "contest": taken_down,
    "uphold": contested,
    "put_back": contested,
}
CALLS = {
    "release": _call(held, release),
    "take_down": _call(shown, take_down, code="privacy", reason=WHY),
    "contest": _call(taken_down, contest, reason="我写的是公开的办公地址。"),
    "uphold": _call(contested, uphold, reason="住址属个人隐私。"),
    "put_back": _call(contested, put_back, reason="经核对是公开的办公地址。"),
}
