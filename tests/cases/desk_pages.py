"""What the tests of the desk share: who does a verb in which state, what the form then sends, and addresses."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from random import Random
from typing import Any

from django.test import Client
from django.utils import timezone

from accounts.models import Unit
from accounts.roles import Role
from cases.actions.approve_reply import approve_reply
from cases.actions.countersign import countersign
from cases.actions.draft_reply import draft_reply
from cases.actions.log_contact import log_contact
from cases.models import Case
from cases.rules.states import State
from demo.pictures import picture
from tests.cases import removals
from tests.cases.side_roads import leader
from tests.factories import REPLY, a_board, a_case, a_category, a_member, a_unit, cast

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
    "hand_over": Sample(State.HANDLING, "handler", {"handler_id": "colleague", "words": "请接着办理。"}),
    "reveal_contact": Sample(State.HANDLING, "handler", {"purpose": "verify", "words": ""}),
    "claim": Sample(State.SUBMITTED, "owner", {"category_id": "category", "grade": "normal"}),
    "co_advise": Sample(State.HANDLING, "co_handler", {"advice": "现场已核实，建议由主办单位答复。"}),
    "ask_return": Sample(
        State.HANDLING, "signer", {"competent_id": "water", "reason": "属水务局管理范围，“三定”第三条。"}
    ),
    "grant_return": Sample(
        State.HANDLING, "intake", {"lead_id": "water", "reason": "经核对，属水务局职责。"}
    ),
    "refuse_return": Sample(State.HANDLING, "intake", {"reason": "属你单位职责，请继续办理。"}),
    "arbitrate": Sample(State.HANDLING, "supervisor", {"lead_id": "lead", "reason": "依“三定”规定审定。"}),
    "ask_extension": Sample(State.HANDLING, "handler", {"workdays": "2", "reason": "须等上级批复。"}),
    "grant_extension": Sample(State.HANDLING, "signer", {"workdays": "1", "reason": "情况属实。"}),
    "refuse_extension": Sample(State.HANDLING, "signer", {"reason": "可以按期办结。"}),
    "suspend": Sample(
        State.HANDLING, "supervisor", {"reason": "须等批复。", "plan": "每周跟进。", "review_on": "in a week"}
    ),
    "resume": Sample(State.HANDLING, "supervisor", {"words": ""}),
    "post_progress": Sample(State.HANDLING, "signer", {"body": REPLY}),
    "fulfil": Sample(State.HANDLING, "handler", {"reason": "已完成改造。", "evidence": "picture"}),
    "confirm_fulfilment": Sample(State.HANDLING, "supervisor", {"words": "属实。"}),
    "refute_fulfilment": Sample(State.HANDLING, "supervisor", {"reason": "照片看不出是这条路。"}),
    "instruct": Sample(State.HANDLING, "leader", {"reason": "请抓紧办理。", "is_priority": "yes"}),
    "supervise": Sample(State.HANDLING, "supervisor", {"urgency": "urgent", "reason": "请查明原因。"}),
    "report_back": Sample(State.HANDLING, "handler", {"reason": "已查明，明日整改。"}),
    "lift": Sample(State.HANDLING, "supervisor", {"reason": "反馈属实。"}),
    "release": Sample(State.HANDLING, "reviewer", {"words": "说的是实情。"}),
    "take_down": Sample(State.HANDLING, "supervisor", {"code": "privacy", "reason": "写明了他人的住址。"}),
    "uphold": Sample(State.HANDLING, "supervisor", {"reason": "住址属个人隐私。"}),
    "put_back": Sample(State.HANDLING, "supervisor", {"reason": "是公开的办公地址。"}),
}
# What has to be done before, by whom.
BEFORE = {
    "grant_extension": ("ask_extension",),
    "refuse_extension": ("ask_extension",),
    "resume": ("suspend",),
    "report_back": ("supervise",),
    "lift": ("supervise",),
    "confirm_fulfilment": ("fulfil",),
    "refute_fulfilment": ("fulfil",),
}
PROMISED = {"fulfil", "confirm_fulfilment", "refute_fulfilment"}
WITH_CO_UNIT = {"co_advise"}
RETURN_ASKED = {"grant_return", "refuse_return", "arbitrate"}


def ready_case(verb: str, **more: Any) -> Case:
    """A recent case on which the verb can be done at once."""
    sample = SAMPLES[verb]
    if verb == "claim":  # the mailbox of the unit itself
        more = {"board": a_board("housing-board", title="市住建局信箱", owner=cast().lead), **more}
    at = timezone.now() - timedelta(hours=9)
    case = a_case(sample.state, at=at, co_units=[another_unit()] * (verb in WITH_CO_UNIT), **more)
    people = cast(case.board)
    if verb in RETURN_ASKED:
        do(people.signer, case, "ask_return")
    if (
        verb == "arbitrate"
    ):  # two transfers there and back again, and a third that only a supervisor may order
        _hand_to_and_fro(case)
    if verb in removals.PREPARED:
        removals.PREPARED[verb](case.pk, at + timedelta(hours=8))
    if verb in PROMISED:
        answer_with_a_promise(case)
    for earlier in BEFORE.get(verb, ()):
        do(doer(earlier, case), case, earlier)
    if verb == "draft_reply":
        do(people.handler, case, "log_contact")
    if verb == "approve_reply":
        do(people.signer, case, "countersign")
    case.refresh_from_db()
    return case


def _hand_to_and_fro(case: Case) -> None:
    intake, other = cast(case.board).intake, another_unit()
    do(intake, case, "grant_return")
    do(co_handler(), case, "ask_return", competent_id=third_unit().pk)
    do(intake, case, "grant_return", lead_id=third_unit().pk)
    last = a_member("roads_handler", "马承办", third_unit(), Role.HANDLER)
    do(last, case, "ask_return", competent_id=other.pk)


def sent(verb: str, case: Case, **more: Any) -> dict[str, Any]:
    """What the browser sends from a fresh page."""
    given = {**SAMPLES[verb].sends, "version": case.version, **more}
    if given.get("category_id") == "category":
        given["category_id"] = a_category().pk
    if given.get("number") == "target":
        given["number"] = a_case(at=timezone.now()).number
    if given.get("lead_id") == "lead":
        given["lead_id"] = cast(case.board).lead.pk
    if given.get("handler_id") == "colleague":
        given["handler_id"] = a_member("xu_handler", "徐承办", cast(case.board).lead, Role.HANDLER).pk
    meant = {
        "water": lambda: another_unit().pk,
        "in a week": (timezone.localdate() + timedelta(days=7)).isoformat,
        "picture": Picture,
    }
    return {
        name: meant[value]() if isinstance(value, str) and value in meant else value
        for name, value in given.items()
    }


class Picture:
    """A file of a form that can be sent again and again."""

    name, content_type = "after.jpg", "image/jpeg"

    def read(self) -> bytes:
        return picture(Random(1), 1).content


def answer_with_a_promise(case: Case) -> None:
    """The unit replies and promises something within a month."""
    people, at = cast(case.board), timezone.now() - timedelta(hours=1)
    log_contact(case.pk, by=people.handler, at=at, way="phone", result="已联系。")
    draft_reply(
        case.pk,
        by=people.handler,
        at=at,
        body=REPLY,
        outcome="promised",
        promise_on=timezone.localdate() + timedelta(days=30),
        promise_words="完成管网改造",
    )
    countersign(case.pk, by=people.signer, at=at)
    approve_reply(case.pk, by=people.reviewer, at=at, override="已电话说明。")
    case.refresh_from_db()


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
    if SAMPLES[verb].who == "leader":
        return leader()
    if SAMPLES[verb].who == "co_handler":
        return co_handler()
    return getattr(cast(case.board), {"owner": "handler"}.get(SAMPLES[verb].who, SAMPLES[verb].who))


def co_handler() -> Any:
    return a_member("water_handler", "田承办", another_unit(), Role.HANDLER)


def another_unit() -> Unit:
    return a_unit("water", "市水务局")


def third_unit() -> Unit:
    return a_unit("roads", "市交通运输局")


def words_of(answer: Any) -> str:
    return answer.content.decode()
