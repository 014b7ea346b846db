"""Every page of the public and the citizens, in English and in 繁體: nothing of its frame is left in the source language.

A new page is read here by itself: its address comes from the list of all addresses. Only a part of an address with a new name
needs a sample, in `world` below.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Sequence
from datetime import date
from functools import cache
from itertools import product

import pytest
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from accounts.actions.closing import ask_closing
from accounts.models import User
from boards.models import Board
from boards.rules.question import Question
from cases.actions.ask_info import ask_info
from cases.actions.endorse import endorse
from cases.actions.export_data import ask_export
from cases.actions.follow import follow
from cases.actions.follow_board import follow_board
from cases.actions.keep_message_draft import keep_message_draft
from cases.actions.keep_search import keep_search
from cases.actions.post_progress import post_progress
from cases.actions.rate import rate
from cases.actions.remind import remind
from cases.actions.restrict import restrict
from cases.actions.reveal_contact import reveal_contact
from cases.actions.split import Part, split
from cases.actions.tick import tick
from cases.actions.uphold import uphold
from cases.models import Attachment, Case
from cases.rules.states import State
from notify.actions._tokens import unsubscribe_path
from notify.models import Outbox
from notify.rules.kinds import Kind
from stats.rollup import refresh
from tests import factories
from tests.cases.removals import contested, held, taken_down
from tests.cases.side_roads import asked, claimed, granted, ordered, promised, resumed, suspended
from tests.cases.ways import on, signed, submitted
from tests.factories import BAD, cast
from tests.frame.spoken import CHINESE, frame_of, in_latin_letters
from tests.house.test_routes import CITIZEN, PUBLIC
from wenzheng.management.commands.make_catalogs import traditional

pytestmark = pytest.mark.django_db

WHY = "为了查清情况。"
PART = re.compile(r"<(?:\w+:)?(\w+)>")
EVERY_CASE = {"messages/<str:number>/", "my/cases/<str:number>/"}  # other pages of a case look at a few
QUESTIONS = {  # what a page shows beside itself when it is asked something
    "search/": ("?q=Latin", "?q=nothing-like-it", "?q=!"),
    "boards/": ("?q=szxx", "?q=nothing-like-it"),
    "boards/<slug:slug>/": ("?state=overdue", "?state=refused"),
    "statistics/": ("?month=2026-03", "?month=2019-01"),
    "deadlines/": (
        "?kind=complaint&grade=normal&at=2026-02-12T17:30",
        "?kind=complaint&grade=emergency_a&at=2026-09-30T10:00",
        "?at=x",
    ),
}  # fmt: skip
# What a page does with the verbs of a case is found by their links; the last two look at the machine, not at words.
LEFT_ALONE = {"accounts/logout/", "my/cases/<str:number>/<slug:verb>/", "healthz", "readyz"}
SEALED = "张三"  # the name behind a message, which no statement of ours can rewrite
HARMFUL = {"/accounts/logout/"}
VERB = re.compile(r'href="(/my/cases/[^/"]+/\w+/)"')
FORM = re.compile(r'<form method="post"(?: [^>]*?)??(?: action="([^"?]*)")?[ >]')
NUMBER = re.compile(r"WZ-[\d-]+")
Samples = dict[str, Sequence[object]]


@pytest.fixture
def world(zhang_citizen: User, board: Board) -> Samples:
    """A case in every state and on every side road, all of one author; what pages ask for, by the name of the address's part."""
    for state in State:
        factories.a_case(state)
    factories.a_case(State.ASSIGNED, kind="report", wants_public=False)
    _side_roads()
    others = [factories.a_case(state) for state in (State.HANDLING, State.REPLIED, State.CLOSED)]
    Case.objects.exclude(pk__in=[each.pk for each in others]).update(author=zhang_citizen)
    Outbox.objects.filter(channel="site").update(user=zhang_citizen)
    _own_things(zhang_citizen, board, others[0])
    refresh(timezone.now())
    Board.objects.create(
        kind="topic", slug="shut", title="专题", owner=board.owner, desk=board.desk, is_open=False, closed_reason="已结束。",
    )  # fmt: skip
    in_latin_letters()
    return {
        "number": list(Case.objects.order_by("pk").values_list("number", flat=True)),
        "few": [each.number for each in others],
        "besides": [unsubscribe_path(zhang_citizen.pk, kind) for kind in Kind],
        "slug": ["mayor", "shut"],
        "pk": [Outbox.objects.filter(channel="site").values_list("pk", flat=True)[0]],
        "key": list(Attachment.objects.values_list("key", flat=True)[:1]),
        "code": ["01"],
        "section": ["messages"],
        "part": [1],
    }


def _own_things(zhang: User, board: Board, other: Case) -> None:
    """What citizens keep beside their messages."""
    now = timezone.now()
    endorse(other.pk, by=zhang, at=now, words="我家门口也是。")
    follow(other.pk, by=zhang, at=now)
    follow_board(board.pk, by=zhang, at=now, rhythm="weekly")
    keep_search(Question("lamp"), by=zhang, at=now)
    keep_message_draft(uuid.uuid4(), by=zhang, at=now, board=board, seen=0, typed={"title": "还没写完"})
    restrict(
        zhang.pk, by=cast().intake, at=now, restriction="daily", reason=WHY, amount=3, case_id=_any_of(zhang)
    )
    ask_export(zhang.pk, at=now)
    ask_closing(zhang.pk, at=now)


def _any_of(author: User) -> int:
    return Case.objects.filter(author=author).exclude(kind="report").values_list("pk", flat=True)[0]


def _side_roads() -> None:
    people = cast()
    ask_info(signed("03-09 10:00"), by=people.handler, at=on("03-10 10:00"), words=WHY)
    granted(asked(signed("03-09 10:00"), "03-10 10:00"), "03-10 11:00")
    resumed(suspended(signed("03-09 10:00"), "03-10 10:00", date(2026, 4, 1)), "03-12 10:00")
    promised("03-09 10:00", date(2027, 8, 31))
    claimed(promised("03-09 10:00", date(2027, 8, 31)), "03-11 10:00")
    promised("03-09 10:00", date(2026, 3, 31))  # not kept
    spoken = signed("03-09 10:00")
    ordered(spoken, "03-10 10:00")
    post_progress(
        spoken, by=people.signer, at=on("03-11 10:00"), body="正在等待配件，预计两周内完成，届时再答复您。"
    )
    reveal_contact(spoken, by=people.handler, at=on("03-11 11:00"), purpose=WHY)
    parts = [
        Part(title=f"第{each}件事情的标题", body=f"这是第{each}件事情，请尽快查明并处理。") for each in "一二"
    ]
    split(submitted("03-09 10:00"), by=people.intake, at=on("03-09 11:00"), parts=parts)
    rated = factories.a_case(State.REPLIED)
    rate(rated.pk, by=rated.author, at=on("03-10 10:00"), verdict=BAD)
    reminded = factories.a_case(State.HANDLING)
    remind(reminded.pk, by=reminded.author, at=timezone.now(), words="请快一些。")
    taken_down(factories.a_case(State.HANDLING).pk, on("03-10 10:00"))
    contested(factories.a_case(State.REPLIED).pk, on("03-10 10:00"))
    upheld = contested(factories.a_case(State.HANDLING).pk, on("03-10 10:00"))
    uphold(upheld.pk, by=people.reviewer, at=on("03-11 10:00"), reason=WHY)
    held(factories.a_case(State.ACCEPTED).pk, on("03-10 10:00"))
    tick(on("04-02 10:00"))
    ask_info(signed("04-03 10:00"), by=people.handler, at=on("04-03 11:00"), words=WHY)
    suspended(signed("04-03 10:00"), "04-03 11:00", date(2026, 4, 20))


def addresses(routes: set[str], samples: Samples) -> Iterator[str]:
    """Everything that can be asked for."""
    for route in sorted(routes - LEFT_ALONE):
        parts = samples | {"number": samples["number"] if route in EVERY_CASE else samples["few"]}
        for values in product(*(parts.get(name, ["nothing"]) for name in PART.findall(route))):
            path = "/" + PART.sub("{}", route).format(*values)
            yield from (path + question for question in ("", *QUESTIONS.get(route, ())))


def pages(samples: Samples, author: User, language: str) -> Iterator[tuple[str, str]]:
    """(what was asked, HTML) of every page, of each verb's own page once, and of each kind of form once, sent empty."""
    stranger, citizen = Client(), Client()
    citizen.force_login(author)
    for client, routes in ((stranger, PUBLIC), (citizen, CITIZEN)):
        client.cookies["language"] = language
        todo = [*addresses(routes, samples), *map(str, samples["besides"])]
        seen, forms = set[str](), dict[str, str]()
        for path in todo:
            html = page_of(client.get(path))
            yield path, html
            for link in VERB.findall(html):
                kind = NUMBER.sub("", link)
                todo += [link] if kind not in seen else []
                seen.add(kind)
            forms |= {NUMBER.sub("", action or path): action or path for action in FORM.findall(html)}
        for path in forms.values():
            if path not in HARMFUL:
                yield f"POST {path}", page_of(client.post(path, {}))


def page_of(answer: HttpResponse) -> str:
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    return answer.content.decode().replace(SEALED, "Latin") if is_page else ""


def test_no_page_says_a_word_of_its_own_in_the_source_language(world: Samples, zhang_citizen: User) -> None:
    found: dict[str, str] = {}
    for path, html in pages(world, zhang_citizen, "en"):
        found |= {words: path for said in frame_of(html, "en") for words in CHINESE.findall(said)}
    for path, html in pages(world, zhang_citizen, "zh-hant"):
        found |= {sign: path for sign in "".join(frame_of(html, "zh-Hant")) if is_simplified(sign)}
    assert found == {}


@cache
def is_simplified(sign: str) -> bool:
    """Has another form in traditional writing, and none in Big5, its code: 东, but not 里 or 后."""
    try:
        sign.encode("big5")
    except UnicodeEncodeError:
        return traditional(sign) != sign
    return False
