"""PostgreSQL ends without a word while people post and clerks work: 503 while it is away, and nothing is lost or half."""

from __future__ import annotations

import signal
import time
import uuid
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field

import pytest
from django.db import connection
from django.utils import timezone

from boards.models import Board
from cases.models import Case, Clock, Contact, Event
from notify.models import Outbox
from tests.factories import a_board, a_case, a_category, a_citizen, cast
from tests.faults.browsers import Answer, Browser, number_of, signed_in, stranger
from tests.faults.conftest import Town, until

pytestmark = pytest.mark.servers

WRITERS, POSTS_EACH = 4, 8
LONGEST = 60  # seconds until a client gives up trying again


def end_at_once(town: Town) -> None:
    """What `pg_ctl stop -m immediate` does."""
    town.signal("postgres", signal.SIGQUIT)
    town.foreman.children["postgres"].process.wait()


def kill_everything(town: Town) -> None:
    town.kill("postgres")


@dataclass
class Ledger:
    """What the clients were told, written down as they were told it."""

    acknowledged: dict[uuid.UUID, str] = field(default_factory=dict)
    accepted: list[int] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)

    def statuses(self) -> set[int]:
        return {each.status for each in self.answers}

    def try_until_taken(self, attempt: Callable[[], Answer]) -> Answer:
        """As a person would: the same form again until it is taken."""
        end = time.monotonic() + LONGEST
        while True:
            answer = attempt()
            self.answers.append(answer)
            if answer.status != 503 or time.monotonic() > end:
                return answer
            time.sleep(0.1)

    def write(self, browsers: list[Browser]) -> None:
        for browser in browsers:
            key = uuid.uuid4()
            answer = self.try_until_taken(lambda browser=browser, key=key: browser.send("mayor", key))
            if answer.status == 303:
                self.acknowledged[key] = number_of(answer)

    def accept(self, clerk: Browser, cases: list[int], category: int) -> None:
        for pk in cases:
            page = f"/admin/cases/case/{pk}/do/accept/"
            words = {"version": 1, "category_id": category, "grade": "normal"}
            if self.try_until_taken(lambda page=page, words=words: clerk.post(page, **words)).status == 303:
                self.accepted.append(pk)


@pytest.fixture
def board(town: Town) -> Board:
    return a_board()


@pytest.fixture
def waiting_cases(board: Board) -> list[int]:
    return [a_case(at=timezone.now()).pk for _ in range(12)]


@pytest.fixture(params=[end_at_once, kill_everything])
def ledger(request: pytest.FixtureRequest, town: Town, board: Board, waiting_cases: list[int]) -> Ledger:
    """Four people post and a clerk accepts; in the middle of it PostgreSQL ends, and is started again."""
    ledger, category = Ledger(), a_category().pk
    clerk = signed_in(town.address, cast(board).intake)
    writers = [[signed_in(town.address, a_citizen()) for _ in range(POSTS_EACH)] for _ in range(WRITERS)]
    with ThreadPoolExecutor(WRITERS + 1) as pool:
        work: list[Future[None]] = [pool.submit(ledger.write, browsers) for browsers in writers]
        work.append(pool.submit(ledger.accept, clerk, waiting_cases, category))
        until(lambda: len(ledger.acknowledged) >= 5 and ledger.accepted, 30)
        request.param(town)
        connection.close()
        until(lambda: 503 in ledger.statuses(), 30)
        town.start("postgres")
        for each in work:
            each.result(LONGEST)
    return ledger


def test_a_restart_is_seen_as_503_and_costs_nothing_that_was_acknowledged(
    town: Town, ledger: Ledger, waiting_cases: list[int]
) -> None:
    assert ledger.statuses() == {303, 503}, town.errors("web")
    assert all("暂时" in each.words for each in ledger.answers if each.status == 503)
    assert len(ledger.acknowledged) == WRITERS * POSTS_EACH
    stored = dict(
        Case.objects.filter(submission_key__in=ledger.acknowledged).values_list("submission_key", "number")
    )
    assert stored == ledger.acknowledged
    whole = {
        "Contact": Contact.objects.filter(case__submission_key__in=stored).count(),
        "Event": Event.objects.filter(case__submission_key__in=stored, verb="submit").count(),
        "Clock": Clock.objects.filter(case__submission_key__in=stored, name="intake").count(),
    }
    assert set(whole.values()) == {len(stored)}, whole
    verbs = [list(Event.objects.filter(case=pk).values_list("verb", flat=True)) for pk in waiting_cases]
    assert verbs == [["submit", "accept"]] * len(waiting_cases)
    receipts = Outbox.objects.filter(
        channel="site", url__in=[f"/my/cases/{number}/" for number in stored.values()]
    )
    assert receipts.count() == len(stored)


def test_every_page_says_so_while_postgres_is_away_and_comes_back_by_itself(town: Town, board: Board) -> None:
    case = a_case()
    reader, author = stranger(town.address), signed_in(town.address, case.author)
    clerk = signed_in(town.address, cast(board).intake)
    pages = [
        *(
            (reader, path)
            for path in ("/boards/mayor/", "/search/?q=%E8%B7%AF%E7%81%AF", "/track/", "/statistics/")
        ),
        *((author, path) for path in ("/my/", "/boards/mayor/post/", "/")),
        *((clerk, path) for path in ("/admin/", f"/admin/cases/case/{case.pk}/change/")),
    ]
    end_at_once(town)
    connection.close()
    away = {path: browser.get(path) for browser, path in pages}
    assert reader.get("/healthz").status == 200
    town.start("postgres")
    wrong = {
        path: (each.status, each.words[:200]) for path, each in away.items() if each.status not in (200, 503)
    }
    assert wrong == {}
    assert {browser.get(path).status for browser, path in pages} == {200}


def test_a_worker_goes_on_after_postgres_was_restarted(working_town: Town, board: Board) -> None:
    town = working_town
    town.start("beat")
    end_at_once(town)
    connection.close()
    town.start("postgres")
    signed_in(town.address, a_citizen()).send("mayor")
    until(
        lambda: Outbox.objects.filter(channel="sms", status="sent").exists(),
        30,
        lambda: town.logged("worker"),
    )
