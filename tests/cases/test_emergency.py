"""Words that must not wait for a reply are answered at once with whom to call, without scripts and with."""

from __future__ import annotations

import json
import re
from html import unescape

import pytest

from cases.actions.set_words import set_word
from cases.models import Case, WatchWord
from cases.reads.emergency import urgent_of
from cases.rules.watch_levels import Level
from tests.cases.desk_pages import words_of
from tests.cases.pages import form_of, signed_in
from tests.factories import a_board, a_case, a_citizen

pytestmark = pytest.mark.django_db
LEAK = "楼道里煤 气 泄 漏，味道很浓，请马上派人来看，住户都很害怕。"


def box_of(page: str) -> str:
    return re.search(r'<div[^>]*data-urgent="[^"]*"[^>]*>', page).group(0)


def post_page(**more) -> str:
    board = a_board()
    client = signed_in(a_citizen())
    if not more:
        return words_of(client.get(f"/boards/{board.slug}/post/"))
    return words_of(client.post(f"/boards/{board.slug}/post/", form_of(**more)))


def test_an_empty_form_keeps_the_box_shut_and_gives_its_words_to_the_script():
    box = box_of(post_page())
    assert " hidden" in box
    listed = json.loads(unescape(re.search(r'data-urgent="([^"]*)"', box).group(1)))
    assert "煤气泄漏" in [word for word, _exceptions in listed]


def test_the_preview_says_whom_to_call_without_scripts():
    page = post_page(body=LEAK, preview="1")
    assert " hidden" not in box_of(page)
    assert "煤气泄漏" in page
    assert 'href="tel:119"' in page


def test_errors_say_so_too():
    assert " hidden" not in box_of(post_page(body=LEAK, title=""))


def test_an_ordinary_message_is_not_disturbed():
    assert " hidden" in box_of(post_page(preview="1"))


def test_a_harmless_longer_word_is_no_emergency():
    assert not urgent_of({"title": "商场跳楼价", "body": "请不要用手接触电线杆"}).found


def test_the_words_are_an_administrators():
    set_word(WatchWord(word="水管爆裂", level=Level.EMERGENCY))
    assert urgent_of({"body": "三楼水管爆裂"}).found == ("水管爆裂",)


def test_an_emergency_is_never_held_back_and_the_desk_sees_the_place():
    case = Case.objects.get(pk=a_case(body=LEAK).pk)
    assert not case.is_held
    assert case.screening.level == Level.EMERGENCY
