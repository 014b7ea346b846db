"""A citizen signs in with a number and a code: one story, and every way that it must not go."""

import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from accounts.actions import SignInRefused, ask_code, redeem_code
from accounts.models import CodeRequest, Identity, Limit, Session, User
from tests.accounts.conftest import NOON, ZHANG
from tests.factories import a_citizen

pytestmark = pytest.mark.django_db
LOGIN, CODE = "/accounts/login/", "/accounts/login/code/"


@pytest.fixture(autouse=True)
def mailbag(settings, tmp_path):
    """The file that takes the place of the carrier."""
    settings.STATE_DIR = tmp_path
    settings.SMS_GATEWAY_URL = ""
    settings.DEMO = False
    return tmp_path / "sms" / "sent.jsonl"


@pytest.fixture
def last_code(mailbag):
    def read() -> str:
        text = json.loads(mailbag.read_text().splitlines()[-1])["text"]
        return text.partition("验证码是 ")[2][:6]

    return read


@pytest.fixture
def signs_in(client, last_code):
    def sign_in(phone=ZHANG, **more):
        client.post(LOGIN, {"phone": phone, **more})
        return client.post(CODE, {"code": last_code()})

    return sign_in


def wrong(code: str) -> str:
    return f"{(int(code) + 1) % 10**6:06d}"


# --- The story ---------------------------------------------------------------------------------------------------


def test_a_new_number_gets_an_account_at_its_first_right_code(signs_in):
    assert signs_in()["Location"] == "/my/"
    zhang = Identity.objects.with_phone(ZHANG).get().user
    assert zhang.nickname.startswith("市民")
    assert not zhang.has_usable_password()


def test_a_known_number_gets_its_own_account_back(client, signs_in):
    zhang = a_citizen(username="citizen-1", phone=ZHANG)
    signs_in()
    assert int(client.session["_auth_user_id"]) == zhang.pk
    assert User.objects.count() == 1


@pytest.mark.parametrize(
    "typed", ["139 0000 0001", "１３９００００ ０００１", "+86 139-0000-0001", "008613900000001"]
)
def test_a_number_is_understood_as_people_write_it(signs_in, typed):
    signs_in(typed)
    assert User.objects.get().phone == ZHANG


@pytest.mark.parametrize(
    "typed", ["", "12345678901", "1390000000", "139000000011", "١٣٩٠٠٠٠٠٠٠١", "139\x000000001", "a" * 40]
)
def test_what_is_no_mobile_number_is_refused_beside_the_field(client, typed):
    answer = client.post(LOGIN, {"phone": typed})
    assert answer.context["form"].errors["phone"]
    assert not CodeRequest.objects.exists()


def test_the_code_is_understood_with_full_width_digits_and_spaces(client, last_code):
    client.post(LOGIN, {"phone": ZHANG})
    full_width = "".join(chr(ord(digit) + 0xFEE0) for digit in last_code())
    assert client.post(CODE, {"code": full_width[:3] + " " + full_width[3:]}).status_code == 302


def test_the_pages_help_telephones_to_fill_them_in(client):
    page = client.get(LOGIN).content.decode()
    client.post(LOGIN, {"phone": ZHANG})
    code_page = client.get(CODE).content.decode()
    assert 'inputmode="tel"' in page
    assert 'autocomplete="one-time-code"' in code_page
    assert 'inputmode="numeric"' in code_page


def test_only_the_demo_shows_the_code(client, settings, last_code):
    client.post(LOGIN, {"phone": ZHANG})
    assert last_code() not in client.get(CODE).content.decode()
    settings.DEMO = True
    client.post(LOGIN, {"phone": ZHANG})
    assert last_code() in client.get(CODE).content.decode()


def test_without_a_pending_number_the_second_page_leads_to_the_first(client):
    assert client.get(CODE)["Location"] == LOGIN


def test_who_is_signed_in_already_is_sent_on(client):
    client.force_login(a_citizen(username="citizen-1", phone=ZHANG))
    assert client.get(LOGIN + "?next=/boards/")["Location"] == "/boards/"


def test_signing_out_is_a_post_and_kills_the_session(client, signs_in):
    signs_in()
    old = client.cookies["sessionid"].value
    assert client.get("/accounts/logout/").status_code == 405
    client.post("/accounts/logout/")
    assert not Session.objects.filter(session_key=old).exists()


# --- Codes --------------------------------------------------------------------------------------------------------


def test_the_code_is_stored_hashed_and_without_number_or_address():
    asked = ask_code(ZHANG, address="198.51.100.7", at=NOON)
    stored = repr(CodeRequest.objects.values().get())
    assert asked.code not in stored.replace(str(asked.id), "")
    assert ZHANG not in stored
    assert "198.51.100.7" not in stored


def test_the_code_reaches_no_log(client, caplog, last_code):
    caplog.set_level("DEBUG")
    client.post(LOGIN, {"phone": ZHANG})
    client.post(CODE, {"code": wrong(last_code())})
    assert last_code() not in caplog.text
    assert ZHANG not in caplog.text


@pytest.mark.parametrize("minutes", [0, 1, 4.99])
def test_a_code_works_for_five_minutes(minutes):
    asked = ask_code(ZHANG, address="", at=NOON)
    assert redeem_code(str(asked.id), phone=ZHANG, code=asked.code, at=NOON + timedelta(minutes=minutes))


@pytest.mark.parametrize("minutes", [5, 60, -1])
def test_a_code_does_not_work_longer(minutes):
    asked = ask_code(ZHANG, address="", at=NOON)
    with pytest.raises(SignInRefused, match="失效"):
        redeem_code(str(asked.id), phone=ZHANG, code=asked.code, at=NOON + timedelta(minutes=minutes))


def test_a_code_works_once():
    asked = ask_code(ZHANG, address="", at=NOON)
    redeem_code(str(asked.id), phone=ZHANG, code=asked.code, at=NOON)
    with pytest.raises(SignInRefused, match="失效"):
        redeem_code(str(asked.id), phone=ZHANG, code=asked.code, at=NOON)


def test_five_wrong_tries_void_a_code():
    asked = ask_code(ZHANG, address="", at=NOON)
    sentences = []
    for _ in range(5):
        with pytest.raises(SignInRefused) as refused:
            redeem_code(str(asked.id), phone=ZHANG, code=wrong(asked.code), at=NOON)
        sentences.append(refused.value.sentence)
    assert "还可以试 4 次" in sentences[0]
    assert "作废" in sentences[4]
    with pytest.raises(SignInRefused, match="作废"):
        redeem_code(str(asked.id), phone=ZHANG, code=asked.code, at=NOON)


def test_a_wrong_try_makes_no_account(client, last_code):
    client.post(LOGIN, {"phone": ZHANG})
    answer = client.post(CODE, {"code": wrong(last_code())})
    assert "验证码不正确" in answer.content.decode()
    assert not User.objects.exists()


def test_a_code_belongs_to_its_number():
    asked = ask_code(ZHANG, address="", at=NOON)
    with pytest.raises(SignInRefused):
        redeem_code(str(asked.id), phone="13900000002", code=asked.code, at=NOON)


def test_a_code_is_worthless_in_another_session(client, last_code):
    client.post(LOGIN, {"phone": ZHANG})
    stolen = last_code()
    stranger = Client()
    assert stranger.post(CODE, {"code": stolen})["Location"] == LOGIN
    stranger.post(LOGIN, {"phone": ZHANG})
    assert (
        stranger.post(CODE, {"code": stolen}).status_code == 200
    )  # refused, unless two codes in a million agree


def test_the_form_cannot_bring_its_own_number(client, last_code):
    client.post(LOGIN, {"phone": ZHANG})
    client.post(CODE, {"code": last_code(), "phone": "13900000002", "id": "x"})
    assert User.objects.get().phone == ZHANG


@pytest.mark.parametrize("code", ["", "12345", "1234567", "abcdef", "١٢٣٤٥٦", "12\x003456", "9" * 30])
def test_what_is_no_code_costs_no_try(client, code):
    client.post(LOGIN, {"phone": ZHANG})
    client.post(CODE, {"code": code})
    assert CodeRequest.objects.get().tries == 0


# --- How often ------------------------------------------------------------------------------------------------------


def test_a_number_gets_five_codes_an_hour_wherever_they_are_asked_for():
    for n in range(5):
        ask_code(ZHANG, address=f"198.51.100.{n}", at=NOON + timedelta(minutes=n))
    with pytest.raises(SignInRefused, match="频繁") as refused:
        ask_code(ZHANG, address="203.0.113.1", at=NOON + timedelta(minutes=59))
    assert refused.value.until == NOON + timedelta(hours=1)
    assert ask_code(ZHANG, address="203.0.113.1", at=NOON + timedelta(minutes=60, seconds=1))


def test_an_address_gets_thirty_codes_an_hour_for_whatever_numbers():
    for n in range(30):
        ask_code(f"139000000{n:02}", address="2001:db8::1", at=NOON)
    with pytest.raises(SignInRefused, match="频繁"):
        ask_code("13900000099", address="2001:db8::ffff", at=NOON)


def test_all_together_get_no_more_than_the_bill_can_bear():
    Limit.objects.create(name="code_site", most=2)
    ask_code("13900000001", address="198.51.100.1", at=NOON)
    ask_code("13900000002", address="198.51.100.2", at=NOON)
    with pytest.raises(SignInRefused):
        ask_code("13900000003", address="198.51.100.3", at=NOON)


def test_the_sixth_is_answered_with_429_in_plain_words(client):
    answers = [client.post(LOGIN, {"phone": ZHANG}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert "过于频繁" in answers[5].content.decode()


def test_a_flushed_cache_resets_nothing(client):
    for _ in range(5):
        client.post(LOGIN, {"phone": ZHANG})
    cache.clear()
    assert Client().post(LOGIN, {"phone": ZHANG}).status_code == 429


def test_a_lying_header_opens_no_further_account_of_tries(client):
    Limit.objects.create(name="code_address", most=5)
    for n in range(5):
        client.post(LOGIN, {"phone": f"1390000000{n}"}, HTTP_X_FORWARDED_FOR=f"198.51.100.{n}")
    assert client.post(LOGIN, {"phone": "13900000009"}, HTTP_X_FORWARDED_FOR="1.1.1.1").status_code == 429


# --- Who ------------------------------------------------------------------------------------------------------------


def test_asking_says_the_same_for_known_unknown_staff_and_disabled_numbers():
    a_citizen(username="citizen-1", phone="13900000001")
    a_citizen(username="wang", phone="13900000002")
    User.objects.filter(username="wang").update(is_staff=True)
    a_citizen(username="citizen-2", phone="13900000003")
    User.objects.filter(username="citizen-2").update(is_active=False)
    answers = set()
    for n in range(1, 5):
        phone, visitor = f"1390000000{n}", Client()
        answer = visitor.post(LOGIN, {"phone": phone}, REMOTE_ADDR=f"198.51.100.{n}")
        page = visitor.get(CODE).content.decode()
        # the number itself and the token differ by nature
        lines = [line for line in page.replace(phone, "").splitlines() if "csrfmiddlewaretoken" not in line]
        answers.add((answer.status_code, answer["Location"], "\n".join(lines)))
    assert len(answers) == 1


def test_asking_costs_the_same_queries_for_known_and_unknown(django_assert_num_queries):
    a_citizen(username="citizen-1", phone=ZHANG)
    for phone in (ZHANG, "13900000002"):
        with django_assert_num_queries(9):
            ask_code(phone, address="198.51.100.1", at=NOON)


def test_staff_do_not_get_in_by_code(client, signs_in):
    a_citizen(username="wang", phone=ZHANG)
    User.objects.update(is_staff=True)
    assert "工作人员" in signs_in().content.decode()
    assert "_auth_user_id" not in client.session


def test_a_disabled_account_does_not_get_in(client, signs_in):
    a_citizen(username="citizen-1", phone=ZHANG)
    User.objects.update(is_active=False)
    assert "已停用" in signs_in().content.decode()
    assert "_auth_user_id" not in client.session


def test_the_code_that_named_a_refused_account_is_used_up(client, signs_in, last_code):
    a_citizen(username="citizen-1", phone=ZHANG)
    User.objects.update(is_active=False)
    signs_in()
    assert "失效" in client.post(CODE, {"code": last_code()}).content.decode()


def test_an_account_that_is_disabled_later_is_out_at_once(client, signs_in):
    signs_in()
    assert client.get("/my/profile/").status_code == 200
    User.objects.update(is_active=False)
    assert client.get("/my/profile/").status_code == 302


def test_the_session_gets_a_new_key_and_forgets_the_number(client, last_code):
    client.post(LOGIN, {"phone": ZHANG})
    before = client.cookies["sessionid"].value
    client.post(CODE, {"code": last_code()})
    assert client.cookies["sessionid"].value != before
    assert not Session.objects.filter(session_key=before).exists()
    assert "sign_in" not in client.session


def test_an_abandoned_sign_in_keeps_the_number_for_ten_minutes_only(client):
    client.post(LOGIN, {"phone": ZHANG})
    assert Session.objects.get().expire_date <= timezone.now() + timedelta(minutes=10)


@pytest.mark.parametrize(
    "evil",
    [
        "//evil.example",
        "///evil.example",
        "\\\\evil.example",
        "/\\evil.example",
        "/\t/evil.example",
        "/\n/evil.example",
        "\x01//evil.example",
        "https:evil.example",
        "https://evil.example/",
        "http://testserver@evil.example/",
        "javascript:alert(1)",
        "evil",
    ],
)
def test_nobody_is_led_away_from_the_site(client, signs_in, evil):
    assert signs_in(next=evil)["Location"] == "/my/"
    assert client.get(LOGIN, {"next": evil})["Location"] == "/my/"


def test_a_page_of_ours_is_returned_to(signs_in):
    assert signs_in(next="/boards/water/post/?a=1&b=2")["Location"] == "/boards/water/post/?a=1&b=2"


def test_a_gateway_that_is_away_is_said_so(client, settings):
    settings.SMS_GATEWAY_URL = "http://127.0.0.1:9/"
    answer = client.post(LOGIN, {"phone": ZHANG})
    assert answer.status_code == 503
    assert "短信暂时发送不出去" in answer.content.decode()


def test_the_token_is_asked_for():
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(LOGIN, {"phone": ZHANG}).status_code == 403


def test_the_pages_are_kept_by_nobody(client):
    assert "no-store" in client.get(LOGIN)["Cache-Control"]
