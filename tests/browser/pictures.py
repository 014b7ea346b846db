"""Takes the pictures of docs/pictures from a running portal with the demo city:

    python3 -m tests.browser.pictures http://127.0.0.1:8000 docs/pictures

Each page is taken as a telephone (375 pixels) and a desk (1280 pixels) shows it first. Not a test; the demo city is invented.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

CITIZEN = "15400000001"
CLERK, CLERKS_PASSWORD = "reli1", "Chenglan-2026"
SIZES = {375: 812, 1280: 860}
QUALITY = 72
PUBLIC = {
    "home": "/",
    "search": "/search/?q=路灯",
    "track": "/track/",
    "statistics": "/statistics/",
}


def main(portal: str, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play:
        browser = play.chromium.launch(
            executable_path=os.environ.get("CHROMIUM") or shutil.which("chromium"), args=["--no-sandbox"]
        )
        for width in SIZES:
            _public(_page(browser, portal, width), folder, width)
            _citizen(_page(browser, portal, width), folder, width)
            _clerk(_page(browser, portal, width), folder, width)
        browser.close()


def _page(browser: Browser, portal: str, width: int) -> Page:
    size = {"width": width, "height": SIZES[width]}
    return browser.new_context(base_url=portal, viewport=size, locale="zh-CN").new_page()


def _take(page: Page, folder: Path, name: str) -> None:
    assert page.viewport_size
    page.wait_for_load_state("networkidle")
    path = folder / f"{name}-{page.viewport_size['width']}.jpg"
    page.screenshot(path=path, type="jpeg", quality=QUALITY)
    print(path)


def _public(page: Page, folder: Path, width: int) -> None:
    for name, address in PUBLIC.items():
        page.goto(address)
        _take(page, folder, name)
    page.goto("/")
    answered = page.locator("a[href^='/messages/']").first.get_attribute("href")
    assert answered
    page.goto(answered)
    _take(page, folder, "message")


def _citizen(page: Page, folder: Path, width: int) -> None:
    page.goto("/accounts/login/?next=/my/")
    page.fill("[name=phone]", CITIZEN)
    page.press("[name=phone]", "Enter")
    code = re.search(r"\b\d{6}\b", page.locator(".wz-notice-care").inner_text())
    assert code, "the demo shows the code"
    page.fill("[name=code]", code.group())
    page.press("[name=code]", "Enter")
    page.wait_for_url("**/my/")
    _take(page, folder, "my")
    page.locator("a[href^='/my/cases/']").first.click()
    _take(page, folder, "my-case")
    page.goto("/post/?q=路灯")
    _take(page, folder, "where")
    page.locator("section[aria-labelledby=to-whom] a, #all-boards ~ * a").first.click()
    page.wait_for_url("**/post/")
    _take(page, folder, "post")


def _clerk(page: Page, folder: Path, width: int) -> None:
    page.goto("/admin/")
    page.fill("[name=username]", CLERK)
    page.fill("[name=password]", CLERKS_PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_load_state()
    _take(page, folder, "desk")


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
