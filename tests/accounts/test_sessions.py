"""Where one is signed in: listed in one query, ended one by one or all others, and no key of a session on any page."""

from datetime import timedelta

import pytest
from django.contrib.sessions.backends.base import UpdateError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Session
from accounts.reads import sessions_of
from accounts.rules.device import device_words
from tests.accounts.conftest import ZHANG
from tests.factories import a_citizen

pytestmark = pytest.mark.django_db
PAGE = "/my/sessions/"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 MicroMessenger/8.0"
WINDOWS = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36"


@pytest.fixture
def zhang():
    return a_citizen(phone=ZHANG)


@pytest.fixture
def sign_in(settings):
    settings.DEMO = True

    def by(agent: str, phone: str = ZHANG) -> Client:
        client = Client(HTTP_USER_AGENT=agent)
        client.post("/accounts/login/", {"phone": phone})
        client.post("/accounts/login/code/", {"code": client.session["sign_in"]["code"]})
        return client

    return by


def key(client: Client) -> str:
    return client.cookies["sessionid"].value


def handle(client: Client) -> str:
    return Session.objects.get(pk=key(client)).handle


def is_in(client: Client) -> bool:
    return client.get("/my/profile/").status_code == 200


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (IPHONE, "iPhone · 微信"),
        (WINDOWS, "Windows 电脑 · Chrome"),
        (WINDOWS + " Edg/126.0", "Windows 电脑 · Edge"),
        ("Mozilla/5.0 (Linux; Android 14) Firefox/126.0", "安卓设备 · Firefox"),
        ("curl/8.0", ""),
        ("<script>alert(1)</script>", ""),
        ("", ""),
    ],
)
def test_a_device_is_told_in_words_that_people_know(agent, words):
    assert device_words(agent) == words


def test_the_page_lists_all_sessions_and_marks_this_one(zhang, sign_in):
    phone, _desktop = sign_in(IPHONE), sign_in(WINDOWS)
    shown = sessions_of(zhang.pk, key(phone), timezone.now())
    assert [(each.device, each.is_this) for each in shown] == [
        ("iPhone · 微信", True),
        ("Windows 电脑 · Chrome", False),
    ]
    assert phone.get(PAGE).content.decode().count("本机</span>") == 1


def test_the_list_is_one_query_however_many_there_are(zhang, sign_in):
    here = sign_in(IPHONE)
    for _each in range(4):
        sign_in(WINDOWS)
    with CaptureQueriesContext(
        connection,
    ) as queries:
        assert len(sessions_of(zhang.pk, key(here), timezone.now())) == 5
    assert len(queries) == 1


def test_no_key_of_a_session_is_on_the_page(zhang, sign_in):
    here, there = sign_in(IPHONE), sign_in(WINDOWS)
    page = here.get(PAGE).content.decode()
    assert handle(there) in page
    assert not [each for each in (key(here), key(there)) if each in page]


def test_one_session_is_ended_and_its_cookie_is_dead(zhang, sign_in):
    here, there, third = sign_in(IPHONE), sign_in(WINDOWS), sign_in(WINDOWS)
    here.post(PAGE, {"session": handle(there)})
    assert (is_in(here), is_in(there), is_in(third)) == (True, False, True)


def test_all_others_are_ended_at_once(zhang, sign_in):
    here, others = sign_in(IPHONE), [sign_in(WINDOWS), sign_in(WINDOWS)]
    answer = here.post(PAGE, {"others": "1"}, follow=True)
    assert "已退出其他 2 处登录" in answer.content.decode()
    assert [is_in(each) for each in (here, *others)] == [True, False, False]


def test_nobody_ends_the_session_of_somebody_else(zhang, sign_in):
    mine, theirs = sign_in(IPHONE), sign_in(WINDOWS, phone="13900000002")
    mine.post(PAGE, {"session": handle(theirs)})
    mine.post(PAGE, {"others": "1"})
    assert is_in(theirs)


@pytest.mark.parametrize("word", ["", "x", "0" * 32, "\x00", "' OR 1=1"])
def test_what_is_no_session_ends_none(zhang, sign_in, word):
    here, there = sign_in(IPHONE), sign_in(WINDOWS)
    assert here.post(PAGE, {"session": word}).status_code == 302
    assert is_in(there)


def test_an_ended_session_is_not_listed(zhang, sign_in):
    here, there = sign_in(IPHONE), sign_in(WINDOWS)
    Session.objects.filter(pk=key(there)).update(expire_date=timezone.now() - timedelta(seconds=1))
    assert len(sessions_of(zhang.pk, key(here), timezone.now())) == 1


def test_the_row_beside_the_seal_names_owner_and_device_only(zhang, sign_in):
    row = Session.objects.filter(pk=key(sign_in(IPHONE))).values().get()
    assert (row["user_id"], row["device"]) == (zhang.pk, "iPhone · 微信")
    assert ZHANG not in repr(row)


def test_a_session_of_a_stranger_has_no_owner(client):
    client.post("/accounts/login/", {"phone": ZHANG})
    assert Session.objects.get(pk=key(client)).user_id is None


def test_a_get_ends_nothing(zhang, sign_in):
    here, there = sign_in(IPHONE), sign_in(WINDOWS)
    here.get(PAGE, {"session": handle(there), "others": "1"})
    assert is_in(there)


def test_a_session_that_is_ended_during_a_request_does_not_come_back(zhang, sign_in):
    """The other window saves its session a moment after the row has gone."""
    here, there = sign_in(IPHONE), sign_in(WINDOWS)
    store = there.session
    assert store.keys()  # read before, as the other request has
    here.post(PAGE, {"session": handle(there)})
    store["draft"] = "x"
    with pytest.raises(UpdateError):
        store.save()
    assert not is_in(there)
