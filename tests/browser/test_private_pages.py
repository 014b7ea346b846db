"""The pages of an account on a narrow telephone, and what is left of them in the browser after signing out (S36)."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page

from tests.browser.test_citizen import CHROMIUM, telephone

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium here"),
]
__all__ = ["telephone"]  # the fixture
PAGES = ["/my/profile/", "/my/sessions/", "/my/phone/", "/my/data/", "/my/closing/"]


def test_no_page_of_the_account_is_wider_than_the_telephone(telephone: Page) -> None:
    for path in PAGES:
        assert telephone.goto(path).status == 200
        widths = telephone.evaluate("[document.documentElement.scrollWidth, innerWidth]")
        assert widths[0] <= widths[1], path
        assert telephone.locator("h1").count() == 1


def test_all_other_sessions_are_ended_without_javascript(telephone: Page) -> None:
    telephone.goto("/my/profile/")
    telephone.get_by_role("link", name="登录管理").click()
    assert telephone.get_by_text("本机", exact=True).count() == 1


def test_after_signing_out_the_back_button_shows_nothing_private(telephone: Page) -> None:
    telephone.goto("/my/profile/")
    assert "139****0001" in telephone.content()
    telephone.goto("/my/sessions/")
    telephone.get_by_role("button", name="退出本机登录").click()
    for _each in range(2):
        telephone.go_back()
        assert "139****0001" not in telephone.content()
        assert "自动退出" not in telephone.content()
