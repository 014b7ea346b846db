"""Closing an account: asked with a code, taken back while it waits, done when nothing is in hand; figures stay."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.test import Client

from accounts.actions import ask_closing, citizen_of, drop_closing, end_session
from accounts.models import Closing, Identity, Session, User
from boards.models import Message
from cases.actions import close_accounts as closing_job
from cases.actions.close_accounts import close_accounts
from cases.actions.reopen import reopen
from cases.actions.withdraw import withdraw
from cases.models import Case, Contact, ErasedContact, RetentionHold, RetentionTerm
from cases.rules.states import State
from notify.models import Outbox
from stats.models import DailyCount
from stats.rollup import rebuild_day
from tests.cases.test_dump import dumped
from tests.factories import MONDAY, a_case, a_citizen, cast

pytestmark = pytest.mark.django_db
PHONE, NAME = "19900000321", "张大海"
LATER = MONDAY + timedelta(days=60)
WEEK = timedelta(days=7)
PAGE = "/my/closing/"


@pytest.fixture
def zhang():
    return a_citizen("老张修灯", phone=PHONE)


def a_closed_case(zhang: User, **more) -> Case:
    return a_case(
        State.CLOSED, author=zhang, author_name="老张修灯", contact_phone=PHONE, contact_name=NAME, **more
    )


def close(user: User, at=LATER) -> int:
    ask_closing(user.pk, at=at)
    return close_accounts(at + WEEK)


def test_after_the_days_the_account_is_closed(zhang):
    assert close(zhang) == 1
    assert not User.objects.get(pk=zhang.pk).is_active
    assert Closing.objects.get(user=zhang).closed_at == LATER + WEEK


def test_before_the_days_are_over_nothing_happens(zhang):
    ask_closing(zhang.pk, at=LATER)
    assert close_accounts(LATER + WEEK - timedelta(seconds=1)) == 0
    assert Identity.objects.with_phone(PHONE).exists()


def test_it_can_be_taken_back_until_then(zhang):
    ask_closing(zhang.pk, at=LATER)
    assert drop_closing(zhang.pk)
    assert close_accounts(LATER + 10 * WEEK) == 0


def test_what_was_done_cannot_be_taken_back(zhang):
    close(zhang)
    assert not drop_closing(zhang.pk)


def test_no_word_of_the_person_is_left_in_any_table(zhang):
    a_closed_case(zhang)
    close(zhang)
    text = dumped()
    assert not [word for word in (PHONE, NAME, "老张修灯") if word in text]
    assert not Identity.objects.filter(user=zhang).exists()
    assert not Contact.objects.filter(case__author=zhang).exists()
    assert not Outbox.objects.filter(user=zhang).exists()


def test_the_ledger_says_that_the_contact_data_went_with_the_account(zhang):
    case = a_closed_case(zhang)
    close(zhang)
    assert ErasedContact.objects.get().ground == "closing"
    assert ErasedContact.objects.get().case_id == case.pk


def test_public_messages_stay_under_a_name_that_is_nobodys(zhang):
    case = a_closed_case(zhang)
    close(zhang)
    message = Message.objects.get(number=case.number)
    assert (message.author_name, message.is_up) == ("已注销用户", True)


def test_the_figures_of_the_day_are_the_same_afterwards(zhang):
    a_closed_case(zhang)
    day = MONDAY.date()

    def counted():
        rebuild_day(day, at=LATER)
        return list(DailyCount.objects.order_by("pk").values_list("measure", "value"))

    before = sorted(counted())
    close(zhang)
    assert sorted(counted()) == before
    assert before


def test_events_and_clocks_can_still_be_proved(zhang):
    a_closed_case(zhang)
    close(zhang)
    call_command("rebuild_clocks", "--check", stdout=StringIO())
    call_command("check_cases", stdout=StringIO())


def test_a_case_in_hand_is_handled_to_its_end_first(zhang):
    case = a_case(State.SUBMITTED, author=zhang, contact_phone=PHONE)
    assert close(zhang) == 0
    assert Contact.objects.filter(case=case).exists()
    withdraw(case.pk, by=zhang, at=LATER + WEEK)
    assert close_accounts(LATER + 2 * WEEK) == 1


def test_a_hold_outlives_the_account(zhang):
    case = a_closed_case(zhang)
    RetentionHold.objects.create(case=case, reason="诉讼", by=cast().supervisor, held_at=MONDAY)
    assert close(zhang) == 1
    assert Contact.objects.filter(case=case).exists()


def test_sessions_end(zhang, client):
    client.force_login(zhang)
    close(zhang)
    assert not Session.objects.filter(user=zhang).exists()
    assert client.get("/my/").status_code == 302
    assert not end_session(zhang.pk, "x", at=LATER)


def test_the_number_can_register_anew_and_sees_nothing_of_before(zhang, client):
    case = a_closed_case(zhang)
    close(zhang)
    again = citizen_of(PHONE, at=LATER + 2 * WEEK)
    client.force_login(again)
    assert again.pk != zhang.pk
    assert client.get(f"/my/cases/{case.number}/").status_code == 404
    assert case.number not in client.get("/my/").content.decode()


def test_a_second_run_changes_nothing(zhang):
    a_closed_case(zhang)
    close(zhang)
    before = dumped()
    assert close_accounts(LATER + 2 * WEEK) == 0
    assert dumped() == before


def test_the_length_is_a_row(zhang):
    RetentionTerm.objects.create(what="closing", days=30, valid_from=MONDAY.date())
    assert ask_closing(zhang.pk, at=LATER).due_at == LATER + timedelta(days=30)


def test_asking_twice_is_asking_once(zhang):
    assert ask_closing(zhang.pk, at=LATER).code == ask_closing(zhang.pk, at=LATER + WEEK).code


def test_one_that_fails_does_not_hold_up_the_others(zhang, monkeypatch):
    wang = a_citizen()
    for user in (zhang, wang):
        ask_closing(user.pk, at=LATER)
    rename = closing_job._rename

    def fails_for_zhang(user_id: int) -> None:
        if user_id == zhang.pk:
            raise DatabaseError("a lock")
        rename(user_id)

    monkeypatch.setattr("cases.actions.close_accounts._rename", fails_for_zhang)
    assert close_accounts(LATER + WEEK) == 1
    assert User.objects.get(pk=zhang.pk).is_active
    assert not User.objects.get(pk=wang.pk).is_active


def test_a_case_that_is_handled_again_afterwards_tells_nobody_by_sms(zhang):
    case = a_closed_case(zhang)
    close(zhang)
    reopen(case.pk, by=cast().supervisor, at=LATER + 2 * WEEK, reason="问题又出现了")
    assert not Outbox.objects.filter(user=zhang).exclude(channel="site").exists()


# --- The page -----------------------------------------------------------------------------------------------------


@pytest.fixture
def browser(client: Client, zhang, settings) -> Client:
    settings.DEMO = True
    client.force_login(zhang)
    return client


def test_it_takes_a_code_and_gives_a_receipt(browser, zhang):
    browser.post(PAGE)
    browser.post(PAGE, {"code": browser.session["own_code"]["code"]})
    closing = Closing.objects.get(user=zhang)
    assert closing.code in browser.get(PAGE).content.decode()


def test_without_the_right_code_nothing_is_asked_for(browser):
    browser.post(PAGE)
    right = browser.session["own_code"]["code"]
    browser.post(PAGE, {"code": f"{(int(right) + 1) % 10**6:06d}"})
    assert not Closing.objects.exists()


def test_a_code_for_the_change_of_number_closes_no_account(browser):
    browser.post("/my/phone/")
    browser.post(PAGE, {"code": browser.session["own_code"]["code"]})
    assert not Closing.objects.exists()


def test_the_page_takes_it_back(browser, zhang):
    ask_closing(zhang.pk, at=LATER)
    browser.post(PAGE, {"keep": "1"})
    assert not Closing.objects.exists()


def test_the_page_says_what_stays(browser):
    page = browser.get(PAGE).content.decode()
    assert "已注销用户" in page
    assert "办理档案" in page
