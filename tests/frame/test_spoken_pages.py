"""Every page of the public and the citizens, in English and in 繁體: nothing of its frame is left in the source language.

A new page is read here by itself: its address comes from the list of all addresses. Only a part of an address with a new name
needs a sample, in `world` below.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import product

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from boards.models import Board
from cases.actions.ask_info import ask_info
from cases.actions.post_progress import post_progress
from cases.actions.rate import rate
from cases.actions.remind import remind
from cases.actions.reveal_contact import reveal_contact
from cases.actions.split import Part, split
from cases.actions.tick import tick
from cases.models import Attachment, Case
from cases.rules.states import State
from cases.views.citizen import DEEDS
from notify.models import Outbox
from stats.rollup import refresh
from tests import factories
from tests.cases.side_roads import asked, claimed, granted, ordered, promised, resumed, suspended
from tests.cases.ways import on, signed, submitted
from tests.factories import BAD, cast
from tests.frame.spoken import CHINESE, frame_of, in_latin_letters
from tests.house.test_routes import CITIZEN, PUBLIC

pytestmark = pytest.mark.django_db

WHY = "为了查清情况。"
PART = re.compile(r"<(?:\w+:)?(\w+)>")
QUESTIONS = {  # what a page shows beside itself when it is asked something
    "search/": ("?q=Latin", "?q=没有这样的词", "?q=!"),
    "boards/": ("?q=szxx", "?q=没有",),
    "boards/<slug:slug>/": ("?state=overdue", "?state=refused"),
    "statistics/": ("?month=2026-03", "?month=2019-01"),
    "deadlines/": (
        "?kind=complaint&grade=normal&at=2026-02-12T17:30",
        "?kind=complaint&grade=emergency_a&at=2026-09-30T10:00",
        "?at=x",
    ),
}  # fmt: skip
LEFT_ALONE = {"accounts/logout/"}
Samples = Mapping[str, Sequence[object]]


@pytest.fixture
def world(zhang_citizen: User, board: Board) -> Samples:
    """A case in every state and on every side road, all of one author; what pages ask for, by the name of the address's part."""
    for state in State:
        factories.a_case(state)
    factories.a_case(State.ASSIGNED, kind="report", wants_public=False)
    _side_roads()
    Case.objects.update(author=zhang_citizen)
    Outbox.objects.filter(channel="site").update(user=zhang_citizen)
    refresh(timezone.now())
    Board.objects.create(
        kind="topic", slug="shut", title="专题", owner=board.owner, desk=board.desk, is_open=False, closed_reason="已结束。",
    )  # fmt: skip
    in_latin_letters()
    return {
        "number": list(Case.objects.order_by("pk").values_list("number", flat=True)),
        "slug": ["mayor", "shut"],
        "verb": list(DEEDS),
        "pk": [Outbox.objects.filter(channel="site").values_list("pk", flat=True)[0]],
        "key": list(Attachment.objects.values_list("key", flat=True)[:1]),
        "code": ["01"],
        "section": ["messages"],
        "part": [1],
    }


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
    tick(on("04-02 10:00"))
    ask_info(signed("04-03 10:00"), by=people.handler, at=on("04-03 11:00"), words=WHY)
    suspended(signed("04-03 10:00"), "04-03 11:00", date(2026, 4, 20))


def addresses(samples: Samples) -> Iterator[str]:
    """Everything that can be asked for."""
    for route in sorted((PUBLIC | CITIZEN) - LEFT_ALONE):
        for values in product(*(samples[name] for name in PART.findall(route))):
            path = "/" + PART.sub("{}", route).format(*values)
            yield from (path + question for question in ("", *QUESTIONS.get(route, ())))


def readers(author: User, language: str) -> list[Client]:
    stranger, citizen = Client(), Client()
    citizen.force_login(author)
    for each in (stranger, citizen):
        each.cookies["language"] = language
    return [stranger, citizen]


def pages(samples: Samples, author: User, language: str) -> Iterator[tuple[str, str]]:
    """(what was asked, HTML) of every page, and of every form sent empty."""
    for client in readers(author, language):
        forms = []
        for path in addresses(samples):
            answer = client.get(path)
            if answer.headers.get("Content-Type", "").startswith("text/html") and answer.content:
                html = answer.content.decode()
                yield path, html
                forms += (
                    [path] if f'method="post" action="{path}"' in html or 'id="post-form"' in html else []
                )
        for path in forms:
            answer = client.post(path, {})
            if answer.content:
                yield f"POST {path}", answer.content.decode()


def unspoken(said: Sequence[str], wrong: re.Pattern[str]) -> set[str]:
    return {found.group() for words in said for found in wrong.finditer(words)}


def test_no_page_in_english_says_a_chinese_word_of_its_own(world: Samples, zhang_citizen: User) -> None:
    found = {}
    for asked_for, html in pages(world, zhang_citizen, "en"):
        for words in unspoken(frame_of(html, "en"), CHINESE):
            found.setdefault(words, asked_for)
    assert not found


def test_no_page_in_traditional_characters_says_a_simplified_one(world: Samples, zhang_citizen: User) -> None:
    found = {}
    for asked_for, html in pages(world, zhang_citizen, "zh-hant"):
        for sign in {sign for words in frame_of(html, "zh-Hant") for sign in words if is_simplified(sign)}:
            found.setdefault(sign, asked_for)
    assert not found


def is_simplified(sign: str) -> bool:
    """Written so on the mainland only: Big5, the code of traditional writing, has no place for it."""
    try:
        sign.encode("big5hkscs" if sign in "着" else "big5")
    except UnicodeEncodeError:
        return "\u4e00" <= sign <= "\u9fff"
    return False
