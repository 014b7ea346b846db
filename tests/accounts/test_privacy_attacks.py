"""S23, S26, S36: who asks learns nothing about accounts; codes bind; private pages are kept by nobody, not even after leaving."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions import SignInRefused, ask_code, prove_number, redeem_code
from accounts.models import CodeRequest, Session
from accounts.rules.limits import LIMITS
from tests.accounts.conftest import NOON, ZHANG
from tests.factories import a_case, a_citizen
from tests.house.test_routes import CITIZEN, address

pytestmark = pytest.mark.django_db
LOGIN, CODE, OTHER = "/accounts/login/", "/accounts/login/code/", "13900000002"
POSTS_ONLY = {"accounts/logout/", "my/notices/read/", "my/cases/<str:number>/noted/"}


@pytest.fixture(autouse=True)
def _demo(settings):
    settings.DEMO = True


def plain(page: bytes, phone: str) -> str:
    text = page.decode().replace(phone, "·")
    return re.sub(r'value="[A-Za-z0-9]{64}"|<strong>\d{6}</strong>', "·", text)


def asked(phone: str) -> tuple[int, str, int]:
    """Status, page and number of statements of asking for a code."""
    client = Client(REMOTE_ADDR=f"198.51.100.{phone[-1]}")
    with CaptureQueriesContext(connection) as queries:
        answer = client.post(LOGIN, {"phone": phone})
    return answer.status_code, plain(client.get(answer["Location"]).content, phone), len(queries)


def test_a_known_a_closed_and_an_unknown_number_get_the_same_answer_and_cost():
    a_citizen(phone=ZHANG)
    disabled = a_citizen(phone=OTHER)
    disabled.is_active = False
    disabled.save(update_fields=["is_active"])
    assert asked(ZHANG) == asked(OTHER) == asked("13900000003")


def test_a_code_that_was_used_to_sign_in_proves_nothing_more():
    code = ask_code(ZHANG, address="", at=NOON)
    redeem_code(str(code.id), phone=ZHANG, code=code.code, at=NOON)
    with pytest.raises(SignInRefused):
        prove_number(str(code.id), phone=ZHANG, code=code.code, at=NOON)


def test_a_code_for_one_number_proves_no_other():
    code = ask_code(ZHANG, address="", at=NOON)
    with pytest.raises(SignInRefused):
        prove_number(str(code.id), phone=OTHER, code=code.code, at=NOON)


def test_guessing_stops_after_five_whatever_the_code_is_for():
    code = ask_code(ZHANG, address="", at=NOON)
    for guess in range(5):
        with pytest.raises(SignInRefused):
            prove_number(
                str(code.id), phone=ZHANG, code=f"{(int(code.code) + guess + 1) % 10**6:06d}", at=NOON
            )
    with pytest.raises(SignInRefused):
        prove_number(str(code.id), phone=ZHANG, code=code.code, at=NOON)
    assert CodeRequest.objects.get().used_at is None


def test_many_numbers_from_one_address_are_stopped_after_a_flushed_cache(client):
    """S25: the rows in PostgreSQL hold, whatever happens to Redis."""
    most = LIMITS["code_address"].most
    assert {client.post(LOGIN, {"phone": f"1390000{n:04d}"}).status_code for n in range(most)} == {302}
    cache.clear()
    assert client.post(LOGIN, {"phone": "13900009999"}).status_code == 429


@pytest.mark.parametrize("route", sorted(CITIZEN - POSTS_ONLY))
def test_no_cache_keeps_a_private_page(client, board, route):
    zhang = a_citizen(phone=ZHANG)
    a_case(author=zhang)
    client.force_login(zhang)
    answer = client.get(address(route))
    assert answer.status_code in (200, 204, 302, 404, 405)
    if answer.status_code in (200, 204):
        assert {"no-store", "private"} <= set(answer["Cache-Control"].replace(" ", "").split(","))
        assert "cookie" in answer.get("Vary", "").lower()


@pytest.mark.parametrize(
    "path", ["/my/", "/my/profile/", "/my/sessions/", "/my/data/", "/my/closing/", "/my/phone/"]
)
def test_after_signing_out_the_same_address_shows_nothing(client, path):
    client.force_login(a_citizen(phone=ZHANG))
    assert client.get(path).status_code == 200
    client.post("/accounts/logout/")
    assert client.get(path).status_code == 302


def test_the_session_of_before_the_sign_in_is_worthless_afterwards():
    """S27: whoever planted a session in somebody's browser holds an empty one."""
    client = Client()
    client.post(LOGIN, {"phone": ZHANG})
    planted = client.cookies["sessionid"].value
    client.post(CODE, {"code": client.session["sign_in"]["code"]})
    assert client.cookies["sessionid"].value != planted
    assert not Session.objects.filter(pk=planted).exists()


def test_a_code_of_another_session_opens_no_account():
    zhang, thief = Client(), Client(REMOTE_ADDR="198.51.100.9")
    zhang.post(LOGIN, {"phone": ZHANG})
    thief.post(LOGIN, {"phone": OTHER})
    code = zhang.session["sign_in"]["code"]
    if code != thief.session["sign_in"]["code"]:
        assert "验证码不正确" in thief.post(CODE, {"code": code}).content.decode()


def test_a_code_lives_five_minutes_for_every_purpose():
    code = ask_code(ZHANG, address="", at=NOON)
    with pytest.raises(SignInRefused):
        prove_number(str(code.id), phone=ZHANG, code=code.code, at=NOON + timedelta(minutes=5))
