"""Two people at one case: the second sees the first, overwrites nothing, and loses no word that was typed."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.roles import Role
from cases.models import Event
from cases.rules.states import State
from cases.views import presence
from tests.cases.desk_pages import LIST, SAMPLES, address, browser, do, doer, ready_case, sent, words_of
from tests.cases.test_post_redis_away import redis_is_away  # noqa: F401 - a fixture
from tests.factories import a_case, a_member, cast

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nobody_at_work():
    cache.clear()


def colleague():
    return a_member("xu_handler", "徐承办", cast().lead, Role.HANDLER)


def recent(state=State.HANDLING):
    return a_case(state, at=timezone.now() - timedelta(hours=9))


def test_the_second_sees_who_is_at_it_and_with_what():
    case = recent()
    browser(cast().handler).get(address(case, "log_contact"))
    for page in (address(case), address(case, "note")):
        shown = words_of(browser(colleague()).get(page))
        assert "<b>王承办</b> 正在办理这件（登记联系" in shown


def test_nobody_is_told_of_the_own_page():
    case = recent()
    client = browser(cast().handler)
    client.get(address(case, "log_contact"))
    assert "正在办理这件" not in words_of(client.get(address(case, "log_contact")))


def test_reading_the_file_is_not_working_on_it():
    case = recent()
    browser(cast().handler).get(address(case))
    assert "正在办理这件" not in words_of(browser(colleague()).get(address(case)))


def test_who_is_done_has_left():
    case = recent()
    browser(cast().handler).get(address(case, "note"))
    do(cast().handler, case, "note")
    assert "正在办理这件" not in words_of(browser(colleague()).get(address(case)))


def test_a_mark_goes_by_itself():
    case, now = recent(), timezone.now()
    presence.come(case.pk, cast().handler, "note", now)
    assert presence.others(case.pk, colleague(), now + timedelta(seconds=presence.HELD_SECONDS)) == []


def test_opening_a_page_writes_nothing_into_the_database():
    case = recent()
    client = browser(cast().handler)
    with CaptureQueriesContext(connection) as seen:
        client.get(address(case, "log_contact"))
    assert all(each["sql"].startswith("SELECT") for each in seen.captured_queries)


@pytest.mark.django_db(transaction=True)
def test_with_redis_away_the_page_works_and_names_nobody(redis_is_away):  # noqa: F811
    case = recent()
    browser(cast().handler).get(address(case, "log_contact"))
    answer = browser(colleague()).get(address(case, "log_contact"))
    assert answer.status_code == 200
    assert "正在办理这件" not in words_of(answer)


TYPED = {
    "decline": "words",
    "log_contact": "result",
    "draft_reply": "body",
    "send_back": "reason",
    "note": "words",
}


@pytest.mark.parametrize("verb", sorted(TYPED))
def test_a_page_that_another_was_faster_on_changes_nothing_and_keeps_what_was_typed(verb):
    case = ready_case(verb)
    sends = sent(verb, case)
    case.refresh_from_db()
    other = "note" if case.lead_id or verb != "note" else "decline"
    people = cast(case.board)
    do(people.handler if case.lead_id else people.intake, case, other)
    before = Event.objects.filter(case=case).count()
    answer = browser(doer(verb, case) if verb != "note" else colleague()).post(address(case, verb), sends)
    assert answer.status_code == 409
    assert SAMPLES[verb].sends[TYPED[verb]].split("“")[0] in words_of(answer).replace("&quot;", '"')
    assert Event.objects.filter(case=case).count() == before


def test_of_many_at_once_the_stale_one_is_left_alone_and_named():
    fresh, stale = recent(State.ASSIGNED), recent(State.ASSIGNED)
    sends = {
        "action": "bulk_sign",
        "index": "0",
        "_selected_action": [fresh.pk, stale.pk],
        "seen": [f"{each.pk}:{each.version}" for each in (fresh, stale)],
    }
    do(cast().handler, stale, "note")
    answer = browser(cast().handler).post(LIST, sends, follow=True)
    stale.refresh_from_db()
    assert stale.state == State.ASSIGNED
    assert "页面已过期" in words_of(answer).split(f">{stale.number}</a>")[1].split("</li>")[0]
