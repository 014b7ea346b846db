"""Another number: proved on both, one account a number, and no way around the old one."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.test import Client
from django.utils import timezone

from accounts.actions import SignInRefused, change_phone, citizen_of
from accounts.models import CodeRequest, Identity, User
from tests.accounts.conftest import NOON, ZHANG
from tests.factories import a_citizen

pytestmark = pytest.mark.django_db
PAGE, NEW = "/my/phone/", "13900000077"


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.DEMO = True  # the code stands in the session


@pytest.fixture
def zhang():
    return a_citizen(phone=ZHANG)


@pytest.fixture
def browser(client, zhang):
    client.force_login(zhang)
    return client


def code(client: Client) -> str:
    return client.session["own_code"]["code"]


def step(client: Client) -> str:
    return client.session.get("own_code", {}).get("step", "start")


def to_the_new_number(client: Client, new: str = NEW) -> None:
    client.post(PAGE)
    client.post(PAGE, {"code": code(client)})
    client.post(PAGE, {"phone": new})


def number_of(user: User) -> str | None:
    return User.objects.get(pk=user.pk).phone


def test_the_whole_way(browser, zhang):
    to_the_new_number(browser)
    assert browser.post(PAGE, {"code": code(browser)})["Location"] == "/my/profile/"
    assert number_of(zhang) == NEW
    assert browser.get("/my/profile/").status_code == 200


def test_with_the_old_number_a_new_account_begins(browser, zhang):
    to_the_new_number(browser)
    browser.post(PAGE, {"code": code(browser)})
    assert citizen_of(ZHANG, at=NOON).pk != zhang.pk


def test_all_other_sessions_end(browser, zhang):
    other = Client()
    other.force_login(zhang)
    to_the_new_number(browser)
    browser.post(PAGE, {"code": code(browser)})
    assert other.get("/my/profile/").status_code == 302


def test_the_own_session_gets_another_key(browser):
    before = browser.cookies["sessionid"].value
    to_the_new_number(browser)
    browser.post(PAGE, {"code": code(browser)})
    assert browser.cookies["sessionid"].value != before


def test_without_the_old_code_no_new_number_is_asked_for(browser, zhang):
    browser.post(PAGE)
    browser.post(PAGE, {"phone": NEW})
    browser.post(PAGE, {"code": "000000", "phone": NEW, "step": "new"})
    assert step(browser) == "old"
    assert number_of(zhang) == ZHANG


def test_the_code_to_the_old_number_does_not_prove_the_new_one(browser, zhang):
    browser.post(PAGE)
    old = code(browser)
    browser.post(PAGE, {"code": old})
    browser.post(PAGE, {"phone": NEW})
    if old != code(browser):
        browser.post(PAGE, {"code": old})
    assert number_of(zhang) == ZHANG


def test_five_wrong_tries_end_the_code(browser, zhang):
    to_the_new_number(browser)
    right = code(browser)
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    for _each in range(5):
        browser.post(PAGE, {"code": wrong})
    browser.post(PAGE, {"code": right})
    assert number_of(zhang) == ZHANG


def test_a_number_that_is_taken_is_said_so_only_to_whoever_holds_it(browser, zhang):
    a_citizen(phone=NEW)
    browser.post(PAGE)
    browser.post(PAGE, {"code": code(browser)})
    assert browser.post(PAGE, {"phone": NEW}).status_code == 302  # as for a free one
    assert "已经用于另一个账号" in browser.post(PAGE, {"code": code(browser)}).content.decode()
    assert number_of(zhang) == ZHANG


def test_the_same_number_again_is_refused_in_words(browser):
    browser.post(PAGE)
    browser.post(PAGE, {"code": code(browser)})
    assert "和现在的一样" in browser.post(PAGE, {"phone": ZHANG}).content.decode()


def test_what_was_begun_is_forgotten_after_a_quarter_of_an_hour(browser):
    browser.post(PAGE)
    session = browser.session
    session["own_code"]["at"] = (timezone.now() - timedelta(minutes=15)).isoformat()
    session.save()
    browser.post(PAGE, {"code": session["own_code"]["code"]})
    assert step(browser) == "old"  # a fresh code was sent instead


def test_one_can_begin_anew(browser):
    browser.post(PAGE)
    browser.post(PAGE, {"again": "1"})
    assert step(browser) == "start"


def test_a_get_sends_no_code(browser):
    browser.get(PAGE)
    assert not CodeRequest.objects.exists()


def test_the_codes_count_with_all_others(browser):
    """Five an hour to a number, whatever they are for."""
    for _each in range(6):
        browser.post(PAGE, {"again": "1"})
        answer = browser.post(PAGE)
    assert answer.status_code == 429
    assert "过于频繁" in answer.content.decode()


def test_who_lost_the_old_number_is_told_where_to_go(browser):
    page = browser.get(PAGE).content.decode()
    assert "服务窗口" in page
    assert "查询码" in page


def test_staff_have_no_such_page(client, li_admin):
    client.force_login(li_admin)
    assert client.get(PAGE).status_code == 404


def test_a_stale_way_changes_nothing(zhang):
    """Begun in two windows; the other one was quicker."""
    change_phone(zhang.pk, old=ZHANG, new=NEW, at=NOON)
    with pytest.raises(SignInRefused):
        change_phone(zhang.pk, old=ZHANG, new="13900000078", at=NOON)
    assert number_of(zhang) == NEW


def test_a_nickname_that_spells_the_new_number_is_replaced(zhang):
    User.objects.filter(pk=zhang.pk).update(nickname="老张7788")
    change_phone(zhang.pk, old=ZHANG, new="13900077880", at=NOON)
    nickname = User.objects.get(pk=zhang.pk).nickname
    assert "7788" not in nickname
    assert nickname.startswith("市民")


def test_another_nickname_stays(zhang):
    User.objects.filter(pk=zhang.pk).update(nickname="老张")
    change_phone(zhang.pk, old=ZHANG, new=NEW, at=NOON)
    assert User.objects.get(pk=zhang.pk).nickname == "老张"


def test_the_number_is_sealed_and_found_again(zhang):
    change_phone(zhang.pk, old=ZHANG, new=NEW, at=NOON)
    assert Identity.objects.with_phone(NEW).get().user_id == zhang.pk
    assert NEW not in repr(Identity.objects.values().get(user_id=zhang.pk))


# --- At the window ------------------------------------------------------------------------------------------------


def at_the_window(monkeypatch, *typed: str) -> str:
    lines = iter(typed)
    monkeypatch.setattr("builtins.input", lambda _words: next(lines))
    said = StringIO()
    call_command("change_phone", reason="身份证已核对，窗口三号", stdout=said)
    return said.getvalue()


def test_an_operator_changes_the_number_of_whoever_lost_the_old_one(zhang, monkeypatch, caplog):
    other = Client()
    other.force_login(zhang)
    assert "done" in at_the_window(monkeypatch, ZHANG, NEW)
    assert number_of(zhang) == NEW
    assert other.get("/my/profile/").status_code == 302
    assert "窗口三号" in caplog.text
    assert not [each for each in (ZHANG, NEW) if each in caplog.text]


@pytest.mark.parametrize("typed", [("13900000099", NEW), (ZHANG, "12345"), (ZHANG, ZHANG)])
def test_the_operator_is_told_what_is_wrong(zhang, monkeypatch, typed):
    with pytest.raises(CommandError):
        at_the_window(monkeypatch, *typed)
    assert number_of(zhang) == ZHANG
