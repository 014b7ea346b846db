"""Photos in a real browser: they go up while one writes, and a broken line loses nothing and says so."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator

import pytest
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Page, expect, sync_playwright

from cases.models import Attachment, Case
from tests import factories
from tests.cases.pages import BODY, TITLE, a_picture

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium here"),
]


@pytest.fixture
def form(live_server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Page]:
    """The posting form on a telephone, with everything written but no photo chosen."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright runs a loop in this thread
    factories.cast(factories.a_board())
    signed = Client()
    signed.force_login(factories.a_citizen(phone="13900000001"))
    session = {
        "name": settings.SESSION_COOKIE_NAME,
        "value": signed.cookies[settings.SESSION_COOKIE_NAME].value,
    }
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        context = browser.new_context(
            base_url=live_server.url, viewport={"width": 375, "height": 700}, has_touch=True, locale="zh-CN"
        )
        context.add_cookies([{**session, "url": live_server.url}])
        page = context.new_page()
        page.goto("/boards/mayor/post/")
        page.check("#id_kind_1")
        page.fill("#id_title", TITLE)
        page.fill("#id_body", BODY)
        page.check("#id_visibility_0")
        yield page
        browser.close()
        connections.close_all()  # the loop has connections of its own; an open one would hold the database at the end


def choose(page: Page, *names: str) -> None:
    photos = [{"name": name, "mimeType": "image/png", "buffer": a_picture(name).read()} for name in names]
    page.set_input_files("#id_attachments", photos)


def send(page: Page) -> None:
    page.get_by_role("button", name="提交留言", exact=True).click()


def test_photos_go_up_ahead_and_belong_to_the_message(form: Page) -> None:
    choose(form, "一.png", "二.png")
    expect(form.locator("[data-words]")).to_have_text("上传完成，已收好 2 个附件。")
    expect(form.locator("ul[data-kept] > li")).to_have_count(2)
    send(form)
    form.wait_for_url("**/my/cases/*/")
    assert list(Attachment.objects.order_by("pk").values_list("name", flat=True)) == ["一.png", "二.png"]


def test_a_broken_line_loses_neither_words_nor_photos_and_says_so(form: Page) -> None:
    form.context.set_offline(True)
    choose(form, "一.png")
    expect(form.locator("[data-words]")).to_contain_text("网络断了，“一.png”没有传上去。您写的文字都在这一页")
    assert (form.input_value("#id_title"), form.input_value("#id_body")) == (TITLE, BODY)
    form.context.set_offline(False)
    form.click("[data-again]")
    expect(form.locator("[data-words]")).to_have_text("上传完成，已收好 1 个附件。")


def test_a_form_sent_without_a_line_stays_and_goes_out_later(form: Page) -> None:
    form.context.set_offline(True)
    send(form)
    expect(form.locator("[data-words]")).to_contain_text("现在没有网络，还没有提交。")
    assert form.input_value("#id_body") == BODY
    form.context.set_offline(False)
    send(form)
    form.wait_for_url("**/my/cases/*/")
    assert Case.objects.get().body == BODY


def test_a_refused_photo_is_told_beside_its_field(form: Page) -> None:
    form.set_input_files(
        "#id_attachments", {"name": "坏.png", "mimeType": "image/png", "buffer": b"no picture"}
    )
    expect(form.locator("[data-words]")).to_contain_text("“坏.png”没有加上：只接收")


def test_a_form_sent_while_photos_go_up_waits_for_them(form: Page) -> None:
    form.route("**/my/files/", lambda route: (form.wait_for_timeout(300), route.continue_()))
    choose(form, "一.png")
    send(form)
    form.wait_for_url("**/my/cases/*/")
    assert Case.objects.get().attachments.count() == 1
