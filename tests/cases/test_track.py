"""Number and lookup code, without a sign-in: where the case stands and nothing personal; guessing is hopeless."""

from __future__ import annotations

import re
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.conf import settings as product
from django.test import Client
from django.utils import timezone

from accounts.models import User
from cases.actions.submit import submit
from cases.models import Case, Contact
from cases.rules.numbers import case_number, lookup_digest
from cases.rules.states import State
from tests import factories
from tests.cases.pages import an_address, words_of

pytestmark = pytest.mark.django_db

WRONG = "编号和查询码对不上"


@pytest.fixture
def browser() -> Client:
    return Client(REMOTE_ADDR=an_address())


@pytest.fixture
def posted(zhang_citizen: User, board: object) -> tuple[str, str]:
    """(number, code) of a case whose title and body carry canary numbers."""
    words = factories.a_submission(
        title="路灯坏了请打 13812345678",
        body="正文里的话：我住 7 栋 702，电话 13812345678。",
        wants_public=False,
    )
    receipt = submit(words, by=zhang_citizen, author=zhang_citizen, at=timezone.now())
    return receipt.number, receipt.lookup_code


def asked(browser: Client, number: str, code: str) -> str:
    return words_of(browser.post("/track/", {"number": number, "code": code}))


def test_number_and_code_show_where_the_case_stands(browser: Client, posted: tuple[str, str]) -> None:
    page = asked(browser, *posted)
    assert posted[0] in page
    assert "待受理" in page
    assert "网民提交留言" in page
    assert "社情民意办应在" in page


def test_nothing_personal_is_shown(browser: Client, posted: tuple[str, str], zhang_citizen: User) -> None:
    page = asked(browser, *posted)
    contact = Contact.objects.get()
    hidden = ["13812345678", "702", contact.phone, contact.name, zhang_citizen.phone, zhang_citizen.nickname]
    assert not [words for words in hidden if words in page]


@pytest.mark.parametrize("state", list(State)[:-1])
def test_the_page_stands_in_every_state(browser: Client, state: State) -> None:
    case = factories.a_case(state)
    Case.objects.filter(pk=case.pk).update(lookup_digest=digest_of(case, "ABCD2345"))
    assert "办理过程" in asked(browser, case.number, "ABCD2345")


def digest_of(case: Case, code: str) -> str:
    return lookup_digest(code, case.number, product.SECRET_KEY)


def test_the_reply_is_shown_with_personal_numbers_masked(browser: Client) -> None:
    case = factories.a_case(State.REPLIED)
    case.drafts.update(body="请联系市民张先生 13912345678，或致电 0990-6100000。")
    Case.objects.filter(pk=case.pk).update(lookup_digest=digest_of(case, "ABCD2345"))
    page = asked(browser, case.number, "ABCD2345")
    assert "〔电话已隐去〕" in page
    assert "0990-6100000" in page


def test_it_does_not_matter_how_the_slip_is_typed(browser: Client, posted: tuple[str, str]) -> None:
    number, code = posted
    typed = number.lower().replace("-", " "), f" {code[:4].lower()}-{code[4:]} "
    assert number in asked(browser, *typed)


def form_and_words(page: str) -> str:
    """The page without what differs by itself: the token and what was typed."""
    return re.sub(r'value="[^"]*"', "", page)


def test_a_wrong_number_and_a_wrong_code_get_the_same_answer(
    browser: Client, posted: tuple[str, str]
) -> None:
    wrong_code = browser.post("/track/", {"number": posted[0], "code": "AAAA2222"})
    wrong_number = browser.post("/track/", {"number": case_number(2026, 987654), "code": posted[1]})
    assert wrong_code.status_code == wrong_number.status_code
    assert form_and_words(words_of(wrong_code)) == form_and_words(words_of(wrong_number))
    assert WRONG in words_of(wrong_code)


def test_both_wrong_answers_cost_the_same_queries(
    browser: Client, posted: tuple[str, str], django_assert_num_queries
) -> None:
    browser.post(
        "/track/", {"number": posted[0], "code": "AAAA2222"}
    )  # the limit's number is kept from here on
    for number in (posted[0], case_number(2026, 987654)):
        with django_assert_num_queries(1):
            browser.post("/track/", {"number": number, "code": "AAAA2222"})


def test_a_case_without_a_code_is_opened_by_none(browser: Client) -> None:
    case = factories.a_case()
    Case.objects.filter(pk=case.pk).update(lookup_digest="")
    for code in ("0" * 64, " ", "-", "ABCD2345"):
        assert "网民提交留言" not in asked(browser, case.number, code)


def test_a_number_with_a_typing_error_is_told_so(browser: Client) -> None:
    assert "可能抄错了一位" in asked(browser, "WZ-2026-000001-0", "ABCD2345")


def test_twenty_wrong_tries_are_enough(browser: Client, posted: tuple[str, str]) -> None:
    for _ in range(20):
        assert WRONG in asked(browser, posted[0], "AAAA2222")
    response = browser.post("/track/", {"number": posted[0], "code": posted[1]})
    assert response.status_code == 429
    assert re.search(r"请在 (明天 )?\d\d:\d\d 之后再试", words_of(response))
    assert 3500 < int(response["Retry-After"]) <= 3600
    assert "网民提交留言" in asked(Client(REMOTE_ADDR=an_address()), *posted)


def test_right_answers_are_not_counted(browser: Client, posted: tuple[str, str]) -> None:
    for _ in range(25):
        assert "网民提交留言" in asked(browser, *posted)


def test_a_lying_header_opens_no_further_tries(posted: tuple[str, str]) -> None:
    address = an_address()
    for count in range(21):
        client = Client(REMOTE_ADDR=address, HTTP_X_FORWARDED_FOR=f"10.0.0.{count}")
        response = client.post("/track/", {"number": posted[0], "code": "AAAA2222"})
    assert response.status_code == 429


def test_tries_are_counted_here_while_redis_is_away(
    browser: Client, posted: tuple[str, str], settings
) -> None:
    settings.COUNTER_URL = "unix:///tmp/nothing-listens-here.sock?db=1"
    for _ in range(20):
        assert WRONG in asked(browser, posted[0], "AAAA2222")
    assert browser.post("/track/", {"number": posted[0], "code": posted[1]}).status_code == 429


def test_the_code_is_never_in_an_address(browser: Client, posted: tuple[str, str]) -> None:
    page = words_of(browser.get("/track/", {"number": posted[0], "code": posted[1]}))
    assert "网民提交留言" not in page
    assert f'value="{posted[0]}"' in page
    assert f'value="{posted[1]}"' not in page


def test_the_page_is_kept_by_nobody(browser: Client, posted: tuple[str, str]) -> None:
    response = browser.post("/track/", {"number": posted[0], "code": posted[1]})
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(
    "typed", ["", "\x00", "\ud800", "é" * 5000, "' OR 1=1 --", "<script>alert(1)</script>"]
)
def test_strange_input_is_an_ordinary_wrong_answer(
    browser: Client, posted: tuple[str, str], typed: str
) -> None:
    for number, code in ((typed, "ABCD2345"), (posted[0], typed)):
        body = urlencode({"number": number, "code": code}, errors="surrogatepass")
        response = browser.post("/track/", body, content_type="application/x-www-form-urlencoded")
        assert response.status_code == 200
        assert "<script>alert" not in words_of(response)


def test_a_public_message_is_linked(browser: Client) -> None:
    case = factories.a_case(State.HANDLING, at=factories.MONDAY + timedelta(days=1))
    Case.objects.filter(pk=case.pk).update(lookup_digest=digest_of(case, "ABCD2345"))
    assert f"/messages/{case.number}/" in asked(browser, case.number, "ABCD2345")
