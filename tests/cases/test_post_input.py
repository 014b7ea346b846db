"""Input that nobody here wrote: the answer is a Chinese sentence or a 4xx, never a 500, and nothing of it ever runs."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts.models import User
from accounts.rules.limits import LIMITS
from boards.models import Board
from cases.models import Attachment, Case
from cases.rules.states import State
from tests import factories
from tests.cases.pages import BODY, a_picture, address_of, an_address, form_of, signed_in, words_of

pytestmark = pytest.mark.django_db

PAYLOADS = Path(__file__).resolve().parents[3] / "shared" / "data" / "payloads"
needs_payloads = pytest.mark.skipif(not PAYLOADS.is_dir(), reason="the collected payloads are not here")
FORM = "application/x-www-form-urlencoded"


class Seen(HTMLParser):
    """The elements and attributes that a browser would make of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found += [tag, *(f"{tag} {name}" for name, _value in attrs)]


def skeleton(page: str) -> set[str]:
    return set(Seen(page).found)


@pytest.fixture
def browser(zhang_citizen: User) -> Client:
    return signed_in(zhang_citizen)


def collected(name: str) -> list[str]:
    text = (PAYLOADS / name).read_text(encoding="utf-8", errors="replace")
    return json.loads(text) if name.endswith(".json") else [line for line in text.splitlines() if line]


@needs_payloads
@pytest.mark.parametrize("name", ["blns.json", "xss.txt", "sqli.txt"])
def test_collected_payloads_are_answered_with_an_ordinary_page(
    browser: Client, board: Board, name: str
) -> None:
    right, wrong = form_of(title="短"), dict.fromkeys(form_of(), "长" * 6000)
    plain = set().union(
        *(skeleton(words_of(browser.post(address_of(board), form))) for form in (right, wrong))
    )
    fields = ["place", "contact_name", "kind", "category", "visibility", "submission_key", "kept", "drop"]
    words = collected(name)
    for start in range(0, len(words), 32):
        few = words[start : start + 32]
        form = form_of(title="短", body="\n".join(few)) | dict(zip(fields, few[start % 24 :], strict=False))
        response = browser.post(address_of(board), form)
        assert response.status_code == 200, few
        assert skeleton(words_of(response)) <= plain, few


@needs_payloads
def test_xss_payloads_in_every_text_do_nothing_on_the_authors_pages(
    zhang_citizen: User, board: Board
) -> None:
    browser = signed_in(zhang_citizen)
    plain_case = factories.a_case(State.REPLIED, author=zhang_citizen, place="地点")
    plain = skeleton(words_of(browser.get(f"/my/cases/{plain_case.number}/")))
    words = collected("xss.txt")
    for count, start in enumerate(range(0, len(words), 50)):
        few = "\n".join(words[start : start + 50])
        at = factories.MONDAY + factories.timedelta(hours=count)
        case = factories.a_case(
            author=zhang_citizen, title=words[start], body=few, place=words[start][:90], at=at
        )
        page = words_of(browser.get(f"/my/cases/{case.number}/"))
        assert skeleton(page) <= plain | {"section", "a href", "strong lang"}  # of whom it waits for
    assert "<script>alert" not in words_of(browser.get("/my/"))


@needs_payloads
def test_the_preview_of_an_xss_payload_is_only_words(browser: Client, board: Board) -> None:
    plain = skeleton(
        words_of(browser.post(address_of(board), form_of(body=f"{BODY} 13812345678", preview="1")))
    )
    for words in collected("xss.txt")[::8]:
        page = words_of(browser.post(address_of(board), form_of(body=f"{BODY}{words}", preview="1")))
        assert skeleton(page) <= plain | {"h3"}


@needs_payloads
def test_hostile_files_are_refused_in_words_or_made_harmless(browser: Client, board: Board) -> None:
    for path in sorted((PAYLOADS / "uploads").iterdir()):
        upload = a_picture(path.name)
        upload.file = path.open("rb")
        upload.size = path.stat().st_size
        response = browser.post(address_of(board), form_of(title="短", attachments=[upload]))
        assert response.status_code == 200, path.name
    assert Attachment.objects.count() == 0


@needs_payloads
def test_hostile_file_names_are_made_harmless(browser: Client, board: Board) -> None:
    for name in collected("bad_filenames.json"):
        upload = a_picture()
        upload._name = name  # Django's own setter would already cut it
        assert browser.post(address_of(board), form_of(title="短", attachments=[upload])).status_code == 200


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(words=st.text(st.characters(exclude_categories=()), max_size=60))
def test_any_text_at_all_is_answered(browser: Client, board: Board, words: str) -> None:
    body = urlencode(form_of(title=words, body=words, place=words, kept=words), errors="surrogatepass")
    response = browser.post(
        address_of(board), body + f"&drop={words.encode('utf-8', 'replace').hex()}", content_type=FORM
    )
    assert response.status_code in (200, 303, 429)


def test_nul_bytes_and_lone_surrogates_leave_no_trace(browser: Client, board: Board) -> None:
    body = urlencode(
        form_of(title="路灯\x00坏了半个月\ud800", body=f"{BODY}\x00\udfff"), errors="surrogatepass"
    )
    assert browser.post(address_of(board), body, content_type=FORM).status_code == 303
    case = Case.objects.get()
    assert case.title.startswith("路灯坏了半个月")
    assert "\x00" not in case.title + case.body


def test_a_body_of_a_megabyte_is_refused_as_too_large(zhang_citizen: User, board: Board) -> None:
    browser = signed_in(zhang_citizen, enforce_csrf_checks=True)
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', words_of(browser.get(address_of(board))))[1]
    form = form_of(body="路" * 400_000, csrfmiddlewaretoken=token)
    for more in ({"data": urlencode(form), "content_type": FORM}, {"data": form}):
        response = browser.post(address_of(board), **more)
        assert (response.status_code, Case.objects.count()) == (413, 0)
        assert "太大" in words_of(response)


def test_a_thousand_fields_are_refused(zhang_citizen: User, board: Board) -> None:
    body = urlencode([(f"field{number}", "x") for number in range(1000)])
    for strict in (False, True):
        browser = signed_in(zhang_citizen, enforce_csrf_checks=strict)
        browser.cookies["csrftoken"] = "x" * 32
        assert browser.post(address_of(board), body, content_type=FORM).status_code == 413


def test_a_flood_of_bytes_is_refused_before_it_is_read(browser: Client, board: Board) -> None:
    response = browser.post(
        address_of(board), b"", content_type="multipart/form-data; boundary=x", CONTENT_LENGTH="5000000000"
    )
    assert response.status_code == 413


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"),
        (b"\xff\xfe\x00", "multipart/form-data; boundary=\xe9"),
        (b"%", FORM),
        (b"\x80\x81=\x82", FORM),
        (b'{"title": "\\ud800"}', "application/json"),
    ],
)
def test_a_broken_request_is_no_fault(
    zhang_citizen: User, board: Board, body: bytes, content_type: str
) -> None:
    browser = signed_in(zhang_citizen)
    assert browser.post(address_of(board), body, content_type=content_type).status_code in (200, 400)


def test_a_stranger_cannot_fill_the_session_table(board: Board) -> None:
    address, most = an_address(), LIMITS["post_draft"].most
    kept = 0
    for _ in range(most + 5):
        browser = Client(REMOTE_ADDR=address)
        browser.post(address_of(board), form_of(body="路" * 100_000))
        kept += "sessionid" in browser.cookies
    assert kept == most
