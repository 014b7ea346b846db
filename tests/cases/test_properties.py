"""Anybody does anything at any time, clocks ticking in between: what machine.md calls invariants holds after every step.

100 short stories in the ordinary run, the same ones each time; 2000 new ones with `--hypothesis-profile=nightly`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.models import User
from accounts.roles import standing_of
from boards.models import Board
from cases.actions._units import CoUnit
from cases.actions.accept import accept
from cases.actions.appeal import appeal
from cases.actions.approve_reply import approve_reply
from cases.actions.arbitrate import arbitrate
from cases.actions.ask_again import ask_again
from cases.actions.ask_extension import ask_extension
from cases.actions.ask_info import ask_info
from cases.actions.ask_return import ask_return
from cases.actions.assign import assign
from cases.actions.change_rating import change_rating
from cases.actions.claim import claim
from cases.actions.co_advise import co_advise
from cases.actions.confirm_fulfilment import confirm_fulfilment
from cases.actions.countersign import countersign
from cases.actions.decline import decline
from cases.actions.draft_reply import draft_reply
from cases.actions.errors import CaseError
from cases.actions.fulfil import fulfil
from cases.actions.give_info import give_info
from cases.actions.grant_extension import grant_extension
from cases.actions.grant_return import grant_return
from cases.actions.hand_over import hand_over
from cases.actions.instruct import instruct
from cases.actions.lift import lift
from cases.actions.log_contact import log_contact
from cases.actions.merge import merge
from cases.actions.note import note
from cases.actions.post_progress import post_progress
from cases.actions.rate import Verdict, rate
from cases.actions.record_revisit import Finding, record_revisit
from cases.actions.refuse_extension import refuse_extension
from cases.actions.refuse_return import refuse_return
from cases.actions.refute_fulfilment import refute_fulfilment
from cases.actions.remind import remind
from cases.actions.reopen import reopen
from cases.actions.report_back import report_back
from cases.actions.resume import resume
from cases.actions.reveal_contact import reveal_contact
from cases.actions.send_back import send_back
from cases.actions.sign import sign
from cases.actions.split import Part, split
from cases.actions.submit import submit
from cases.actions.supervise import supervise
from cases.actions.suspend import suspend
from cases.actions.tick import tick
from cases.actions.unmerge import unmerge
from cases.actions.warn import warn
from cases.actions.withdraw import withdraw
from cases.models import Case, Clock, Event
from cases.rules.states import DeclineCode, Kind, Outcome, State
from cases.rules.workdays import in_shanghai
from demo.pictures import picture
from notify.models import Outbox
from tests import factories
from tests.cases.invariants import Seen, broken_rules, look_at
from tests.cases.transfers import handler_of, roads, water
from tests.factories import (
    BAD,
    GOOD,
    MONDAY,
    a_board,
    a_category,
    a_citizen,
    a_member,
    a_submission,
    cast,
    next_reply,
)
from tests.nightly import IS_NIGHTLY

pytestmark = pytest.mark.django_db

STORIES = settings().max_examples if IS_NIGHTLY else 50
stories = settings(
    max_examples=STORIES,
    derandomize=not IS_NIGHTLY,
    phases=tuple(Phase)
    if IS_NIGHTLY
    else (Phase.explicit, Phase.generate),  # shrinking a story takes minutes
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
PAUSES = [HOUR, timedelta(minutes=1), timedelta(0), 7 * HOUR, DAY, 3 * DAY, 16 * DAY, 40 * DAY, -2 * HOUR]
UNSURE = Verdict(
    is_answered=False, is_solved="partly", outcome=3, attitude=1, speed=1, words="还没有完全解决。"
)
REACHED = Finding(is_reached=True, is_solved="partly", satisfaction=3, words="已电话核实。")
PARTS = [
    Part("路灯坏了要修", "小区东门外三盏路灯坏了半个月。"),
    Part("垃圾没有人清运", "小区西门垃圾堆了一个星期。"),
]
NOT_REACHED = Finding(is_reached=False, words="三次无人接听。")


PICTURE = picture(Random(1), 1)


def _promise(at: datetime, n: int) -> dict[str, Any]:
    """Every other draft promises something, soon or later."""
    if n % 2:
        return {}
    day = in_shanghai(at).date() + one_of([2 * DAY, 20 * DAY, 90 * DAY], n // 2)
    return {"promise_on": day, "promise_words": "完成改造"}


def one_of(values: Any, n: int) -> Any:
    return list(values)[n % len(values)]


Call = Callable[[int, User | None, datetime, int], Any]  # case, person, moment, which variant
VERBS: dict[str, Call] = {
    "accept": lambda pk, by, at, n: accept(
        pk, by=by, at=at, category_id=a_category().pk, grade=one_of(["normal", "emergency_a", "emergency_b"], n)
    ),
    "decline": lambda pk, by, at, n: decline(pk, by=by, at=at, code=one_of(DeclineCode.values, n), words="请向主管部门反映。"),
    "assign": lambda pk, by, at, n: assign(
        pk, by=by, at=at, lead_id=one_of(_leads(), n), words="请尽快办理。", co_units=_co_units(n // 3)
    ),
    "claim": lambda pk, by, at, n: claim(pk, by=by, at=at, category_id=one_of([a_category().pk, None], n)),
    "ask_return": lambda pk, by, at, n: ask_return(
        pk, by=by, at=at, competent_id=one_of(_leads(), n), reason=one_of(["属该单位职责。", "属该单位职责。", ""], n)
    ),
    "grant_return": lambda pk, by, at, n: grant_return(
        pk, by=by, at=at, lead_id=one_of(_leads(), n), reason="经核对职责。", co_units=one_of([None, None, _co_units(n)], n)
    ),
    "refuse_return": lambda pk, by, at, n: refuse_return(pk, by=by, at=at, reason=one_of(["属你单位职责。", ""], n)),
    "arbitrate": lambda pk, by, at, n: arbitrate(pk, by=by, at=at, lead_id=one_of(_leads(), n), reason="依职责规定审定。"),
    "co_advise": lambda pk, by, at, n: co_advise(pk, by=by, at=at, advice=one_of(["已核实。", " "], n // 2)),
    "sign": lambda pk, by, at, n: sign(pk, by=by, at=at),
    "log_contact": lambda pk, by, at, n: log_contact(pk, by=by, at=at, way="phone", result="已联系。", is_reached=n % 2 == 0),
    "draft_reply": lambda pk, by, at, n: draft_reply(
        pk, by=by, at=at, body=next_reply(pk), outcome=one_of(Outcome.values, n), co_reason=one_of(["已当面说明。", ""], n),
        **_promise(at, n),
    ),
    "ask_extension": lambda pk, by, at, n: ask_extension(
        pk, by=by, at=at, workdays=one_of([1, 3, 5, 11], n), reason="须等上级批复。"
    ),
    "grant_extension": lambda pk, by, at, n: grant_extension(
        pk, by=by, at=at, workdays=one_of([None, 1, 9], n), reason="情况属实。"
    ),
    "refuse_extension": lambda pk, by, at, n: refuse_extension(pk, by=by, at=at, reason="可以按期办结。"),
    "suspend": lambda pk, by, at, n: suspend(
        pk, by=by, at=at, reason="须等上级批复。", plan="每周跟进。",
        review_on=in_shanghai(at).date() + one_of([DAY, 9 * DAY, 30 * DAY, 31 * DAY], n),
    ),
    "resume": lambda pk, by, at, n: resume(pk, by=by, at=at),
    "post_progress": lambda pk, by, at, n: post_progress(pk, by=by, at=at, body=next_reply(pk)),
    "fulfil": lambda pk, by, at, n: fulfil(pk, by=by, at=at, reason="已完成。", files=[PICTURE]),
    "confirm_fulfilment": lambda pk, by, at, n: confirm_fulfilment(pk, by=by, at=at),
    "refute_fulfilment": lambda pk, by, at, n: refute_fulfilment(pk, by=by, at=at, reason="照片看不清。"),
    "instruct": lambda pk, by, at, n: instruct(pk, by=by, at=at, reason="请抓紧办理。", is_priority=n % 2 == 0),
    "supervise": lambda pk, by, at, n: supervise(
        pk, by=by, at=at, reason="请查明原因。", urgency=one_of(["general", "urgent"], n)
    ),
    "report_back": lambda pk, by, at, n: report_back(pk, by=by, at=at, reason="已查明。"),
    "lift": lambda pk, by, at, n: lift(pk, by=by, at=at, reason="反馈属实。"),
    "countersign": lambda pk, by, at, n: countersign(pk, by=by, at=at),
    "approve_reply": lambda pk, by, at, n: approve_reply(pk, by=by, at=at, override=one_of(["情况特殊，已说明。", ""], n)),
    "send_back": lambda pk, by, at, n: send_back(pk, by=by, at=at, reason=one_of(["请补充办理时间。", " "], n)),
    "rate": lambda pk, by, at, n: rate(pk, by=by, at=at, verdict=one_of([GOOD, BAD, UNSURE], n)),
    "rate badly": lambda pk, by, at, n: rate(pk, by=by, at=at, verdict=BAD),
    "record_revisit": lambda pk, by, at, n: record_revisit(
        pk, by=by, at=at, finding=one_of([REACHED, NOT_REACHED, NOT_REACHED], n)
    ),
    "reopen": lambda pk, by, at, n: reopen(pk, by=by, at=at, reason=one_of(["回访反映问题仍未解决。", ""], n)),
    "withdraw": lambda pk, by, at, n: withdraw(pk, by=by, at=at),
    "appeal": lambda pk, by, at, n: appeal(pk, by=by, at=at, reason=one_of(["这件事属于本市管。", ""], n)),
    "ask_info": lambda pk, by, at, n: ask_info(pk, by=by, at=at, words=one_of(["请补充照片。", " "], n)),
    "give_info": lambda pk, by, at, n: give_info(pk, by=by, at=at, words=one_of(["在东门外。", ""], n)),
    "split": lambda pk, by, at, n: split(pk, by=by, at=at, parts=PARTS),
    "merge": lambda pk, by, at, n: merge(pk, by=by, at=at, into=_neighbour(pk).number, reason="同一件事。"),
    "unmerge": lambda pk, by, at, n: unmerge(pk, by=by, at=at, reason="不是同一件事。"),
    "be joined": lambda pk, by, at, n: merge(_neighbour(pk).pk, by=by, at=at, into=_number(pk), reason="同一件事。"),
    "be left": lambda pk, by, at, n: unmerge(_neighbour(pk).pk, by=by, at=at, reason="不是同一件事。"),
    "change_rating": lambda pk, by, at, n: change_rating(pk, by=by, at=at, verdict=one_of([GOOD, BAD, UNSURE], n)),
    "ask_again": lambda pk, by, at, n: ask_again(pk, by=by, at=at, reason=one_of(["西门的呢？", ""], n)),
    "hand_over": lambda pk, by, at, n: hand_over(pk, by=by, at=at, handler_id=one_of(_handlers(), n)),
    "note": lambda pk, by, at, n: note(pk, by=by, at=at, kind="call", words=one_of(["已电话沟通。", ""], n)),
    "remind": lambda pk, by, at, n: remind(pk, by=by, at=at),
    "reveal_contact": lambda pk, by, at, n: reveal_contact(pk, by=by, at=at, purpose=one_of(["核实情况", ""], n)),
}  # fmt: skip
# How a case comes to its first end; a story begins somewhere on this way.
TO_REVIEW = "li_intake accept, li_intake assign, wang_handler sign, wang_handler log_contact, wang_handler draft_reply"
TO_THE_END = "zhang_citizen rate badly, zhou_revisitor record_revisit"
WAYS = {
    "both": f"{TO_REVIEW}, qian_signer countersign, zhao_reviewer approve_reply, {TO_THE_END}",
    "unit": f"{TO_REVIEW}, qian_signer approve_reply, {TO_THE_END}",
    "platform": f"{TO_REVIEW}, zhao_reviewer approve_reply, {TO_THE_END}",
}
# What usually comes next, and who does it: most steps of a story are of these, or it would never get far.
USUAL = {
    "submitted": [
        "li_intake accept", "li_intake accept", "lead_of_all accept", "li_intake decline", "li_intake ask_info",
        "zhang_citizen give_info", "li_intake merge", "li_intake be joined", "lead_of_all split",
    ],
    "merged": ["li_intake unmerge", "nobody wait"],
    "accepted": [
        "li_intake assign", "li_intake assign", "wang_handler claim",
        "sun_supervisor remind", "zhang_citizen withdraw", "li_intake merge",
    ],
    "assigned": [
        "wang_handler sign", "lead_of_all sign", "zhang_citizen remind", "qian_signer ask_return", "li_intake grant_return",
        "water_handler sign", "water_handler ask_return", "roads_handler ask_return", "li_intake grant_return",
        "sun_supervisor arbitrate", "li_intake refuse_return", "water_handler co_advise", "roads_handler co_advise",
    ],
    "handling": [
        "wang_handler log_contact", "lead_of_all draft_reply", "wang_handler draft_reply", "lead_of_all draft_reply",
        "wang_handler draft_reply", "zhang_citizen withdraw", "qian_signer ask_return", "li_intake grant_return",
        "water_handler log_contact", "water_handler draft_reply", "water_handler ask_return", "water_handler co_advise",
        "roads_handler co_advise", "li_intake refuse_return", "sun_supervisor arbitrate", "wang_handler ask_extension",
        "qian_signer grant_extension", "sun_supervisor grant_extension", "sun_supervisor suspend",
        "sun_supervisor resume", "nobody wait", "qian_signer post_progress", "sun_supervisor supervise",
        "chen_leader instruct",
        "wang_handler ask_info", "zhang_citizen give_info", "li_intake be joined", "li_intake be left",
    ],
    "reviewing": [
        "lead_of_all approve_reply", "lead_of_all countersign", "qian_signer countersign", "zhao_reviewer approve_reply",
        "zhao_reviewer approve_reply", "qian_signer send_back", "qian_signer approve_reply",
    ],
    "replied": [
        "zhang_citizen rate", "nobody wait", "zhang_citizen rate badly", "wang_handler fulfil", "sun_supervisor lift",
        "sun_supervisor confirm_fulfilment", "sun_supervisor refute_fulfilment", "another_citizen rate",
        "zhang_citizen ask_again", "zhang_citizen change_rating",
    ],
    "revisiting": [
        "zhou_revisitor record_revisit", "zhou_revisitor reopen", "lead_of_all record_revisit", "another_citizen rate",
    ],
    "closed": [
        "wang_handler fulfil", "sun_supervisor confirm_fulfilment", "sun_supervisor reopen", "zhou_revisitor reopen",
        "li_intake reveal_contact", "zhang_citizen change_rating",
    ],
    "declined": ["zhang_citizen appeal", "li_intake reveal_contact", "zhang_citizen withdraw"],
    "withdrawn": ["wang_handler reveal_contact", "sun_supervisor remind"],
}  # fmt: skip


@dataclass
class Place:
    """Boards of every policy, and people; made once, all stories happen here."""

    boards: list[Board]
    people: dict[str, User | None]


@pytest.fixture
def place(board: Board) -> Place:
    desk = {"desk": board.desk, "owner": board.desk, "title": "测试信箱"}
    own = {"desk": board.desk, "owner": cast(board).lead, "title": "市住建局信箱"}
    boards = [
        board,
        a_board("by-unit", review="unit", **desk),
        a_board("by-platform", review="platform", publication="on_reply", **desk),
        a_board("by-owner", **own),
    ]
    people, lead = cast(board), cast(board).lead
    others = {f"{unit.code}_handler": handler_of(unit) for unit in (water(), roads())}
    everything = a_member("lead_of_all", "冯兼任", lead, "handler", "signer", "revisitor", "supervisor")
    a_member("lead_of_all", "冯兼任", board.desk, "reviewer", "intake")
    own_revisitor = a_member("own_revisitor", "吴回访", lead, "revisitor")
    return Place(
        boards,
        {
            "zhang_citizen": a_citizen("市民7K3F"),
            "li_intake": people.intake,
            "wang_handler": people.handler,
            "qian_signer": people.signer,
            "zhao_reviewer": people.reviewer,
            "zhou_revisitor": people.revisitor,
            "sun_supervisor": people.supervisor,
            "lead_of_all": everything,
            "chen_leader": a_member("chen_leader", "陈市长", board.owner, "leader"),
            "own_revisitor": own_revisitor,
            "another_citizen": a_citizen("市民ABCD"),
            **others,
        },
    )


def _number(pk: int) -> str:
    return Case.objects.values_list("number", flat=True).get(pk=pk)


def _neighbour(pk: int) -> Case:
    """The other case of the story: of another citizen, to the same board."""
    return Case.objects.exclude(pk=pk).order_by("pk").get(author__nickname="市民ABCD", split_from=None)


def _handlers() -> list[int]:
    names = ["wang_handler", "lead_of_all", "li_intake"]  # the last is none
    return list(User.objects.filter(username__in=names).order_by("username").values_list("pk", flat=True))


def _leads() -> list[int]:
    housing = factories.a_unit("housing", "").pk
    return [housing, housing, water().pk, roads().pk]


def _co_units(n: int) -> list[CoUnit]:
    return one_of([[], [CoUnit(water().pk)], [], [CoUnit(roads().pk, "路面"), CoUnit(water().pk)]], n)


@dataclass(frozen=True)
class Step:
    """Somebody tries something some time later; mostly what usually comes next, now and then anything at all."""

    n: int
    is_usual: bool
    who: str
    pause: timedelta
    rings: bool


PEOPLE = ["li_intake", "zhang_citizen", "wang_handler", "qian_signer", "zhao_reviewer", "zhou_revisitor",
          "sun_supervisor", "chen_leader", "lead_of_all", "own_revisitor", "another_citizen", "water_handler",
          "roads_handler"]  # fmt: skip
STEPS = st.builds(
    Step,
    n=st.integers(0, 59),
    is_usual=st.sampled_from([True, True, True, False]),
    who=st.sampled_from(PEOPLE),
    pause=st.sampled_from(PAUSES),
    rings=st.booleans(),
)
POSTS = st.fixed_dictionaries(
    {
        "kind": st.sampled_from(Kind.values),
        "wants_public": st.sampled_from([True, True, True, False]),
        "contact_phone": st.sampled_from(["19900000001", ""]),
    }
)


class _Undone(Exception):
    """The story is over; nothing of it stays."""


@contextlib.contextmanager
def a_story() -> Iterator[None]:
    with contextlib.suppress(_Undone), transaction.atomic():
        yield
        raise _Undone


@dataclass
class Walk:
    """One case, walked through a story."""

    place: Place
    pk: int
    at: datetime
    seen: Seen

    def take(self, step: Step) -> None:
        self.at += step.pause
        if step.rings:
            self.ring()
            self.is_sound()
        before = self.seen
        who, verb = self._choice(step, before.case.state)
        if verb == "wait":
            return
        try:
            VERBS[verb](self.pk, self.place.people[who], self.at, step.n)
        except CaseError as refused:
            refusal = refused.words
        else:
            self.seen = look_at(self.pk)
            return
        assert refusal
        assert _sums(look_at(self.pk)) == _sums(before)

    def ring(self) -> None:
        tick(self.at)
        warn(self.at)
        assert not Clock.objects.due(self.at).exists()
        self.seen = look_at(self.pk)

    def is_sound(self) -> None:
        assert broken_rules(self.seen) == []
        assert self.unseeing() == set()

    def _choice(self, step: Step, state: str) -> tuple[str, str]:
        if step.is_usual:
            who, _, verb = str(one_of(USUAL[state], step.n)).partition(" ")
            return who, verb
        return step.who, one_of(VERBS, step.n)

    def unseeing(self) -> set[str]:
        """Members of staff who were just told of the case though they may not see it."""
        notices = Outbox.objects.filter(channel="site", user__is_staff=True)
        told = set(notices.values_list("user__username", flat=True))
        notices.delete()
        cases = Case.objects.filter(pk=self.pk)
        return {name for name in told if not cases.visible_to(standing_of(self.place.people[name])).exists()}


def _sums(seen: Seen) -> tuple[Any, ...]:
    """Enough of a case to see that nothing happened to it."""
    rows = (seen.assignments, seen.drafts, seen.ratings, seen.revisits, seen.replies)
    running = tuple((clock.pk, clock.stopped_at, clock.overdue_at) for clock in seen.clocks)
    return (
        seen.case.state,
        seen.case.version,
        seen.case.moved_at,
        len(seen.events),
        running,
        *map(len, rows),
    )


def begin(place: Place, post: dict[str, Any], board: Board, far: int) -> Walk:
    """A case that has gone the first `far` steps of the way, an hour each."""
    author, at = place.people["zhang_citizen"], MONDAY
    other = place.people["another_citizen"]
    submit(a_submission(board, author_name="市民ABCD"), by=other, author=other, at=at)
    pk = submit(a_submission(board, **post), by=author, author=author, at=at).case_id
    for words in WAYS[board.review].split(", ")[:far]:
        who, _, verb = words.partition(" ")
        at += HOUR
        VERBS[verb](pk, place.people[who], at, 0)
    Outbox.objects.all().delete()
    return Walk(place, pk, at, look_at(pk))


@stories
@given(
    post=POSTS, board=st.integers(0, 3), far=st.integers(0, 9), steps=st.lists(STEPS, min_size=2, max_size=60)
)
def test_whatever_anybody_does_the_invariants_hold(
    place: Place, post: dict, board: int, far: int, steps: list[Step]
) -> None:
    with a_story():
        walk = begin(place, post, place.boards[board], far)
        walk.is_sound()
        for step in steps:
            walk.take(step)
            walk.is_sound()
            if walk.seen.case.state == State.WITHDRAWN:
                break
        walk.at += 60 * DAY
        walk.ring()
        walk.is_sound()


def _history(pk: int) -> tuple[list[Any], list[Any], Any]:
    """Everything that must not depend on when the sweep came round."""
    events = (
        Event.objects.filter(case=pk).order_by("seq").values_list("verb", "before", "after", "at", "facts")
    )
    clocks = Clock.objects.filter(case=pk).order_by("started_at", "name", "run")
    columns = ("name", "run", "started_at", "due_at", "overdue_at", "stopped_at")
    case = (
        Case.objects.filter(pk=pk).values_list("state", "due_at", "overdue_at", "closed_at", "moved_at").get()
    )
    return list(events), list(clocks.values_list(*columns)), case


@settings(stories, max_examples=STORIES // 2)
@given(
    post=POSTS,
    state=st.sampled_from(factories.LINE[:-1]),
    often=st.lists(st.integers(1, 40 * 24), max_size=6),
    last=st.integers(1, 60 * 24),
)
def test_however_often_the_sweep_comes_round_the_rows_are_the_same(
    place: Place, post: dict, state: str, often: list[int], last: int
) -> None:
    with transaction.atomic():
        case = factories.a_case(state, author=place.people["zhang_citizen"], board=place.boards[0], **post)
        end, told = MONDAY + last * HOUR, []
        for moments in ([], sorted(hours for hours in often if hours < last)):
            with a_story():
                for hours in moments:
                    tick(MONDAY + hours * HOUR)
                tick(end)
                told.append(_history(case.pk))
        transaction.set_rollback(True)
    assert told[0] == told[1]
