"""Whatever is typed or sent to the desk: a clear sentence or a 4xx, never a fault, never half a change."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.http import QueryDict

from cases.desk import DESK
from cases.models import Event
from cases.rules.states import State
from tests.cases.desk_pages import LIST, address, browser, do, ready_case, sent, words_of
from tests.factories import MONDAY, a_case, cast

pytestmark = pytest.mark.django_db
BLNS = Path(__file__).parents[3] / "shared" / "data" / "payloads" / "blns.json"
NASTY = [
    "\0",
    "路\0灯\x1b[31m",
    "a" * 300_000,
    "\u202e",
    "<script>alert(1)</script>",
    "{{ 7*7 }}",
    "'; DROP TABLE x;--",
]


def strings():
    return json.loads(BLNS.read_text(encoding="utf-8")) if BLNS.exists() else NASTY


@pytest.mark.parametrize("verb", DESK)
def test_no_string_is_a_fault_of_any_form(verb):
    case = a_case(State.HANDLING)
    names = [name for name in DESK[verb].form.base_fields if name != "version"]
    for typed in strings():
        data = QueryDict(mutable=True)
        data.update(dict.fromkeys(names, typed) | {"version": "1"})
        DESK[verb].form(data, case=case, at=MONDAY).is_valid()


@pytest.mark.parametrize("typed", NASTY)
def test_nasty_words_are_kept_clean_or_refused_in_words(typed):
    case = ready_case("note")
    answer = do(cast().handler, case, "note", words=typed)
    assert answer.status_code in (200, 303)


def test_all_naughty_strings_in_a_note_come_back_as_words():
    case = ready_case("note")
    joined = "\n".join(text for text in strings() if len(text) < 200)[:1900]
    assert do(cast().handler, case, "note", words=joined).status_code == 303
    shown = words_of(browser(cast().handler).get(address(case)))
    assert "<script>alert" not in shown


@pytest.mark.parametrize("typed", NASTY[:2] + NASTY[3:])
def test_nasty_words_find_nothing_in_the_list(typed):
    a_case()
    assert browser(cast().intake).get(LIST, {"q": typed, "work": typed, "board": typed}).status_code == 200


def test_a_megabyte_is_refused_and_nothing_changes():
    case = ready_case("note")
    answer = browser(cast().handler).post(address(case, "note"), sent("note", case, words="路" * 400_000))
    assert 400 <= answer.status_code < 500
    assert Event.objects.filter(case=case).count() == case.event_count


def test_other_fields_than_the_forms_own_are_ignored():
    case = ready_case("note")
    do(cast().handler, case, "note", state="closed", lead="1", handler="1", by="1")
    before = case.lead_id
    case.refresh_from_db()
    assert (case.state, case.lead_id) == (State.HANDLING, before)


def test_a_form_without_its_token_is_refused():
    from django.test import Client

    case = ready_case("note")
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast().handler)
    assert client.post(address(case, "note"), sent("note", case)).status_code == 403
