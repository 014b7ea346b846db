"""Watched words: every planted one is found however it is disguised, and honest messages pass."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cases.rules.watch_levels import HOLDING, Level, heaviest
from cases.rules.watchwords import Watch, Watched, folded
from tests.cases.planted import HONEST, PLANTED

LIST = Path(__file__).parents[2] / "cases" / "data" / "watch_words.json"
SHARED = Path(__file__).parents[3] / "shared" / "data" / "labeled_train.jsonl.gz"


def the_list() -> Watch:
    rows = json.loads(LIST.read_text(encoding="utf-8"))
    return Watch(
        Watched(
            each["word"],
            each["level"],
            tuple(each.get("exceptions", "").split()),
            tuple(each.get("near", "").split()),
        )
        for each in rows
    )


WATCH = the_list()
JUNCTION = Watch([Watched("口交", Level.HOLD, ("路口", "交通"))])
INVOICE = Watch([Watched("代开发票", Level.HOLD)])


def found(watch: Watch, text: str) -> list[str]:
    return [text[hit.start : hit.end] for hit in watch.search(text)]


def test_there_are_enough_planted_sentences_and_no_two_are_alike():
    assert len({sentence for sentence, _word in PLANTED}) >= 120


@pytest.mark.parametrize(("sentence", "word"), PLANTED)
def test_a_planted_word_is_found_however_it_is_disguised(sentence, word):
    assert word in {hit.word for hit in WATCH.search(sentence, only=HOLDING)}


@pytest.mark.parametrize("sentence", HONEST)
def test_an_honest_sentence_is_not_held(sentence):
    assert not WATCH.search(sentence, only=HOLDING)


@pytest.mark.skipif(not SHARED.is_file(), reason="the folder of real messages is not beside the checkout")
def test_of_real_messages_at_least_998_in_a_thousand_pass_unheld():
    held = total = 0
    with gzip.open(SHARED, "rt", encoding="utf-8") as lines:
        for line in lines:
            message = json.loads(line)
            total += 1
            held += any(WATCH.search(message[field], only=HOLDING) for field in ("subject", "body"))
    assert total == 6664
    assert held <= total * 0.002


def test_a_harmless_longer_word_takes_the_hit_away():
    assert not JUNCTION.search("北门路口交通混乱")
    assert found(JUNCTION, "提供口交") == ["口交"]


def test_a_harmless_word_elsewhere_in_the_text_does_not():
    assert found(JUNCTION, "路口有人提供口交，影响交通") == ["口交"]


def test_a_word_that_needs_a_companion_is_nothing_without_it():
    watch = Watch([Watched("包夜", Level.HOLD, (), ("学生妹",))])
    assert not watch.search("网吧包夜太吵")
    assert found(watch, "学生妹，包夜") == ["包夜"]
    assert not watch.search("学生妹" + "楼" * 40 + "包夜")


def test_a_word_does_not_reach_into_the_next_clause():
    assert not INVOICE.search("请代开。发票已丢失")


def test_a_word_with_something_between_all_its_signs_is_found_across_clauses_and_lines():
    assert found(INVOICE, "代，开，发，票") == ["代，开，发，票"]
    assert found(INVOICE, "代\n开\n发\n票") == ["代\n开\n发\n票"]


def test_a_latin_word_is_not_a_part_of_a_longer_one():
    watch = Watch([Watched("nmsl", Level.HOLD)])
    assert not watch.search("abcnmsld")
    assert found(watch, "你ｎＭsl啊") == ["ｎＭsl"]


def test_a_text_of_disguises_only_is_nothing():
    assert not WATCH.search("·*—　\u200b" * 50)
    assert not Watch([]).search("代开发票")


def test_what_decides_is_the_heaviest_level():
    assert heaviest([Level.MARK, Level.HOLD, Level.EMERGENCY]) == Level.HOLD
    assert heaviest([]) == ""


@settings(max_examples=50)
@given(st.text(max_size=30), st.sampled_from(["", " ", "*", "\u200b", "　", "-"]), st.text(max_size=30))
def test_the_places_lead_back_to_the_text_as_it_was_typed(before, between, after):
    text = f"{before}。{between.join('代开发票')}。{after}"
    start = len(before) + 1
    hits = [(hit.start, hit.end) for hit in INVOICE.search(text)]
    assert (start, start + len(between.join("代开发票"))) in hits


@given(st.text())
def test_folding_keeps_a_place_for_every_sign(text):
    read = folded(text)
    assert len(read.signs) == len(read.places) == len(read.gaps)
    assert read.places == sorted(read.places)
