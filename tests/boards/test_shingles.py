"""Texts as pairs of characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boards.rules import shingles


def test_a_chinese_run_becomes_its_pairs_and_its_last_character():
    assert shingles.shingles("路灯不亮") == {"路灯", "灯不", "不亮", "亮"}


def test_latin_words_and_numbers_stay_whole_and_widths_are_folded():
    assert shingles.shingles("ＢＹＤ 12路") == {"byd", "12", "路"}


@pytest.mark.parametrize(
    ("asked", "tsquery"),
    [
        ("路灯不亮", "'路灯' & '灯不' & '不亮'"),
        ("路", "'路':*"),
        ("12路 公交", "'12':* & '路':* & '公交'"),
        ("！？", ""),
        ("", ""),
        ("'; DROP TABLE--", "'drop':* & 'table':*"),
    ],
)
def test_what_a_person_types_becomes_a_query(asked, tsquery):
    assert shingles.query(asked) == tsquery


def test_only_runs_longer_than_a_pair_need_a_second_look():
    assert shingles.to_recheck("路灯 不亮了 abcd") == ["不亮了"]


@given(st.text(max_size=200))
def test_no_text_breaks_out_of_its_quotes(text):
    assert shingles.vector(text).count("'") == 2 * len(shingles.shingles(text))
