"""Posting on a telephone with its script: similar messages while the title is written, drafts that keep themselves."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from django.utils import timezone
from playwright.sync_api import BrowserContext, Page, expect, sync_playwright

from accounts.models import User
from boards.models import Message
from cases.models import Case, MessageDraft
from tests import factories
from tests.cases.pages import BODY, TITLE

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium here"),
]
FORM = "/boards/mayor/post/"
KEPT = "[data-kept-here]"


@pytest.fixture
def zhang(db: None) -> User:
    factories.cast(factories.a_board())
    return factories.a_citizen(phone="13900000001")


@pytest.fixture
def context(live_server, zhang: User, monkeypatch: pytest.MonkeyPatch) -> Iterator[BrowserContext]:
    """375 pixels wide, Zhang signed in; complaints of a page end the test."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright runs a loop in this thread
    signed = Client()
    signed.force_login(zhang)
    session = signed.cookies[settings.SESSION_COOKIE_NAME].value
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        found = browser.new_context(
            base_url=live_server.url, viewport={"width": 375, "height": 700}, locale="zh-CN"
        )
        found.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        complaints: list[str] = []
        found.on("weberror", lambda error: complaints.append(str(error.error)))
        yield found
        browser.close()
        connections.close_all()
    assert complaints == []


def a_similar_message() -> Message:
    at = timezone.now() - timedelta(days=3)
    return Message.objects.create(
        number="WZ-2026-000777-1",
        board=factories.a_board(),
        title="小区门口的路灯坏了没人修",
        body="正文",
        kind="complaint",
        author_name="市民",
        state="handling",
        posted_at=at,
        put_up_at=at,
        changed_at=at,
    )


def titles() -> list[str]:
    return sorted(each.opened()["title"] for each in MessageDraft.objects.all())


def fill(page: Page, title: str = TITLE) -> None:
    page.check("#id_kind_1")
    page.locator("#id_title").press_sequentially(title)
    page.fill("#id_body", BODY)
    page.check("#id_visibility_0")


def test_from_the_red_button_to_the_slip_in_a_few_steps(context: BrowserContext) -> None:
    page = context.new_page()
    similar = a_similar_message()
    page.goto("/")
    page.locator(".wz-sticky a").click()
    page.fill("#q", "市长信箱")
    page.keyboard.press("Enter")
    page.locator("section[aria-labelledby=to-whom] a").first.click()
    fill(page)
    offered = page.locator("[data-alike-here] a").first
    expect(offered).to_have_attribute("href", similar.get_absolute_url())
    expect(page.locator(KEPT)).to_contain_text("草稿已存")
    assert titles() == [TITLE]
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    page.get_by_role("button", name="先看看公开的样子").click()
    assert page.evaluate("document.documentElement.scrollWidth") == 375
    page.get_by_role("button", name="就这样提交").click()
    page.wait_for_url("**/my/cases/*/")
    assert page.locator(".wz-slip svg path").count() == 1
    assert (Case.objects.count(), MessageDraft.objects.count()) == (1, 0)


def test_two_windows_on_one_draft_lose_nothing(context: BrowserContext) -> None:
    left = context.new_page()
    left.goto(FORM)
    left.fill("#id_title", "左边窗口写的标题")
    expect(left.locator(KEPT)).to_contain_text("草稿已存")
    right = context.new_page()
    right.goto("/my/drafts/")
    right.get_by_role("link", name="左边窗口写的标题").click()
    right.fill("#id_title", "右边窗口改的标题")
    expect(right.locator(KEPT)).to_contain_text("草稿已存")
    left.fill("#id_title", "左边窗口接着写的标题")
    expect(left.locator(KEPT)).to_contain_text("另存")
    assert titles() == ["右边窗口改的标题", "左边窗口接着写的标题"]


def test_without_a_network_the_words_stay_and_are_kept_later(context: BrowserContext) -> None:
    page = context.new_page()
    page.goto(FORM)
    context.set_offline(True)
    fill(page)
    expect(page.locator(KEPT)).to_contain_text("没有存上")
    page.get_by_role("button", name="提交留言").click()
    expect(page.locator(KEPT)).to_contain_text("还没有提交")
    assert page.input_value("#id_body") == BODY
    context.set_offline(False)
    expect(page.locator(KEPT)).to_contain_text("草稿已存")
    page.get_by_role("button", name="提交留言").click()
    page.wait_for_url("**/my/cases/*/")
    assert Case.objects.get().body == BODY
