"""Redis away: posting, rating and tracking work as ever; the outbox waits for the sweep."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from celery import current_app

from accounts.models import User
from boards.models import Board
from cases.models import Case
from cases.rules.states import State
from notify import nudge
from notify.models import Outbox
from tests import factories
from tests.cases.pages import address_of, form_of, signed_in

pytestmark = pytest.mark.django_db(transaction=True)

NOWHERE = "unix:///tmp/nothing-listens-here.sock"


@pytest.fixture
def redis_is_away(settings) -> Iterator[None]:
    """Cache, counters and broker all point to a socket on which nobody listens."""
    settings.CACHE_URL = f"{NOWHERE}?db=1"
    settings.COUNTER_URL = f"{NOWHERE}?db=0"
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": settings.CACHE_URL}}
    before = current_app.conf.broker_url
    current_app.conf.broker_url = "redis+socket:///tmp/nothing-listens-here.sock"
    current_app.pool.force_close_all()
    current_app.set_default()
    current_app.amqp._producer_pool = None
    yield
    current_app.conf.broker_url = before
    current_app.pool.force_close_all()
    current_app.amqp._producer_pool = None
    nudge._broken_until = 0.0


def test_a_message_is_taken_while_redis_is_away(
    redis_is_away: None, board: Board, zhang_citizen: User
) -> None:
    response = signed_in(zhang_citizen).post(address_of(board), form_of(), follow=True)
    case = Case.objects.get()
    assert case.number in response.content.decode()
    assert Outbox.objects.filter(user=zhang_citizen, channel="sms", status="queued").exists()


def test_an_author_rates_while_redis_is_away(redis_is_away: None, zhang_citizen: User) -> None:
    case = factories.a_case(State.REPLIED, author=zhang_citizen)
    form = {"is_answered": "yes", "is_solved": "no", "outcome": "1", "attitude": "1", "speed": "1"}
    signed_in(zhang_citizen).post(f"/my/cases/{case.number}/rate/", form | {"version": case.version})
    assert Case.objects.get(pk=case.pk).state == State.REVISITING


def test_a_case_is_tracked_while_redis_is_away(
    redis_is_away: None, board: Board, zhang_citizen: User
) -> None:
    browser = signed_in(zhang_citizen)
    response = browser.post("/track/", {"number": factories.a_case().number, "code": "AAAA2222"})
    assert response.status_code == 200
