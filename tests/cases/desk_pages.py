"""What the tests of the desk share: who does a verb in which state, what the form then sends, and addresses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.models import Unit
from cases.models import Case
from cases.rules.states import State
from tests.factories import REPLY, a_case, a_category, a_unit, cast

LIST = "/admin/cases/case/"


@dataclass(frozen=True)
class Sample:
    """A verb with the state it needs, the person of the cast who does it, and a filled form."""

    state: State
    who: str
    sends: dict[str, Any]


SAMPLES: dict[str, Sample] = {
    "accept": Sample(State.SUBMITTED, "intake", {"category_id": "category", "grade": "normal"}),
    "decline": Sample(
        State.SUBMITTED, "intake", {"code": "N1", "words": "不属于本市职权。", "channel": "请向省厅反映。"}
    ),
    "ask_info": Sample(State.SUBMITTED, "intake", {"words": "请补充路灯的具体位置。"}),
    "merge": Sample(State.SUBMITTED, "intake", {"number": "target", "reason": "与该件是同一件事。"}),
    "unmerge": Sample(State.MERGED, "intake", {"reason": "核实后不是同一件事。"}),
    "split": Sample(
        State.SUBMITTED,
        "intake",
        {
            "title_1": "路灯坏了要修",
            "body_1": "小区东门外三盏路灯坏了半个月。",
            "title_2": "垃圾没有人清运",
            "body_2": "小区西门垃圾堆了一个星期。",
        },
    ),
    "assign": Sample(State.ACCEPTED, "intake", {"lead_id": "lead", "words": "请尽快办理。"}),
    "sign": Sample(State.ASSIGNED, "handler", {}),
    "log_contact": Sample(
        State.HANDLING, "handler", {"way": "phone", "is_reached": "yes", "result": "已约定周三查看。"}
    ),
    "draft_reply": Sample(State.HANDLING, "handler", {"outcome": "solved", "body": REPLY}),
    "countersign": Sample(State.REVIEWING, "signer", {"remark": "同意"}),
    "approve_reply": Sample(State.REVIEWING, "reviewer", {"remark": ""}),
    "send_back": Sample(State.REVIEWING, "reviewer", {"reason": "请写明日期。"}),
    "record_revisit": Sample(
        State.REVISITING,
        "revisitor",
        {"is_reached": "yes", "is_solved": "yes", "satisfaction": "4", "words": "满意"},
    ),
    "reopen": Sample(State.CLOSED, "supervisor", {"reason": "路灯又坏了。"}),
    "remind": Sample(State.HANDLING, "supervisor", {"words": "请抓紧。"}),
    "note": Sample(State.HANDLING, "handler", {"kind": "inspection", "words": "已到现场查看。"}),
    "reveal_contact": Sample(State.HANDLING, "handler", {"purpose": "verify", "words": ""}),
}


def ready_case(verb: str, **more: Any) -> Case:
    """A recent case on which the verb can be done at once."""
    sample = SAMPLES[verb]
    case = a_case(sample.state, at=timezone.now() - timedelta(hours=9), **more)
    people = cast(case.board)
    if verb == "draft_reply":
        do(people.handler, case, "log_contact")
    if verb == "approve_reply":
        do(people.signer, case, "countersign")
    case.refresh_from_db()
    return case


def sent(verb: str, case: Case, **more: Any) -> dict[str, Any]:
    """What the browser sends from a fresh page."""
    given = {**SAMPLES[verb].sends, "version": case.version, **more}
    if given.get("category_id") == "category":
        given["category_id"] = a_category().pk
    if given.get("number") == "target":
        given["number"] = a_case(at=timezone.now()).number
    if given.get("lead_id") == "lead":
        given["lead_id"] = cast(case.board).lead.pk
    return given


def address(case: Case, verb: str = "") -> str:
    return f"{LIST}{case.pk}/do/{verb}/" if verb else f"{LIST}{case.pk}/change/"


def browser(user: Any) -> Client:
    client = Client()
    client.force_login(user)
    return client


def do(user: Any, case: Case, verb: str, **more: Any) -> Any:
    """The verb through its page, from a fresh page."""
    case.refresh_from_db()
    return browser(user).post(address(case, verb), sent(verb, case, **more))


def doer(verb: str, case: Case) -> Any:
    return getattr(cast(case.board), SAMPLES[verb].who)


def another_unit() -> Unit:
    return a_unit("water", "市水务局")


def words_of(answer: Any) -> str:
    return answer.content.decode()
