"""Whatever is typed becomes words that can be stored, shown and counted."""

import json
import time
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.words import clean_words, length_of

BLNS = Path(__file__).parents[3] / "shared" / "data" / "payloads" / "blns.json"

any_text = st.text(alphabet=st.characters(exclude_categories=()))
trouble = st.text(
    alphabet=st.sampled_from(
        [
            *"a问 \t\r\n\0\x0b\x1b\x7f\x85\u0301\u0345\u0958\u200b\u200d\u202e\u2028\ufeff\ufe0f",
            "👨",
            "👧",
            "\ud800",
        ]
    )
)


@pytest.mark.parametrize(
    ("typed", "cleaned"),
    [
        ("路灯不亮", "路灯不亮"),
        ("一\r\n二\r三\n四", "一\n二\n三\n四"),
        ("一\u2028二\x85三\x0c四", "一\n二\n三\n四"),
        ("路\0灯\x1b[31m\x7f", "路灯[31m"),
        ("路\ud800灯\udfff", "路灯"),
        ("照片\u202egpj.exe", "照片gpj.exe"),
        ("路\u200b灯\ufeff\u2066不\u00ad亮", "路灯不亮"),
        ("路\u200d灯", "路灯"),
        ("👨\u200d👩\u200d👧 ❤️", "👨\u200d👩\u200d👧 ❤️"),
        ("e\u0301", "é"),
        ("\u212b", "å".upper()),
        ("第一行  \u3000\n第二行\t", "第一行\n第二行"),
        ("路灯\t不亮", "路灯 不亮"),
        ("\n\n  路灯\n\n不亮 \n", "路灯\n\n不亮"),
        ("\u3164\u2800\u3164", ""),
        ("\ufffe\uffff", ""),
        ("ཀྱི ئۇيغۇر ᠮᠣᠩᠭᠣᠯ 𠮷", "ཀྱི ئۇيغۇر ᠮᠣᠩᠭᠣᠯ 𠮷"),
    ],
)
def test_words_are_cleaned(typed, cleaned):
    assert clean_words(typed) == cleaned


def test_a_scribble_of_accents_does_not_leave_its_line():
    assert len(clean_words("Z" + "\u0317\u030d\u0304" * 9)) == 5


def test_a_length_is_counted_as_the_form_does():
    assert length_of(" 路灯\r\n不亮\u200b ") == 5


@given(any_text | trouble)
def test_cleaning_twice_changes_nothing_more(text):
    once = clean_words(text)
    assert clean_words(once) == once


@given(any_text | trouble)
def test_what_is_left_can_be_stored_and_shown(text):
    cleaned = clean_words(text)
    cleaned.encode("utf-8")
    assert not [char for char in cleaned if unicodedata.category(char) in ("Cc", "Cs") and char != "\n"]
    assert not [char for char in cleaned if unicodedata.category(char) == "Cf" and char != "\u200d"]
    assert unicodedata.is_normalized("NFC", cleaned)
    assert cleaned == cleaned.strip()


@given(st.text(alphabet="问政路灯不亮，。abc123"))
def test_plain_words_stay_as_they_are(text):
    assert clean_words(text) == text


@pytest.mark.skipif(not BLNS.is_file(), reason="the list of naughty strings is not beside the project")
def test_naughty_strings_are_cleaned_too():
    strings = json.loads(BLNS.read_text(encoding="utf-8"))
    assert [text for text in strings if clean_words(clean_words(text)) != clean_words(text)] == []
    assert not any("\0" in clean_words(text) for text in strings)


@pytest.mark.parametrize("piece", [" ", "\u0301\u0323", "\u0958", "\r", "\u200d", "a \n", "\t", "👨\u200d"])
def test_a_megabyte_takes_no_quadratic_time(piece):
    started = time.perf_counter()
    clean_words((piece * 1_000_000)[:1_000_000])
    assert time.perf_counter() - started < 5
