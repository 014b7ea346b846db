"""Redis is killed, full, frozen, emptied: everybody goes on, nobody waits, and what was to be told is told afterwards."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.utils import timezone

from boards.models import Board
from cases.models import Case, Event
from cases.rules.states import State
from notify.actions import NoticeWords, enqueue
from notify.models import Outbox, Status
from tests.factories import REPLY, a_board, a_case, a_category, a_citizen, a_member, cast
from tests.faults.browsers import Answer, number_of, signed_in, stranger
from tests.faults.conftest import Town, until
from wenzheng.celery import app

pytestmark = pytest.mark.servers

PATIENCE = 4  # seconds that a person may wait for a page on a busy machine; a frozen Redis once cost six
VERDICT = {"is_answered": "yes", "is_solved": "yes", "outcome": "5", "attitude": "5", "speed": "5"}


@pytest.fixture
def board(town: Town) -> Board:
    return a_board()


@pytest.fixture(params=["killed", "full", "frozen"])
def town_without_redis(request: pytest.FixtureRequest, town: Town) -> Iterator[Town]:
    """Redis does not answer, does not take anything, or keeps everybody waiting."""
    redis = town.redis()
    if request.param == "killed":
        town.kill("valkey")
        yield town
        town.start("valkey")
    elif request.param == "full":
        redis.config_set("maxmemory", "1")
        yield town
        redis.config_set("maxmemory", "0")
    else:
        town.signal("valkey", signal.SIGSTOP)
        yield town
        town.signal("valkey", signal.SIGCONT)
    redis.close()


def is_fine(answer: Answer, status: int) -> bool:
    return (answer.status, answer.seconds < PATIENCE) == (status, True)


def test_every_page_is_served(board: Board, town_without_redis: Town) -> None:
    case, people = a_case(State.REPLIED), cast(board)
    address = town_without_redis.address
    pages = {
        stranger(address): ["/", "/boards/", "/boards/mayor/", f"/messages/{case.number}/", "/statistics/", "/track/",
                            "/accounts/login/", "/healthz"],
        signed_in(address, case.author): ["/my/", f"/my/cases/{case.number}/", "/boards/mayor/post/", "/my/notices/"],
        signed_in(address, people.handler): ["/admin/", "/admin/cases/case/", f"/admin/cases/case/{case.pk}/change/"],
        signed_in(address, people.supervisor): ["/supervise/"],
    }  # fmt: skip
    answers = {path: browser.get(path) for browser, paths in pages.items() for path in paths}
    wrong = {path: (each.status, each.seconds) for path, each in answers.items() if not is_fine(each, 200)}
    assert wrong == {}


def test_citizens_post_and_the_desk_takes_a_case_all_the_way(board: Board, town_without_redis: Town) -> None:
    address, people, author = town_without_redis.address, cast(board), a_citizen()
    category = a_category().pk
    clerk, handler, signer, reviewer, citizen = (
        signed_in(address, each)
        for each in (people.intake, people.handler, people.signer, people.reviewer, author)
    )
    posted = citizen.send("mayor")
    case = Case.objects.get(number=number_of(posted))
    answers = [
        posted,
        clerk.do(case.pk, "accept", category_id=category, grade="normal"),
        clerk.do(case.pk, "assign", lead_id=people.lead.pk, words="请尽快办理。"),
        handler.do(case.pk, "sign"),
        handler.do(case.pk, "log_contact", way="phone", is_reached="yes", result="已电话联系。"),
        handler.do(case.pk, "note", kind="call", words="已电话核实。"),
        handler.do(case.pk, "draft_reply", body=REPLY, outcome="solved"),
        signer.do(case.pk, "countersign"),
        reviewer.do(case.pk, "approve_reply"),
    ]
    assert [each.status for each in answers if not is_fine(each, 303)] == []
    assert "恢复照明" in stranger(address).get(f"/messages/{case.number}/").words
    case.refresh_from_db()
    assert citizen.post(f"/my/cases/{case.number}/rate/", version=case.version, **VERDICT).status == 303
    assert Case.objects.get(pk=case.pk).state == State.CLOSED


def test_twenty_people_post_one_after_the_other_without_piling_up(
    board: Board, town_without_redis: Town
) -> None:
    browsers = [signed_in(town_without_redis.address, a_citizen()) for _ in range(20)]
    answers = [browser.send("mayor") for browser in browsers]
    assert [(each.status, each.seconds) for each in answers if not is_fine(each, 303)] == []


def caught_up() -> None:
    """A minute later beat rings for what was not told and what ran out meanwhile."""
    Outbox.objects.filter(status=Status.QUEUED).update(next_try_at=timezone.now() - timedelta(seconds=1))
    for name in ("notify.tasks.sweep_outbox", "cases.tasks.tick_clocks"):
        app.send_task(name)


def unsent() -> int:
    return Outbox.objects.exclude(status=Status.SENT).count()


def test_when_redis_comes_back_notices_and_clocks_catch_up(board: Board, working_town: Town) -> None:
    town = working_town
    until(lambda: unsent() == 0 or not town.redis().llen("celery"), 20)
    a_member("li_intake", "李受理", board.desk, email="li@example.org")
    town.kill("valkey")
    posted = signed_in(town.address, a_citizen()).send("mayor")
    late = a_case(State.SUBMITTED, at=timezone.now() - timedelta(days=20))
    town.start("valkey")
    caught_up()
    until(lambda: unsent() == 0, 30, lambda: town.logged("worker"))
    until(lambda: Event.objects.filter(case=late, verb="overdue").exists(), 30, lambda: town.logged("worker"))
    receipts = Outbox.objects.filter(url__endswith=f"/{number_of(posted)}/", channel="sms")
    assert [each.status for each in receipts] == [Status.SENT]


def test_bells_that_were_flushed_are_rung_again_and_every_letter_goes_once(town: Town) -> None:
    reader = a_citizen(phone="13900000001")
    letters = [
        NoticeWords(key=f"flushed-{n}:1:sms", channel="sms", subject=f"第 {n} 条", body="", user_id=reader.pk)
        for n in range(100)
    ]
    enqueue(letters)
    redis = town.redis()
    until(lambda: redis.llen("celery") >= 100)
    redis.flushall()
    redis.close()
    town.start("worker")
    caught_up()
    until(
        lambda: not Outbox.objects.filter(key__startswith="flushed-").exclude(status=Status.SENT).exists(), 30
    )
    lines = (town.place.state / "sms" / "sent.jsonl").read_text().splitlines()
    assert sum('"13900000001"' in line for line in lines) == 100
