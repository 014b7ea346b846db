"""The whole table: every state × every verb, and every verb × every person, against a list written down by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction

from accounts.models import User
from accounts.roles import standing_of
from cases.actions.accept import accept
from cases.actions.appeal import appeal
from cases.actions.approve_reply import approve_reply
from cases.actions.arbitrate import arbitrate
from cases.actions.ask_again import ask_again
from cases.actions.ask_info import ask_info
from cases.actions.ask_return import ask_return
from cases.actions.assign import assign
from cases.actions.change_rating import change_rating
from cases.actions.claim import claim
from cases.actions.close import close
from cases.actions.co_advise import co_advise
from cases.actions.countersign import countersign
from cases.actions.decline import decline
from cases.actions.draft_reply import draft_reply
from cases.actions.errors import CaseError, NotAllowed, WrongState
from cases.actions.give_info import give_info
from cases.actions.grant_return import grant_return
from cases.actions.hand_over import hand_over
from cases.actions.log_contact import log_contact
from cases.actions.merge import merge
from cases.actions.note import note
from cases.actions.rate import rate
from cases.actions.record_revisit import Finding, record_revisit
from cases.actions.refuse_return import refuse_return
from cases.actions.remind import remind
from cases.actions.reopen import reopen
from cases.actions.reveal_contact import reveal_contact
from cases.actions.send_back import send_back
from cases.actions.sign import sign
from cases.actions.split import Part, split
from cases.actions.start_revisit import start_revisit
from cases.actions.unmerge import unmerge
from cases.actions.withdraw import withdraw
from cases.models import Case, Event, Rating, facts_of
from cases.rules.permissions import may
from cases.rules.states import State
from cases.rules.transitions import MOVES
from tests import factories
from tests.cases import removals, side_roads
from tests.cases.transfers import BASIS, handler_of, roads, spokesman_of, water
from tests.factories import BAD, GOOD, MONDAY, REPLY, a_case, a_category, cast

pytestmark = pytest.mark.django_db

RUNNING = "submitted accepted assigned handling reviewing replied revisiting"
POSSIBLE = {
    "accept": "submitted",
    "decline": "submitted",
    "appeal": "declined",
    "split": "submitted",
    "merge": "submitted accepted",
    "unmerge": "merged",
    "ask_info": "submitted handling",
    "give_info": "submitted handling",
    "withdraw": "submitted accepted assigned handling",
    "assign": "accepted",
    "claim": "submitted accepted",
    "sign": "assigned",
    "ask_return": "assigned handling",
    "grant_return": "assigned handling",
    "refuse_return": "assigned handling",
    "arbitrate": "assigned handling",
    "co_advise": "assigned handling",
    "ask_extension": "handling",
    "grant_extension": "handling",
    "refuse_extension": "handling",
    "suspend": "handling",
    "resume": "handling",
    "post_progress": "handling",
    "log_contact": "handling",
    "draft_reply": "handling",
    "countersign": "reviewing",
    "send_back": "reviewing",
    "approve_reply": "reviewing",
    "rate": "replied revisiting closed",
    "change_rating": "replied revisiting closed",
    "ask_again": "replied",
    "start_revisit": "replied",
    "record_revisit": "revisiting",
    "close": "replied",
    "reopen": "replied revisiting closed",
    "fulfil": "replied revisiting closed",
    "confirm_fulfilment": "replied revisiting closed",
    "refute_fulfilment": "replied revisiting closed",
    "instruct": "submitted accepted assigned handling reviewing",
    "supervise": "submitted accepted assigned handling reviewing",
    "report_back": "assigned handling reviewing replied revisiting closed",
    "lift": RUNNING + " closed declined withdrawn merged",
    "hand_over": "assigned handling reviewing",
    "note": "submitted accepted assigned handling reviewing",
    "remind": "submitted accepted assigned handling reviewing",
    "reveal_contact": RUNNING + " closed declined withdrawn merged",
    "release": RUNNING + " closed",
    "take_down": RUNNING + " closed declined withdrawn merged",
    "contest": RUNNING + " closed declined withdrawn merged",
    "uphold": RUNNING + " closed declined withdrawn merged",
    "put_back": RUNNING + " closed declined withdrawn merged",
}
WORKED = {
    "accept": "li_intake",
    "decline": "li_intake",
    "appeal": "zhang_citizen",
    "split": "li_intake",
    "merge": "li_intake",
    "unmerge": "li_intake",
    "ask_info": "wang_handler",
    "give_info": "zhang_citizen system",
    "withdraw": "zhang_citizen",
    "assign": "li_intake",
    "claim": "he_owner",
    "sign": "wang_handler system",
    "ask_return": "qian_signer",  # the unit has one, and speaks through the signer
    "grant_return": "li_intake",
    "refuse_return": "li_intake",
    "arbitrate": "sun_supervisor",
    "co_advise": "tian_co_handler",
    "ask_extension": "wang_handler",
    "grant_extension": "qian_signer",
    "refuse_extension": "qian_signer",
    "suspend": "sun_supervisor",
    "resume": "sun_supervisor system",
    "post_progress": "qian_signer",
    "log_contact": "wang_handler",
    "draft_reply": "wang_handler",
    "countersign": "qian_signer",
    "send_back": "qian_signer zhao_reviewer",
    "approve_reply": "zhao_reviewer",
    "rate": "zhang_citizen",
    "change_rating": "zhang_citizen",
    "ask_again": "zhang_citizen",
    "start_revisit": "system",
    "record_revisit": "zhou_revisitor",
    "close": "system",
    "reopen": "zhou_revisitor sun_supervisor system",
    "fulfil": "wang_handler",
    "confirm_fulfilment": "sun_supervisor",
    "refute_fulfilment": "sun_supervisor",
    "instruct": "chen_leader",
    "supervise": "sun_supervisor",
    "report_back": "wang_handler qian_signer",
    "lift": "sun_supervisor",
    "note": "li_intake wang_handler qian_signer zhao_reviewer sun_supervisor tian_co_handler",
    "hand_over": "wang_handler qian_signer",
    "remind": "zhang_citizen sun_supervisor",
    "reveal_contact": "li_intake wang_handler zhou_revisitor",
    "release": "li_intake zhao_reviewer",
    "take_down": "zhao_reviewer sun_supervisor",
    "contest": "zhang_citizen",
    "uphold": "zhao_reviewer sun_supervisor",
    "put_back": "zhao_reviewer sun_supervisor",
}
STATES = [*RUNNING.split(), "closed", "declined", "withdrawn", "merged"]
PARTS = [
    Part("路灯坏了要修", "小区东门外三盏路灯坏了半个月。"),
    Part("垃圾没有人清运", "小区西门垃圾堆了一个星期。"),
]
LATER = MONDAY + timedelta(hours=8)
Call = Callable[[int, User | None, datetime], Any]
CALLS: dict[str, Call] = {
    "accept": lambda pk, by, at: accept(pk, by=by, at=at, category_id=a_category().pk),
    "decline": lambda pk, by, at: decline(
        pk, by=by, at=at, code="N8", words="内容无法核实，请补充后重新提交。"
    ),
    "appeal": lambda pk, by, at: appeal(pk, by=by, at=at, reason="这件事属于本市管，请重新考虑。"),
    "split": lambda pk, by, at: split(pk, by=by, at=at, parts=PARTS),
    "merge": lambda pk, by, at: merge(pk, by=by, at=at, into=a_case(at=MONDAY).number, reason="同一件事。"),
    "unmerge": lambda pk, by, at: unmerge(pk, by=by, at=at, reason="不是同一件事。"),
    "ask_info": lambda pk, by, at: ask_info(pk, by=by, at=at, words="请补充现场照片。"),
    "give_info": lambda pk, by, at: _answer(pk, by, at),  # noqa: PLW0108
    "withdraw": lambda pk, by, at: withdraw(pk, by=by, at=at),
    "assign": lambda pk, by, at: assign(pk, by=by, at=at, lead_id=cast().lead.pk),
    "claim": lambda pk, by, at: claim(pk, by=by, at=at, category_id=a_category().pk),
    "sign": lambda pk, by, at: sign(pk, by=by, at=at),
    "ask_return": lambda pk, by, at: ask_return(pk, by=by, at=at, competent_id=water().pk, reason=BASIS),
    "grant_return": lambda pk, by, at: _asked_grant(pk, by, at),  # noqa: PLW0108 - defined below
    "refuse_return": lambda pk, by, at: _asked_refusal(pk, by, at),  # noqa: PLW0108
    "arbitrate": lambda pk, by, at: _contested_decision(pk, by, at),  # noqa: PLW0108
    "co_advise": lambda pk, by, at: co_advise(pk, by=by, at=at, advice="属协办单位管理的部分已核实。"),
    "log_contact": lambda pk, by, at: log_contact(pk, by=by, at=at, way="phone", result="已联系。"),
    "draft_reply": lambda pk, by, at: _contacted_draft(pk, by, at),  # noqa: PLW0108 - defined below
    "countersign": lambda pk, by, at: countersign(pk, by=by, at=at),
    "send_back": lambda pk, by, at: send_back(pk, by=by, at=at, reason="请补充办理时间。"),
    "approve_reply": lambda pk, by, at: _countersigned_approval(pk, by, at),  # noqa: PLW0108
    "rate": lambda pk, by, at: _first_rating(pk, by, at),  # noqa: PLW0108
    "change_rating": lambda pk, by, at: _second_rating(pk, by, at),  # noqa: PLW0108
    "ask_again": lambda pk, by, at: ask_again(pk, by=by, at=at, reason="第二个问题没有答复。"),
    "start_revisit": lambda pk, by, at: start_revisit(pk, by=by, at=at, ground="sample"),
    "record_revisit": lambda pk, by, at: record_revisit(
        pk, by=by, at=at, finding=Finding(is_reached=True, is_solved="yes", satisfaction=5)
    ),
    "close": lambda pk, by, at: close(pk, by=by, at=at),
    "reopen": lambda pk, by, at: reopen(pk, by=by, at=at, reason="回访反映问题仍未解决。"),
    **side_roads.CALLS,
    **removals.CALLS,
    "hand_over": lambda pk, by, at: hand_over(pk, by=by, at=at, handler_id=_colleague().pk),
    "note": lambda pk, by, at: note(pk, by=by, at=at, kind="call", words="已电话沟通。"),
    "remind": lambda pk, by, at: remind(pk, by=by, at=at),
    "reveal_contact": lambda pk, by, at: reveal_contact(pk, by=by, at=at, purpose="联系留言人核实情况"),
}


def _asked(pk: int, at: datetime) -> None:
    """A return is asked for, where the case is with a unit."""
    if Case.objects.get(pk=pk).state in (State.ASSIGNED, State.HANDLING):
        lead = Case.objects.get(pk=pk).lead
        by = spokesman_of(lead)
        ask_return(pk, by=by, at=at, competent_id=(roads() if lead == water() else water()).pk, reason=BASIS)


def _asked_grant(pk: int, by: User | None, at: datetime) -> None:
    _asked(pk, at)
    grant_return(pk, by=by, at=at, lead_id=water().pk, reason="经核对，属水务局职责。")


def _asked_refusal(pk: int, by: User | None, at: datetime) -> None:
    _asked(pk, at)
    refuse_return(pk, by=by, at=at, reason="属你单位职责。")


def _contested_decision(pk: int, by: User | None, at: datetime) -> None:
    for unit in (water(), roads()):
        _asked(pk, at)
        if Case.objects.get(pk=pk).wants_return:
            grant_return(pk, by=cast().intake, at=at, lead_id=unit.pk, reason="经核对职责改派。")
    _asked(pk, at)
    arbitrate(pk, by=by, at=at, lead_id=water().pk, reason="依“三定”规定审定。")


def _colleague() -> User:
    return factories.a_member("xu_handler", "徐承办", cast().lead, "handler")


def _contacted_draft(pk: int, by: User | None, at: datetime) -> None:
    if Case.objects.get(pk=pk).state == State.HANDLING:
        log_contact(pk, by=cast().handler, at=at, way="phone", result="已联系。")
    draft_reply(pk, by=by, at=at, body=REPLY, outcome="solved", co_reason="协办单位已电话说明。")


def _countersigned_approval(pk: int, by: User | None, at: datetime) -> None:
    if Case.objects.get(pk=pk).state == State.REVIEWING:
        countersign(pk, by=cast().signer, at=at)
    approve_reply(pk, by=by, at=at)


def _answer(pk: int, by: User | None, at: datetime) -> None:
    case = Case.objects.get(pk=pk)
    if case.state in (State.SUBMITTED, State.HANDLING):
        asks = cast().intake if case.state == State.SUBMITTED else cast().handler
        ask_info(pk, by=asks, at=at, words="请补充现场照片。")
    give_info(pk, by=by, at=at, words="照片已补。")


def _first_rating(pk: int, by: User | None, at: datetime) -> None:
    Rating.objects.filter(case=pk).delete()
    rate(pk, by=by, at=at, verdict=GOOD)


def _second_rating(pk: int, by: User | None, at: datetime) -> None:
    case = Case.objects.get(pk=pk)
    if case.state == State.REPLIED:
        Rating.objects.create(
            case=case, rater=case.author, round=case.round, rated_at=at, sealed_until=at, **asdict(GOOD)
        )
    change_rating(pk, by=by, at=at, verdict=BAD)


def _people(case: Case) -> dict[str, User | None]:
    people = cast(case.board)
    return {
        "zhang_citizen": case.author,
        "li_intake": people.intake,
        "wang_handler": people.handler,
        "qian_signer": people.signer,
        "zhao_reviewer": people.reviewer,
        "zhou_revisitor": people.revisitor,
        "sun_supervisor": people.supervisor,
        "he_owner": factories.a_member("he_owner", "何属办", case.board.owner, "handler"),
        "tian_co_handler": handler_of(water()),
        "chen_leader": side_roads.leader(),
        "another_citizen": factories.a_citizen("市民ABCD"),
        "system": None,
    }


def _doer(verb: str, state: str) -> str:
    """Who can do the verb in that state; asking for more is the desk's before acceptance and the unit's afterwards."""
    return "li_intake" if (verb, state) == ("ask_info", "submitted") else WORKED[verb].split()[0]


def _tried(verb: str, case: Case, by: User | None) -> type[CaseError] | None:
    """What a try gave; whatever it did is taken back."""
    try:
        with transaction.atomic():
            CALLS[verb](case.pk, by, LATER)
            transaction.set_rollback(True)
    except CaseError as error:
        return type(error)
    return None


@pytest.mark.parametrize("state", STATES)
def test_a_verb_is_possible_in_exactly_the_states_of_the_table(state: str) -> None:
    case = a_case(State(state), co_units=[water()])
    people = _people(case)
    possible = {verb for verb in CALLS if _tried(verb, case, people[_doer(verb, state)]) is None}
    assert possible == {verb for verb, states in POSSIBLE.items() if state in states.split()}


@pytest.mark.parametrize("state", STATES)
def test_an_impossible_verb_is_refused_as_such_and_leaves_no_event(state: str) -> None:
    case = a_case(State(state), co_units=[water()])
    people = _people(case)
    before = Event.objects.filter(case=case).count()
    impossible = [verb for verb, states in POSSIBLE.items() if state not in states.split()]
    refusals = {_tried(verb, case, people[_doer(verb, state)]) for verb in impossible}
    assert refusals <= {
        WrongState,
        NotAllowed,
    }  # before the hand-over nobody of a unit has anything to do with it
    assert Event.objects.filter(case=case).count() == before


@pytest.mark.parametrize("verb", sorted(CALLS))
def test_a_verb_is_done_by_exactly_the_people_of_the_table(verb: str) -> None:
    states = POSSIBLE[verb].split()
    state = State.HANDLING if State.HANDLING in states and verb != "withdraw" else State(states[0])
    case = a_case(state, co_units=[water()])
    able = {name for name, by in _people(case).items() if _tried(verb, case, by) is None}
    assert able == set(WORKED[verb].split())


def test_the_table_has_a_row_for_every_verb_and_no_other() -> None:
    assert set(MOVES) == {*POSSIBLE, "submit", "overdue", "recount"}


def test_the_drafter_may_not_approve_even_as_a_reviewer() -> None:
    case = a_case(State.REVIEWING)
    factories.a_member("wang_handler", "王承办", case.board.desk, "reviewer")
    wang = User.objects.get(username="wang_handler")
    assert not may(MOVES["approve_reply"], standing_of(wang), facts_of(case))


def test_a_revisitor_of_the_handling_unit_may_not_revisit_its_cases() -> None:
    case = a_case(State.REVISITING)
    own = factories.a_member("own_revisitor", "吴回访", cast().lead, "revisitor")
    assert not may(MOVES["record_revisit"], standing_of(own), facts_of(case))


def test_a_superuser_has_no_short_cut() -> None:
    case = a_case(State.SUBMITTED)
    root = User.objects.create_superuser("root", password="x")
    assert not may(MOVES["accept"], standing_of(root), facts_of(case))
