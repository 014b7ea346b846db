"""The switch of languages in a real browser: with a script at once, without one by a form; English is longer and still fits."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Page, sync_playwright

from tests.frame.city import a_city, addresses

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium here"),
]
ASKED = "/boards/mayor/?state=answered"
WIDE = """[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
    .map(e => e.outerHTML.slice(0, 90))[0]"""


@pytest.fixture
def opened(live_server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Page]]:
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright runs a loop in this thread
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])

        def page(width: int = 1280, **more: object) -> Page:
            context = browser.new_context(
                base_url=live_server.url, viewport={"width": width, "height": 700}, **more
            )
            return context.new_page()

        yield page
        browser.close()
        connections.close_all()


def language(page: Page) -> str:
    return str(page.evaluate("document.documentElement.lang"))


def address(page: Page) -> str:
    parts = urlsplit(page.url)
    return f"{parts.path}?{parts.query}"


def test_with_a_script_one_press_speaks_another_language_on_the_same_page(opened) -> None:
    a_city()
    page = opened()
    page.goto(ASKED)
    for word, lang in (("English", "en"), ("繁體", "zh-Hant"), ("简体", "zh-Hans")):
        with page.expect_navigation():
            page.get_by_role("link", name=word, exact=True).click()
        assert (address(page), language(page)) == (ASKED, lang)


def test_without_a_script_a_form_does_and_leads_back(opened) -> None:
    a_city()
    page = opened(width=320, java_script_enabled=False)
    page.goto(ASKED)
    page.get_by_role("link", name="English", exact=True).click()
    page.get_by_role("button", name="English").click()
    assert address(page) == ASKED
    assert page.locator("html").get_attribute("lang") == "en"


def test_no_page_in_english_is_wider_than_a_narrow_telephone(opened, live_server) -> None:
    zhang, wide = a_city(), []
    signed = Client()
    signed.force_login(zhang)
    key = signed.cookies[settings.SESSION_COOKIE_NAME].value
    for cookies, paths in zip(({}, {settings.SESSION_COOKIE_NAME: key}), addresses(zhang), strict=True):
        page = opened(width=320)
        given = {"language": "en", **cookies}
        page.context.add_cookies(
            [{"name": name, "value": value, "url": live_server.url} for name, value in given.items()]
        )
        for path in paths:
            answer = page.request.get(path, max_redirects=0)
            if answer.status in (204, 302, 405) or not answer.headers.get("content-type", "").startswith(
                "text/html"
            ):
                continue
            page.goto(path)
            if page.evaluate("document.documentElement.scrollWidth") > 320:
                wide.append(f"{path}: {page.evaluate(WIDE)}")
    assert wide == []
