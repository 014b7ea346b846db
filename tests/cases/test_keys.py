"""Keys of the work page: each leads to one verb, and the sheet that `?` shows names them all."""

from __future__ import annotations

import re

import pytest
from django.template.loader import render_to_string

from cases.desk import DESK
from cases.rules.states import State
from cases.views.keys import KEYS
from tests.cases.desk_pages import address, browser, words_of
from tests.factories import a_case, cast

MOVING = set("jkoxu/?")


def test_a_key_stands_for_one_verb_of_the_desk():
    assert set(KEYS) <= set(DESK)
    assert len(set(KEYS.values())) == len(KEYS)
    assert not set(KEYS.values()) & MOVING


def test_the_sheet_names_every_key_with_its_verb():
    sheet = render_to_string("admin/cases/case/keys.html")
    told = dict(re.findall(r"<dt><kbd>(.)</kbd></dt><dd>([^<]+)</dd>", sheet))
    assert {key: told.get(key) for key in KEYS.values()} == {
        key: DESK[verb].words for verb, key in KEYS.items()
    }


@pytest.mark.django_db
def test_a_button_carries_its_key():
    page = words_of(browser(cast().intake).get(address(a_case(State.SUBMITTED))))
    assert 'data-key="a" aria-keyshortcuts="a">受理</a>' in page
