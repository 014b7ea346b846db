"""A reader in a real browser: narrow, by keyboard, without JavaScript, with a screen reader's rules."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connections
from playwright.sync_api import Browser, Page, sync_playwright

from boards import posting
from tests import factories
from tests.boards.messages import a_message, an_answered_message
from tests.factories import MONDAY

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium here"),
]
NUMBER = "WZ-2026-004217-8"
ADDRESSES = [
    "/",
    "/boards/",
    "/boards/mayor/",
    f"/messages/{NUMBER}/",
    "/search/?q=路灯",
    "/reading/",
    "/nix/",
]
LONG = (
    "施工工地夜间十一点后仍在浇筑混凝土严重影响周边三个小区居民休息ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnop"
)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def browser(live_server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Browser]:
    """A city with an answered, an overdue and an endlessly titled message, and a browser that looks at it."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright runs a loop in this thread
    board = factories.a_board(intro="办事遇到难处，都可以写在这里。")
    an_answered_message(board, number=NUMBER, endorsement_count=3)
    a_message(board, overdue_at=MONDAY, due_at=MONDAY)
    a_message(board, title=LONG)
    figures = {"received": 20, "answered": 19, "due": 10, "on_time": 9, "handled": 8, "handled_workdays": 28}
    posting.set_figures(board.pk, as_of=MONDAY, figures=figures)
    with sync_playwright() as play:
        yield play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        connections.close_all()


def open_page(browser: Browser, live_server, width: int, **more) -> Page:
    context = browser.new_context(base_url=live_server.url, viewport={"width": width, "height": 800}, **more)
    return context.new_page()


@pytest.mark.parametrize("width", [320, 1280])
def test_no_page_is_wider_than_the_window_or_asks_for_what_the_policy_refuses(
    browser, live_server, width
) -> None:
    page, complaints = open_page(browser, live_server, width), []
    page.on("console", lambda message: complaints.append(message.text))
    for address in ADDRESSES:
        page.goto(address)
        assert page.evaluate("document.documentElement.scrollWidth") <= width, address
    assert [each for each in complaints if "404 (Not Found)" not in each] == []


@pytest.mark.parametrize("reading", ["", "large", "contrast"])
def test_no_page_breaks_a_rule_of_accessibility(browser, live_server, reading) -> None:
    page = open_page(browser, live_server, 375, bypass_csp=True)
    page.context.add_cookies([{"name": "reading", "value": reading, "url": live_server.url}])
    for address in ADDRESSES:
        page.goto(address)
        found = Axe().run(page, options=RULES).response["violations"]
        assert [(each["id"], each["nodes"][0]["html"]) for each in found] == [], address


def test_what_has_the_focus_is_seen_and_never_behind_the_bar(browser, live_server) -> None:
    page = open_page(browser, live_server, 375)
    page.goto("/boards/mayor/")
    for _press in range(30):
        page.keyboard.press("Tab")
        page.wait_for_function(  # the window follows the focus in its own time
            """() => {
                const focus = document.activeElement, box = focus.getBoundingClientRect();
                const top = document.elementFromPoint(box.left + 4, box.top + box.height / 2);
                return getComputedStyle(focus).outlineStyle !== "none"
                    && top !== null && (focus.contains(top) || top.contains(focus));
            }""",
            timeout=3000,
        )


def test_large_type_needs_no_script(browser, live_server) -> None:
    page = open_page(browser, live_server, 375, java_script_enabled=False)
    page.goto("/boards/")
    page.get_by_role("link", name="关怀版", exact=True).click()
    page.get_by_label("大字版").check()
    page.get_by_role("button", name="保存并返回").click()
    assert (page.url, page.locator("html").get_attribute("class")) == (
        f"{live_server.url}/boards/",
        "wz-large",
    )


def test_with_script_it_switches_at_once_and_stays(browser, live_server) -> None:
    page = open_page(browser, live_server, 1280)
    page.goto("/")
    page.get_by_role("button", name="高对比").press("Space")
    page.goto("/boards/")
    assert page.locator("html").get_attribute("class") == "wz-contrast"
