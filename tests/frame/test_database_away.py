"""A database that does not answer is a 503 wherever it is asked: in the view, and after it, where the session is written."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from django.db import connection, connections, transaction
from django.test import Client

from tests.cases.pages import an_address, form_of
from tests.factories import a_board

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def locked(request: pytest.FixtureRequest) -> Iterator[None]:
    """Somebody else holds a table; we wait for it a moment only."""
    held, done = threading.Event(), threading.Event()

    def hold() -> None:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"LOCK TABLE {request.param}")
            held.set()
            done.wait(30)
        connections.close_all()

    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
    holder = threading.Thread(target=hold)
    holder.start()
    held.wait(30)
    yield
    done.set()
    holder.join()
    connection.close()


def sent_by_a_stranger() -> tuple[int, str]:
    """What is typed waits in the session until the sign-in."""
    client = Client(raise_request_exception=False, REMOTE_ADDR=an_address())
    answer = client.post("/boards/mayor/post/", form_of())
    return answer.status_code, answer.headers.get("Retry-After", "")


@pytest.mark.parametrize("locked", ["accounts_session", "boards_board"], indirect=True)
def test_the_answer_is_503_whoever_asks_the_database(board: None, locked: None) -> None:
    assert sent_by_a_stranger() == (503, "15")


@pytest.fixture
def board(transactional_db: None) -> None:
    a_board()


def test_a_mistake_of_ours_stays_a_500(board: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cases.views.post.redirect_to_login", None)
    assert sent_by_a_stranger()[0] == 500
