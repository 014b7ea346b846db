"""Anybody does anything at any time, clocks ticking in between: what machine.md calls invariants holds after every step.

100 short stories in the ordinary run, the same ones each time; 2000 new ones with `--hypothesis-profile=nightly`.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from accounts.models import User
from accounts.roles import standing_of
from boards.models import Board
from cases.actions.accept import accept
from cases.actions.appeal import appeal
from cases.actions.approve_reply import approve_reply
from cases.actions.ask_again import ask_again
from cases.actions.ask_info import ask_info
from cases.actions.assign import assign
from cases.actions.change_rating import change_rating
from cases.actions.countersign import countersign
from cases.actions.decline import decline
from cases.actions.draft_reply import draft_reply
from cases.actions.errors import CaseError
from cases.actions.give_info import give_info
from cases.actions.log_contact import log_contact
from cases.actions.merge import merge
from cases.actions.note import note
from cases.actions.rate import Verdict, rate
from cases.actions.record_revisit import Finding, record_revisit
from cases.actions.remind import remind
from cases.actions.reopen import reopen
from cases.actions.reveal_contact import reveal_contact
from cases.actions.send_back import send_back
from cases.actions.sign import sign
from cases.actions.split import Part, split
from cases.actions.submit import submit
from cases.actions.tick import tick
from cases.actions.unmerge import unmerge
from cases.actions.warn import warn
from cases.actions.withdraw import withdraw
from cases.models import Case, Clock, Event
from cases.rules.states import DeclineCode, Kind, Outcome, State
from notify.models import Outbox
from tests import factories
from tests.cases.invariants import Seen, broken_rules, look_at
from tests.factories import (
    BAD,
    GOOD,
    MONDAY,
    REPLY,
    a_board,
    a_category,
    a_citizen,
    a_member,
    a_submission,
    a_unit,
    cast,
)

pytestmark = pytest.mark.django_db

IS_NIGHTLY = settings().max_examples > 100
stories = settings(
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


def one_of(values: Any, n: int) -> Any:
    return list(values)[n % len(values)]


Call = Callable[[int, User | None, datetime, int], Any]  # case, person, moment, which variant
VERBS: dict[str, Call] = {
    "accept": lambda pk, by, at, n: accept(
        pk, by=by, at=at, category_id=a_category().pk, grade=one_of(["normal", "emergency_a", "emergency_b"], n)
    ),
    "decline": lambda pk, by, at, n: decline(pk, by=by, at=at, code=one_of(DeclineCode.values, n), words="请向主管部门反映。"),
    "assign": lambda pk, by, at, n: assign(pk, by=by, at=at, lead_id=one_of(_leads(), n), words="请尽快办理。"),
    "sign": lambda pk, by, at, n: sign(pk, by=by, at=at),
    "log_contact": lambda pk, by, at, n: log_contact(pk, by=by, at=at, way="phone", result="已联系。", is_reached=n % 2 == 0),
    "draft_reply": lambda pk, by, at, n: draft_reply(pk, by=by, at=at, body=REPLY, outcome=one_of(Outcome.values, n)),
    "countersign": lambda pk, by, at, n: countersign(pk, by=by, at=at),
    "approve_reply": lambda pk, by, at, n: approve_reply(pk, by=by, at=at),
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
    "accepted": ["li_intake assign", "li_intake assign", "sun_supervisor remind", "zhang_citizen withdraw", "li_intake merge"],
    "assigned": ["wang_handler sign", "lead_of_all sign", "zhang_citizen remind"],
    "handling": [
        "wang_handler log_contact", "lead_of_all draft_reply", "wang_handler draft_reply", "lead_of_all draft_reply",
        "wang_handler draft_reply", "zhang_citizen withdraw", "wang_handler ask_info", "zhang_citizen give_info",
        "li_intake be joined", "li_intake be left", "nobody wait",
    ],
    "reviewing": [
        "lead_of_all approve_reply", "lead_of_all countersign", "qian_signer countersign", "zhao_reviewer approve_reply",
        "zhao_reviewer approve_reply", "qian_signer send_back", "qian_signer approve_reply",
    ],
    "replied": [
        "zhang_citizen rate", "nobody wait", "zhang_citizen rate badly", "another_citizen rate", "zhang_citizen ask_again",
        "zhang_citizen change_rating",
    ],
    "revisiting": [
        "zhou_revisitor record_revisit", "zhou_revisitor reopen", "lead_of_all record_revisit", "another_citizen rate",
    ],
    "closed": ["zhang_citizen change_rating", "sun_supervisor reopen", "zhou_revisitor reopen", "li_intake reveal_contact"],
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
    boards = [
        board,
        a_board("by-unit", review="unit", **desk),
        a_board("by-platform", review="platform", publication="on_reply", **desk),
    ]
    people, lead = cast(board), cast(board).lead
    a_unit("water", "市水务局")
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
            "own_revisitor": own_revisitor,
            "another_citizen": a_citizen("市民ABCD"),
        },
    )


def _number(pk: int) -> str:
    return Case.objects.values_list("number", flat=True).get(pk=pk)


def _neighbour(pk: int) -> Case:
    """The other case of the story: of another citizen, to the same board."""
    return Case.objects.exclude(pk=pk).order_by("pk").get(author__nickname="市民ABCD", split_from=None)


def _leads() -> list[int]:
    return [
        factories.a_unit("housing", "").pk,
        factories.a_unit("housing", "").pk,
        factories.a_unit("water", "").pk,
    ]


@dataclass(frozen=True)
class Step:
    """Somebody tries something some time later; mostly what usually comes next, now and then anything at all."""

    n: int
    is_usual: bool
    who: str
    pause: timedelta
    rings: bool


PEOPLE = ["li_intake", "zhang_citizen", "wang_handler", "qian_signer", "zhao_reviewer", "zhou_revisitor",
          "sun_supervisor", "lead_of_all", "own_revisitor", "another_citizen"]  # fmt: skip
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
    post=POSTS, board=st.integers(0, 2), far=st.integers(0, 9), steps=st.lists(STEPS, min_size=2, max_size=10)
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


@settings(stories, max_examples=settings().max_examples // 2)
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
