"""The desk in a real browser: a clerk works without JavaScript, and with it a double click is one deed."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connections
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, sync_playwright

from accounts.models import User
from cases.models import Case, Event
from cases.rules.states import State
from tests.factories import a_case, a_category, cast

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium here"),
]
LIST = "/admin/cases/case/"


@pytest.fixture
def window(live_server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Page]]:
    """A window of somebody who is signed in; complaints of the browser end the test."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright runs a loop in this thread
    complaints: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])

        def opened(user: User, *, scripts: bool = True, width: int = 1280, **more: Any) -> Page:
            signed = Client()
            signed.force_login(user)
            value = signed.cookies[settings.SESSION_COOKIE_NAME].value
            context = browser.new_context(
                base_url=live_server.url,
                viewport={"width": width, "height": 800},
                java_script_enabled=scripts,
                locale="zh-CN",
                **more,
            )
            context.add_cookies(
                [{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": live_server.url}]
            )
            page = context.new_page()
            page.on("console", lambda message: complaints.append(message.text))
            page.on("pageerror", lambda error: complaints.append(str(error)))
            return page

        yield opened
        browser.close()
        connections.close_all()
    assert complaints == []


def test_a_clerk_accepts_and_hands_over_without_a_script(window) -> None:
    people, category = cast(), a_category()
    case = a_case(at=timezone.now() - timedelta(hours=1))
    page = window(people.intake, scripts=False)
    page.goto("/admin/")
    page.get_by_role("link", name="待受理").click()
    page.get_by_role("link", name=case.title).click()
    page.get_by_role("link", name="受理", exact=True).click()
    page.select_option("#id_category_id", str(category.pk))
    page.get_by_role("button", name="受理并交办").click()
    page.select_option("#id_lead_id", str(people.lead.pk))
    page.get_by_role("button", name="交办", exact=True).click()
    assert page.get_by_text("已交办").first.is_visible()
    case.refresh_from_db()
    assert (case.state, case.lead_id) == (State.ASSIGNED, people.lead.pk)


def test_a_double_click_signs_once(window) -> None:
    case = a_case(State.ASSIGNED, at=timezone.now() - timedelta(hours=3))
    page = window(cast().handler)
    page.goto(f"{LIST}{case.pk}/change/")
    page.get_by_role("button", name="签收").dblclick()
    page.get_by_role("link", name="登记联系").wait_for()
    assert Event.objects.filter(case=case, verb="sign").count() == 1


def test_all_are_ticked_and_signed_at_once(window) -> None:
    for _each in range(3):
        a_case(State.ASSIGNED, at=timezone.now() - timedelta(hours=3))
    page = window(cast().handler)
    page.goto(f"{LIST}?work=to_sign")
    page.check("#action-toggle")
    assert page.get_by_text("已选 3 件").is_visible()
    page.get_by_role("button", name="签收所选诉求件").click()
    assert page.get_by_text("签收：3 件已完成。").is_visible()
    assert not Case.objects.filter(state=State.ASSIGNED).exists()


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("intake", "/admin/"),
        ("intake", LIST),
        ("intake", f"{LIST}record/"),
        ("handler", f"{LIST}{{pk}}/change/"),
        ("handler", f"{LIST}{{pk}}/do/draft_reply/"),
        ("supervisor", "/supervise/"),
    ],
)
def test_a_page_fits_a_telephone(who: str, path: str, window) -> None:
    case = a_case(State.HANDLING, title="小区门口的路灯已经连续坏了半个月有余，至今没有任何人来修理过问")
    page = window(getattr(cast(), who), width=375)
    page.goto(path.format(pk=case.pk))
    assert page.evaluate("document.documentElement.scrollWidth") <= 375


@pytest.mark.parametrize("path", ["/admin/", LIST, f"{LIST}{{pk}}/change/", f"{LIST}{{pk}}/do/draft_reply/"])
def test_a_page_has_no_barrier_that_a_machine_can_find(path: str, window) -> None:
    case = a_case(State.HANDLING)
    page = window(cast().handler, bypass_csp=True)  # the checker is a script of its own
    page.goto(path.format(pk=case.pk))
    assert [each["id"] for each in Axe().run(page).response["violations"]] == []


def test_the_keys_walk_the_list_open_a_case_and_lead_to_its_verb(window) -> None:
    cases = [a_case(at=timezone.now() - timedelta(hours=hours)) for hours in (2, 1)]
    page = window(cast().intake)
    page.goto(f"{LIST}?work=to_accept")
    for key in ("j", "j", "k", "Enter"):
        page.keyboard.press(key)
    page.wait_for_url(f"**/{cases[0].pk}/change/**")
    page.keyboard.press("a")
    page.wait_for_url("**/do/accept/")


def test_a_key_never_does_a_deed_and_is_a_letter_while_typing(window) -> None:
    case = a_case(State.ASSIGNED, at=timezone.now() - timedelta(hours=3))
    page = window(cast().handler)
    page.goto(f"{LIST}{case.pk}/change/")
    page.keyboard.press("s")
    assert page.evaluate("document.activeElement.textContent") == "签收"
    page.keyboard.press("n")
    page.wait_for_url("**/do/note/")
    page.locator("#id_words").press_sequentially("jas?")
    assert page.locator("#id_words").input_value() == "jas?"
    assert not Event.objects.filter(case=case, verb="sign").exists()


def test_the_sheet_of_keys_opens_closes_and_turns_them_off(window) -> None:
    a_case(at=timezone.now() - timedelta(hours=1))
    page = window(cast().intake)
    page.goto(LIST)
    page.keyboard.press("?")
    assert page.get_by_role("dialog", name="快捷键").is_visible()
    page.get_by_label("在这台电脑上使用快捷键").uncheck()
    page.keyboard.press("Escape")
    assert not page.get_by_role("dialog").is_visible()
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.tagName") == "BODY"
