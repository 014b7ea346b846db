"""The citizen's whole journeys in a real browser, from the first page to the last, as a person would walk them."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from django.db import connections
from django.utils import timezone
from playwright.sync_api import BrowserContext, FilePayload, Locator, Page, expect, sync_playwright

from boards.models import Message
from cases.actions.accept import accept
from cases.models import Attachment, Case, Endorsement
from cases.rules.states import State
from tests import factories
from tests.cases.pages import BODY, TITLE, a_picture

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium here"),
]
NUMBER = "13900000001"
PHOTOS = ["东门.png", "西门.png"]
Visit = Callable[..., Page]


@pytest.fixture
def visit(live_server, settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Visit]:
    """Another telephone, 375 pixels wide, each time it is called; what a page throws ends the test."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright runs a loop in this thread
    settings.DEMO = True  # the code that an SMS would bring stands on the page
    factories.cast(factories.a_board())
    thrown: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])

        def opened(*, script: bool = True) -> Page:
            telephone: BrowserContext = browser.new_context(
                base_url=live_server.url,
                viewport={"width": 375, "height": 700},
                java_script_enabled=script,
                locale="zh-CN",
            )
            telephone.on("weberror", lambda error: thrown.append(str(error.error)))
            return telephone.new_page()

        yield opened
        browser.close()
        connections.close_all()  # the loop has connections of its own; an open one would hold the database at the end
    assert thrown == []


def sign_in(page: Page, number: str = NUMBER) -> None:
    """From the page that asked for it, and back there."""
    page.fill("[name=phone]", number)
    page.locator("[name=phone]").press("Enter")
    code = re.search(r"\b\d{6}\b", page.locator(".wz-notice-care").inner_text())
    assert code
    page.fill("[name=code]", code.group())
    page.locator("[name=code]").press("Enter")


def to_the_form(page: Page) -> None:
    """From the first page over the search for a board to its form, signing in on the way."""
    page.goto("/")
    page.locator(".wz-sticky a").click()
    page.fill("#q", "市长信箱")
    page.locator("#q").press("Enter")
    page.locator("section[aria-labelledby=to-whom] a").first.click()
    sign_in(page)
    page.wait_for_url("**/boards/mayor/post/")


def write(page: Page, title: str = TITLE) -> None:
    page.check("#id_kind_1")
    page.fill("#id_title", title)
    page.fill("#id_body", BODY)
    page.check("#id_visibility_0")


def photos() -> list[FilePayload]:
    """Two of them, as a telephone has them."""
    return [{"name": name, "mimeType": "image/png", "buffer": a_picture().read()} for name in PHOTOS]


def slip(page: Page) -> tuple[str, str]:
    """Number and lookup code."""
    page.wait_for_url("**/my/cases/*/")
    number, code = page.locator(".wz-slip dd").all_inner_texts()
    return number, code


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words, exact=True).click()


def nothing_sticks_out(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= 375"))


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without JavaScript"])
def test_a_message_with_two_photos_goes_from_the_first_page_to_the_slip(visit, script) -> None:
    page = visit(script=script)
    to_the_form(page)
    write(page)
    page.set_input_files("#id_attachments", photos())
    if script:
        expect(page.locator("[data-upload] [data-words]")).to_contain_text("已收好 2 个附件")
    press(page, "先看看公开的样子")
    expect(page.locator("#preview-head")).to_be_visible()
    assert not script or nothing_sticks_out(page)
    press(page, "就这样提交")
    number, _code = slip(page)
    case = Case.objects.get()
    assert (case.number, case.title) == (number, TITLE)
    names = Attachment.objects.filter(case=case).values_list("name", flat=True)
    assert sorted(names) == PHOTOS


def test_what_was_posted_is_found_with_number_and_code_by_somebody_who_is_not_signed_in(visit) -> None:
    page = visit()
    to_the_form(page)
    write(page)
    press(page, "提交留言")
    number, code = slip(page)
    daughter = visit()
    daughter.goto("/track/")
    daughter.fill("[name=number]", number.lower().replace("-", ""))
    daughter.fill("[name=code]", code)
    press(daughter, "查询")
    shown = daughter.locator("main").inner_text()
    assert number in shown
    assert "待受理" in shown
    assert NUMBER not in shown


def test_who_finds_the_same_trouble_endorses_instead_of_posting(visit) -> None:
    at = timezone.now() - timedelta(days=2)
    earlier = factories.a_case(State.HANDLING, at=at, title="小区门口的路灯坏了没人修")
    page = visit()
    to_the_form(page)
    page.check("#id_kind_1")
    page.locator("#id_title").press_sequentially(TITLE)
    offered: Locator = page.locator("[data-alike-here] a[href$='/endorse/']")
    with page.expect_popup() as beside:
        offered.first.click()
    window = beside.value
    press(window, "附议")
    expect(window.locator("main")).to_contain_text("您已附议")
    assert Endorsement.objects.get().case_id == earlier.pk
    assert Message.objects.get(number=earlier.number).endorsement_count == 1
    assert Case.objects.count() == 1


def test_words_of_danger_bring_the_numbers_to_call_while_one_is_writing(visit) -> None:
    page = visit()
    to_the_form(page)
    warning = page.locator("[data-urgent]")
    expect(warning).to_be_hidden()
    page.locator("#id_title").press_sequentially("楼道里煤气泄漏")
    expect(warning).to_be_visible()
    expect(warning).to_contain_text("煤气泄漏")


def test_who_is_not_content_rates_and_the_case_is_looked_at_again(visit) -> None:
    page = visit()
    to_the_form(page)
    write(page)
    press(page, "提交留言")
    number, _code = slip(page)
    answered(number)
    page.goto(f"/my/cases/{number}/")
    for choice in ("is_answered", "is_solved"):
        page.locator(f"[name={choice}]").last.check()
    for score in ("outcome", "attitude", "speed"):
        page.locator(f"[name={score}]").first.check()
    page.fill("[name=words]", "路灯只亮了一晚上又灭了，请再派人来看。")
    press(page, "提交评价")
    expect(page.locator("main")).to_contain_text("您的评价")
    assert Case.objects.get().state == State.REVISITING


def answered(number: str) -> None:
    """The unit does its part, as fast as no unit ever did."""
    case = Case.objects.get(number=number)
    at, people = timezone.now(), factories.cast(factories.a_board())
    accept(case.pk, by=people.intake, at=at, category_id=factories.a_category().pk)
    for step in (State.ASSIGNED, State.HANDLING, State.REVIEWING, State.REPLIED):
        factories.take_step(case.pk, step, at, people, case.author)


def test_somebody_who_reads_english_posts_without_meeting_a_word_of_chinese(visit) -> None:
    page = visit()
    page.goto("/")
    page.locator("[lang=en][data-language], a[lang=en]").first.click()
    if page.url.endswith("/language/") or "/language/?" in page.url:
        page.get_by_role("button").first.click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    page.goto("/boards/mayor/post/")
    sign_in(page)
    page.wait_for_url("**/boards/mayor/post/")
    write(page)
    page.locator("form#post-form button[name=preview]").last.click()
    page.locator("#preview-head ~ .wz-buttons button").click()
    slip(page)
    assert Case.objects.count() == 1
    assert re.findall(r".{0,20}[\u4e00-\u9fff]+.{0,20}", words_of_the_frame(page)) == []


def words_of_the_frame(page: Page) -> str:
    """All that stands on the page, but for what people wrote and the names of boards and units."""
    return str(
        page.evaluate(
            """() => { const copy = document.body.cloneNode(true);
            copy.querySelectorAll("[lang|=zh], [hidden], script, template").forEach(each => each.remove());
            return copy.textContent; }"""
        )
    ).replace(factories.a_board().title, "")
