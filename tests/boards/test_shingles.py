"""Texts as pairs of characters."""

from pathlib import Path

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from boards.management.commands import write_simplified
from boards.rules import shingles, simplified

ANY_TEXT = st.text(
    alphabet=st.one_of(
        st.characters(exclude_categories=["Cs"]),
        st.sampled_from("路灯不亮，。 的燈亂abAB12３Ｆ\x01\x02\n'\\é"),
    ),
    max_size=80,
)


def test_a_chinese_run_becomes_its_pairs_and_its_last_character():
    assert shingles.shingles("路灯不亮") == {"路灯", "灯不", "不亮", "亮"}


def test_latin_words_and_numbers_stay_whole_and_widths_are_folded():
    assert shingles.shingles("ＢＹＤ 12路") == {"byd", "12", "路"}


@pytest.mark.parametrize(
    ("term", "tsquery"),
    [
        ("路灯不亮", "'路灯' & '灯不' & '不亮'"),
        ("路", "'路':*"),
        ("12路", "'12'"),
        ("路灯，坏", "'路灯'"),
        ("！？", ""),
        ("'drop", "'drop'"),
    ],
)
def test_a_term_becomes_a_query(term, tsquery):
    assert shingles.query(term) == tsquery


@pytest.mark.parametrize(
    ("asked", "terms"),
    [
        ("  路灯  路灯 Ａ3區 ", ("路灯", "a3区")),
        ("！？", ()),
        ("路灯 ！", ("路灯", "!")),
        ("", ()),
        ("路" * 100, ("路" * 60,)),
    ],
)
def test_spaces_part_what_is_typed_into_terms(asked, terms):
    assert shingles.terms(asked) == terms


def test_no_word_is_cut_in_two_by_the_longest_length():
    assert shingles.shortened("路" * 57 + "abcdef") == "路" * 57
    assert shingles.shortened("路" * 57 + "abc路") == "路" * 57 + "abc"


@pytest.mark.parametrize(
    ("text", "term", "spans"),
    [
        ("乘12路，不是112路", "12路", [(1, 4)]),
        ("BYD和byd车", "byd", [(0, 3), (4, 7)]),
        ("小區東門路燈不亮", "东门路灯", [(2, 6)]),
        ("小区东门路灯不亮", shingles.folded("東門路燈"), [(2, 6)]),
        ("坏了。请问", "了。请", [(1, 4)]),
        ("ＷＩＦＩ６", "wifi6", [(0, 5)]),
    ],
)
def test_a_hit_is_marked_where_it_stands(text, term, spans):
    assert shingles.hits(text, [term]) == spans


@given(ANY_TEXT)
def test_folding_keeps_every_character_in_its_place(text):
    folded = shingles.folded(text)
    assert len(folded) == len(text)
    assert shingles.folded(folded) == folded


@given(ANY_TEXT, ANY_TEXT)
def test_a_text_is_folded_piece_by_piece(one, other):
    assert shingles.folded(one + other) == shingles.folded(one) + shingles.folded(other)


@given(ANY_TEXT, st.data())
def test_what_stands_in_a_text_is_proposed_by_its_lexemes(text, data):
    """Whatever piece of a text is typed: if it is found in the fenced text, then its query holds for the lexemes."""
    start = data.draw(st.integers(0, len(text)))
    typed = text[start : data.draw(st.integers(start, len(text)))]
    stored = shingles.fenced(shingles.folded(text))
    for term in shingles.terms(typed):
        if shingles.fenced(term) in stored:
            for part in filter(None, shingles.query(term).split(" & ")):
                word, is_start = part.removesuffix(":*").strip("'"), part.endswith(":*")
                assert any(
                    each == word or (is_start and each.startswith(word)) for each in shingles.lexemes(stored)
                )


@given(ANY_TEXT)
def test_no_word_breaks_out_of_its_quotes(text):
    assert not any(char in word for word in shingles.shingles(text) for char in "'\\:&|!()")


@pytest.mark.django_db
def test_the_database_makes_the_same_lexemes():
    texts = [
        "路灯不亮，BYD 12路\n\x01\x0212\x01",
        "",
        "，。！",
        "한국어 かな 々〇 𠀀𠀁 é Ж",
        "a" * 99 + "路" * 300,
        "燈",
    ]
    stored = [shingles.fenced(shingles.folded(text)) for text in texts] + ["\x01\x0212\x01", "路\n灯"]
    with connection.cursor() as sql:
        sql.execute("SELECT tsvector_to_array(boards_pairs(said)) FROM unnest(%s) AS said", [stored])
        made = [set(row[0]) for row in sql.fetchall()]
    assert made == [shingles.lexemes(text) for text in stored]


def test_the_table_of_characters_is_that_of_opencc():
    pytest.importorskip("opencc")
    assert Path(simplified.__file__).read_text("utf-8") == write_simplified.module()


def test_no_simplified_character_is_folded_further():
    assert not set(simplified.SIMPLIFIED) & set(simplified.SIMPLIFIED.values())
    assert len(simplified.SIMPLIFIED) > 2900
