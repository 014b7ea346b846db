"""Every public and citizen page for everybody: light and dark, 320 and 1280 pixels, by keyboard, magnified, in 关怀版.

The addresses come from the list of all routes, so that a new page is looked at without being named here.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.db import connections
from django.test import Client
from playwright.sync_api import Page, sync_playwright

from cases.models import Case
from cases.rules.states import State
from tests.frame.city import NUMBER, a_city, addresses

CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium here"),
]
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast", "target-size"]}}
WIDE = """[...document.querySelectorAll('body *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)
    .map(e => e.outerHTML.slice(0, 90))[0]"""


@pytest.fixture
def visitor(live_server, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Page]]:
    """A page of the browser for somebody who is signed in, or not; complaints of the browser end the test."""
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright runs a loop in this thread
    complaints: list[str] = []
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])

        def opened(
            who: Any = None, width: int = 1280, height: int = 800, reading: str = "", **more: Any
        ) -> Page:
            context = browser.new_context(
                base_url=live_server.url,
                viewport={"width": width, "height": height},
                locale="zh-CN",
                bypass_csp=True,  # the checker is a script of its own
                **more,
            )
            cookies = {"reading": reading}
            if who is not None:
                signed = Client()
                signed.force_login(who)
                cookies[settings.SESSION_COOKIE_NAME] = signed.cookies[settings.SESSION_COOKIE_NAME].value
            context.add_cookies(
                [
                    {"name": name, "value": value, "url": live_server.url}
                    for name, value in cookies.items()
                    if value
                ]
            )
            page = context.new_page()
            page.on("pageerror", lambda error: complaints.append(str(error)))
            return page

        yield opened
        browser.close()
        connections.close_all()
    assert complaints == []


@pytest.fixture
def zhang() -> Any:
    """Zhang, and a city with messages in every standing."""
    return a_city()


def is_page(page: Page, address: str) -> bool:
    """Open it. Not a page: what answers with data or nothing, wants another verb, or leads away."""
    answer = page.request.get(address, max_redirects=0)
    if answer.status in (204, 302, 405) or not answer.headers.get("content-type", "").startswith("text/html"):
        return False
    page.goto(address)
    return True


def barriers(page: Page, options: dict[str, Any]) -> list[str]:
    found = Axe().run(page, options=options).response["violations"]
    return [
        f"{page.url} {each['id']} {each['nodes'][0]['html'][:150]}"
        for each in found
        if each["impact"] in ("serious", "critical")
    ]


def test_no_page_has_a_barrier_or_scrolls_sideways_light_or_dark_wide_or_magnified(visitor, zhang) -> None:
    found, seen = [], 0
    for who, paths in zip((None, zhang), addresses(zhang), strict=True):
        page = visitor(who, reduced_motion="reduce")  # a colour that is still on its way is no finding
        for path in paths:
            page.set_viewport_size({"width": 1280, "height": 800})
            page.emulate_media(color_scheme="light")
            if not is_page(page, path):
                continue
            seen += 1
            found += barriers(page, RULES)
            page.emulate_media(color_scheme="dark")
            page.set_viewport_size({"width": 320, "height": 256})  # 1280 × 1024 at 400 %
            found += barriers(page, COLOURS)
            if page.evaluate("document.documentElement.scrollWidth") > 320:
                found.append(f"{path} is wider than 320: {page.evaluate(WIDE)}")
    assert (found, seen > 20) == ([], True)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_page_of_larger_type_has_no_barrier_either(visitor, zhang, scheme) -> None:
    page, found = visitor(zhang, width=375, reading="care", color_scheme=scheme), []
    case = Case.objects.get(author=zhang, state=State.REPLIED)
    for path in (
        "/",
        "/boards/mayor/",
        f"/messages/{NUMBER}/",
        "/boards/mayor/post/",
        "/my/",
        f"/my/cases/{case.number}/",
    ):
        page.goto(path)
        found += barriers(page, RULES)
        assert page.evaluate("document.documentElement.scrollWidth") <= 375, path
    assert found == []


def test_larger_type_shows_fewer_things_and_offers_to_read_aloud(visitor, zhang) -> None:
    page = visitor(reading="care", width=375)
    page.add_init_script(
        "window.told = []; window.SpeechSynthesisUtterance = class { constructor(words) { this.words = words } };"
        "Object.defineProperty(window, 'speechSynthesis', {value: {speak: (each) => told.push(each.words), cancel() {}}})"
    )
    page.goto(f"/messages/{NUMBER}/")
    assert float(page.evaluate("getComputedStyle(document.body).fontSize").removesuffix("px")) >= 24
    page.get_by_role("button", name="朗读本页").click()
    told = page.evaluate("told.join('')")
    assert "小区东门路灯不亮" in told
    assert "更换灯具三盏" in told
    assert told.count("半个月") == 1
    assert page.get_by_role("button", name="停止朗读").is_visible()
    page.goto("/")
    assert not page.get_by_text("今日与近 90 天").is_visible()


def test_without_a_voice_or_without_care_no_button_offers_one(visitor, zhang) -> None:
    page = visitor()
    page.goto(f"/messages/{NUMBER}/")
    assert not page.locator("[data-aloud]").is_visible()
    still = visitor(reading="care", java_script_enabled=False)
    still.goto(f"/messages/{NUMBER}/")
    assert not still.locator("[data-aloud]").is_visible()


def test_the_first_stop_of_the_keyboard_skips_to_the_words(visitor, zhang) -> None:
    page = visitor(zhang, width=320, height=256)
    for path in ("/", "/boards/mayor/post/", "/my/", "/statistics/"):
        page.goto(path)
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "wz-skip", path
        assert page.locator(".wz-skip").bounding_box()["y"] >= 0
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main", path


def test_a_first_view_takes_few_requests_and_nothing_moves(visitor, zhang) -> None:
    page, asked = visitor(zhang, width=375), []
    page.on("request", lambda request: asked.append(request.url))
    page.add_init_script(
        "window.moved = 0; new PerformanceObserver(seen => seen.getEntries().forEach(each => moved += each.value))"
        ".observe({type: 'layout-shift', buffered: true})"
    )
    for path in (
        "/",
        "/boards/mayor/",
        f"/messages/{NUMBER}/",
        "/boards/mayor/post/",
        "/search/?q=路灯",
        "/statistics/",
    ):
        asked.clear()
        page.goto(path, wait_until="networkidle")
        assert len(asked) <= 12, asked
        assert page.evaluate("moved") < 0.01, path


SEEN = """() => {
    const focus = document.activeElement;
    if (focus === document.body) return true;
    const box = focus.getBoundingClientRect();
    const top = document.elementFromPoint(box.left + Math.min(4, box.width / 2), box.top + Math.min(box.height / 2, 12));
    const style = getComputedStyle(focus);
    return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2
        && top !== null && (focus.contains(top) || top.contains(focus));
}"""


@pytest.mark.parametrize(("width", "height"), [(375, 667), (320, 256)])
def test_what_has_the_focus_is_always_seen(visitor, zhang, width, height) -> None:
    page = visitor(zhang, width=width, height=height)
    for path in (f"/messages/{NUMBER}/", "/boards/mayor/post/", "/statistics/"):
        page.goto(path)
        for _press in range(25):
            page.keyboard.press("Tab")
            try:
                page.wait_for_function(SEEN, timeout=3000)
            except Exception as error:
                raise AssertionError(
                    f"{path}: {page.evaluate('document.activeElement.outerHTML')}"
                ) from error


def test_the_errors_of_a_form_get_the_focus_without_a_script(visitor, zhang) -> None:
    page = visitor(zhang, width=375, java_script_enabled=False)
    page.goto("/boards/mayor/post/")
    with page.expect_navigation():
        page.locator("#post-form").evaluate("form => form.requestSubmit()")
    assert page.evaluate("document.activeElement.getAttribute('role')") == "alert"


def test_the_visitors_own_colours_and_rest_are_respected(visitor, zhang) -> None:
    page = visitor(forced_colors="active", reduced_motion="reduce")
    page.goto("/boards/mayor/")
    mark = "getComputedStyle(document.querySelector('.wz-state'), '::before').backgroundColor"
    ground = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(mark) != page.evaluate(ground)
    moving = "[...document.querySelectorAll('*')].filter(e => parseFloat(getComputedStyle(e).transitionDuration) > 0).length"
    assert page.evaluate(moving) == 0


def test_buttons_and_menus_are_as_large_as_a_thumb(visitor, zhang) -> None:
    page = visitor(width=375)
    named = ".wz-button, .wz-nav a, .wz-strip a, .wz-tabs a, .wz-footer a, summary, .wz-pager a"
    small = f"""[...document.querySelectorAll('{named}')]
        .filter(e => e.checkVisibility() && e.getBoundingClientRect().height < 43.5).map(e => e.outerHTML)"""
    for path in ("/", "/boards/mayor/", f"/messages/{NUMBER}/", "/track/", "/statistics/"):
        page.goto(path)
        assert page.evaluate(small) == [], path


@pytest.mark.parametrize(("scheme", "reading"), [("dark", ""), ("dark", "care"), ("light", "contrast")])
def test_paper_is_white_and_shows_words_only(visitor, zhang, scheme, reading) -> None:
    page = visitor(zhang, width=680, color_scheme=scheme, reading=reading)
    case = Case.objects.get(author=zhang, state=State.REPLIED)
    for path in (f"/messages/{NUMBER}/", f"/my/cases/{case.number}/", "/search/?q=路灯"):
        page.goto(path)
        page.emulate_media(media="print", color_scheme=scheme)
        assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
        assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == "rgb(0, 0, 0)"
        for hidden in (
            "nav",
            ".wz-strip",
            ".wz-sticky",
            ".wz-aloud",
            "main form:not(.wz-search, :has(.wz-search))",
        ):
            assert not any(each.is_visible() for each in page.locator(hidden).all()), (path, hidden)
        assert page.locator(".wz-search .wz-field").is_visible() == path.startswith(
            "/search/"
        )  # what was asked for
        page.emulate_media(media="screen", color_scheme=scheme)
