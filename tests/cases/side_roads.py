"""What the tests of pauses, extensions, orders and promises share: people, and a case brought to where such a verb begins."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.roles import Role
from cases.actions._files import StoredFile
from cases.actions.approve_reply import approve_reply
from cases.actions.ask_extension import ask_extension
from cases.actions.confirm_fulfilment import confirm_fulfilment
from cases.actions.countersign import countersign
from cases.actions.draft_reply import draft_reply
from cases.actions.errors import CaseError
from cases.actions.fulfil import fulfil
from cases.actions.grant_extension import grant_extension
from cases.actions.instruct import instruct
from cases.actions.lift import lift
from cases.actions.log_contact import log_contact
from cases.actions.post_progress import post_progress
from cases.actions.refuse_extension import refuse_extension
from cases.actions.refute_fulfilment import refute_fulfilment
from cases.actions.report_back import report_back
from cases.actions.resume import resume
from cases.actions.supervise import supervise
from cases.actions.suspend import suspend
from cases.models import Case, Promise, Supervision
from demo.pictures import picture
from tests.cases.ways import on, signed, verbs
from tests.factories import REPLY, a_board, a_member, cast

PROMISE = "8 月底前完成管网改造"
WHY = "须等上级批复后才能施工。"
Call = Callable[[int, User | None, datetime], Any]


def leader() -> User:
    return a_member("chen_leader", "陈市长", a_board().owner, Role.LEADER)


def second_signer() -> User:
    return a_member("he_signer", "何审签", cast().lead, Role.SIGNER)


def asked(pk: int, text: str, workdays: int = 3, by: User | None = None) -> int:
    ask_extension(pk, by=by or cast().handler, at=on(text), workdays=workdays, reason=WHY)
    return pk


def granted(pk: int, text: str, workdays: int | None = None, by: User | None = None) -> int:
    grant_extension(pk, by=by or cast().signer, at=on(text), workdays=workdays, reason=WHY)
    return pk


def suspended(pk: int, text: str, review_on: date) -> int:
    suspend(
        pk, by=cast().supervisor, at=on(text), reason=WHY, plan="每周向住建厅跟进一次。", review_on=review_on
    )
    return pk


def resumed(pk: int, text: str) -> int:
    resume(pk, by=cast().supervisor, at=on(text))
    return pk


def ordered(pk: int, text: str, **more: Any) -> str:
    return supervise(pk, by=cast().supervisor, at=on(text), reason="三日内查明原因并整改。", **more)


def drafted_again(pk: int, text: str, promise_on: date | None = None, body: str = REPLY) -> int:
    log_contact(pk, by=cast().handler, at=on(text), way="phone", result="已联系。")
    draft_reply(
        pk, by=cast().handler, at=on(text), body=body, outcome="partly_solved",
        promise_on=promise_on, promise_words=PROMISE if promise_on else "",
    )  # fmt: skip
    return pk


def published(pk: int, text: str) -> int:
    countersign(pk, by=cast().signer, at=on(text))
    approve_reply(pk, by=cast().reviewer, at=on(text), override="已电话说明。")
    return pk


def promised(text: str, promise_on: date, **more: Any) -> int:
    """A case that was answered with a promise, all at one moment."""
    return published(drafted_again(signed(text, **more) if more else signed(text), text, promise_on), text)


def claimed(pk: int, text: str) -> int:
    fulfil(pk, by=cast().handler, at=on(text), reason="管网已于昨日完成改造并通水。", files=[a_picture()])
    return pk


def a_picture(name: int = 1) -> StoredFile:
    return picture(Random(name), name)


def state_of(pk: int) -> str:
    return Case.objects.get(pk=pk).state


def last_verbs(pk: int, count: int = 3) -> list[str]:
    return verbs(pk)[-count:]


def _with(first: Callable[[Case, datetime], Any], then: Callable[..., Any], **given: Any) -> Call:
    """The verb, after what has to be there already; a case where that is not possible stays as it is."""

    def call(pk: int, by: User | None, at: datetime) -> Any:
        with contextlib.suppress(CaseError), transaction.atomic():
            first(Case.objects.get(pk=pk), at)
        return then(pk, by=by, at=at, **given)

    return call


def _ask(case: Case, at: datetime) -> None:
    ask_extension(case.pk, by=cast().handler, at=at, workdays=2, reason=WHY)


def _suspend(case: Case, at: datetime) -> None:
    review_on = at.date() + timedelta(days=9)
    suspend(case.pk, by=cast().supervisor, at=at, reason=WHY, plan="每周跟进。", review_on=review_on)


def _order(case: Case, at: datetime) -> None:
    """An order of the first hour, whatever has become of the case since."""
    Supervision.objects.create(case=case, year=2026, ordinal=900, demand="请查明。", issued_at=at)
    Case.objects.filter(pk=case.pk).update(supervised_at=at)


def _promise(status: str) -> Callable[[Case, datetime], None]:
    def make(case: Case, at: datetime) -> None:
        if case.lead is not None:
            Promise.objects.create(
                case=case, unit=case.lead, words=PROMISE, due_on=date(2026, 8, 31), made_at=at, status=status
            )
            Case.objects.filter(pk=case.pk).update(promise_on=date(2026, 8, 31))

    return make


CALLS: dict[str, Call] = {
    "ask_extension": lambda pk, by, at: ask_extension(pk, by=by, at=at, workdays=2, reason=WHY),
    "grant_extension": _with(_ask, grant_extension, workdays=1, reason=WHY),
    "refuse_extension": _with(_ask, refuse_extension, reason="可以按期办结。"),
    "suspend": lambda pk, by, at: suspend(
        pk, by=by, at=at, reason=WHY, plan="每周跟进。", review_on=at.date() + timedelta(days=9)
    ),
    "resume": _with(_suspend, resume),
    "post_progress": lambda pk, by, at: post_progress(pk, by=by, at=at, body=REPLY),
    "fulfil": _with(_promise("open"), fulfil, reason="已完成改造。", files=[a_picture()]),
    "confirm_fulfilment": _with(_promise("claimed"), confirm_fulfilment),
    "refute_fulfilment": _with(_promise("claimed"), refute_fulfilment, reason="照片看不出是这条路。"),
    "instruct": lambda pk, by, at: instruct(pk, by=by, at=at, reason="请抓紧办理。"),
    "supervise": lambda pk, by, at: supervise(pk, by=by, at=at, reason="请查明原因。"),
    "report_back": _with(_order, report_back, reason="已查明，明日整改。"),
    "lift": _with(_order, lift, reason="反馈属实。"),
}
