"""A citizen in a real browser: without JavaScript, by keyboard alone, on a narrow telephone."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import BrowserContext, Page, sync_playwright

from cases.models import Case
from cases.rules.states import State
from tests import factories
from tests.cases.pages import BODY, TITLE

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium here"),
]


@pytest.fixture
def telephone(live_server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """375 pixels wide, JavaScript off, Zhang signed in on a board that is open; complaints of the browser end the test."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright runs a loop in this thread
    factories.cast(factories.a_board())
    zhang = factories.a_citizen(phone="13900000001")
    signed = Client()
    signed.force_login(zhang)
    session = {
        "name": settings.SESSION_COOKIE_NAME,
        "value": signed.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context: BrowserContext = browser.new_context(
            base_url=live_server.url,
            viewport={"width": 375, "height": 700},
            java_script_enabled=False,
            locale="zh-CN",
        )
        context.add_cookies([{**session, "url": live_server.url}])
        page, complaints = context.new_page(), []
        page.on("console", lambda message: complaints.append(message.text))
        page.on("dialog", lambda dialog: complaints.append(dialog.message))
        yield page
        browser.close()
        connections.close_all()  # the loop has connections of its own; an open one would hold the database at the end
    assert complaints == []


def test_a_message_is_posted_by_keyboard_alone(telephone: Page) -> None:
    telephone.goto("/boards/mayor/post/")
    press, write = telephone.keyboard.press, telephone.keyboard.type
    telephone.focus("#id_kind_1")
    press("Space")
    press("Tab")
    write(TITLE)
    press("Tab")
    write(BODY)
    for _field in ("private", "region", "place", "wants_place", "category", "attachments", "visibility"):
        press("Tab")
    press("Space")
    for _field in ("contact_name", "for other", "for group", "preview", "submit"):
        press("Tab")
    press("Enter")
    telephone.wait_for_url("**/my/cases/*/")
    assert telephone.get_by_role("heading", name="已经收到，请记下编号和查询码").is_visible()
    case = Case.objects.get()
    assert (case.kind, case.title, case.wants_public) == ("help_request", TITLE, True)


def test_enter_in_a_field_shows_the_preview_and_sends_nothing(telephone: Page) -> None:
    telephone.goto("/boards/mayor/post/")
    telephone.check("#id_kind_1")
    telephone.fill("#id_body", f"{BODY}电话 13912345678")
    telephone.check("#id_visibility_0")
    telephone.fill("#id_title", TITLE)
    for _time in range(2):  # also with the preview's own button on the page
        telephone.focus("#id_title")
        telephone.keyboard.press("Enter")
        assert telephone.locator(".wz-preview mark").inner_text() == "〔电话已隐去〕"
    assert not Case.objects.exists()


def test_each_error_leads_to_its_field(telephone: Page) -> None:
    telephone.goto("/boards/mayor/post/")
    telephone.click("button:text-is('提交留言')")
    links = telephone.locator("[role=alert]:not([data-urgent]) a")
    targets = [link.get_attribute("href") for link in links.all()]
    assert targets == ["#id_kind", "#id_title", "#id_body", "#id_visibility"]
    assert all(telephone.locator(target).count() == 1 for target in targets)


def test_a_reply_is_rated_with_the_thumb(telephone: Page) -> None:
    case = factories.a_case(State.REPLIED, author=factories.a_citizen(phone="13900000001"))
    telephone.goto("/my/")
    telephone.get_by_role("link", name=case.title).first.click()
    for field in ("is_answered_0", "is_solved_2", "outcome_0", "attitude_2", "speed_1"):
        telephone.click(f"label[for=id_{field}]")
    telephone.get_by_role("button", name="提交评价").click()
    assert telephone.get_by_text("您的评价已收到").is_visible()
    assert Case.objects.get().state == State.REVISITING


def test_hostile_words_stay_words(telephone: Page) -> None:
    words = "<img src=x onerror=alert(1)><script>alert(2)</script>\"'><svg onload=alert(3)>"
    author = factories.a_citizen(phone="13900000001")
    case = factories.a_case(State.REPLIED, author=author, title=words, body=words, place=words)
    telephone.goto(f"/my/cases/{case.number}/")
    assert telephone.locator("main img, main script").count() == 0
    assert telephone.get_by_role("heading", level=1).inner_text() == words


@pytest.mark.parametrize(
    "address", ["/boards/mayor/post/", "/my/", "/track/", "/my/cases/{number}/", "/my/cases/{number}/rate/"]
)
def test_no_page_is_wider_than_the_telephone(telephone: Page, address: str) -> None:
    case = factories.a_case(State.REPLIED, author=factories.a_citizen(phone="13900000001"), title="长" * 40)
    telephone.goto(address.format(number=case.number))
    assert telephone.evaluate("document.documentElement.scrollWidth") == 375
