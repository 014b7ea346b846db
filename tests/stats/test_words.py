"""Percentages and lengths as they are written down, and what may be published of small counts."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.states import Kind
from stats.reads.download import harmless
from stats.reads.kinds import KINDS_SHOWN, MEASURES_SHOWN, published
from stats.reads.sums import months_to
from stats.words import percent, short, workdays


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (45, 50, "90.0"),
        (1, 3, "33.3"),
        (2, 3, "66.7"),
        (1, 16, "6.3"),  # 6.25: half up
        (3, 16, "18.8"),  # 18.75
        (1, 2000, "0.1"),  # 0.05: half up
        (1999, 2000, "99.9"),  # 99.95 would be 100.0, and one case was not
        (1, 100_000, "0.1"),  # not quite none
        (0, 7, "0.0"),
        (7, 7, "100.0"),
        (0, 0, "–"),
    ],
)
def test_percentages_are_rounded_half_up_and_never_claim_all_or_none(
    part: int, whole: int, words: str
) -> None:
    assert percent(part, whole) == words


@given(st.integers(1, 10**7).flatmap(lambda whole: st.tuples(st.integers(0, whole), st.just(whole))))
def test_a_percentage_is_never_further_off_than_a_tenth(pair: tuple[int, int]) -> None:
    part, whole = pair
    shown = percent(part, whole)
    assert abs(float(shown) - 100 * part / whole) < 0.1000001
    assert (shown == "100.0") == (part == whole)


@pytest.mark.parametrize(
    ("value", "words"),
    [(None, "–"), (Fraction(3), "3"), (Fraction(5, 2), "2.5"), (Fraction(14, 3), "4.7"), (Fraction(0), "0")],
)
def test_lengths_have_a_decimal_only_where_there_is_one(value: Fraction | None, words: str) -> None:
    assert workdays(value) == words


@pytest.mark.parametrize(
    ("value", "words"), [(0, "0"), (9876, "9,876"), (12_345, "1.2万"), (1_234_567, "123万")]
)
def test_numbers_above_a_bar_stay_short(value: int, words: str) -> None:
    assert short(value) == words


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM", "\t=1", "\r=1", "＝1", "＋1", "－1", "＠1"])
def test_a_cell_that_looks_like_a_formula_becomes_text(text: str) -> None:
    assert harmless(text) == f"'{text}"


def test_an_ordinary_cell_stays_as_it_is() -> None:
    assert harmless("市水务局") == "市水务局"


def test_twelve_months_reach_over_the_new_year() -> None:
    months = months_to(date(2026, 3, 1))
    assert (months[0], months[-1], len(months)) == (date(2025, 4, 1), date(2026, 3, 1), 12)


def of(**received: int) -> dict[str, dict[str, int]]:
    return {kind: {"received": value} for kind, value in received.items()}


def received(shown) -> dict[str, int | None]:
    return {kind: values["received"] for kind, values in shown.items() if values["received"] != 0}


def test_five_reports_are_shown() -> None:
    assert received(published(of(report=5, question=9))) == {"report": 5, "question": 9}


def test_four_reports_and_the_smallest_other_count_are_kept_back() -> None:
    shown = received(published(of(report=4, question=9, complaint=2)))
    assert shown == {"report": None, "question": 9, "complaint": None}


def test_where_reports_are_all_there_is_nothing_is_shown() -> None:
    assert set(received(published(of(report=1))).values()) == {None}


def test_no_reports_hide_nothing() -> None:
    assert received(published(of(question=1))) == {"question": 1}


counts = st.fixed_dictionaries(
    {
        kind: st.fixed_dictionaries({name: st.integers(0, 12) for name in MEASURES_SHOWN})
        for kind in KINDS_SHOWN
    }
)


@given(counts)
def test_a_small_count_of_reports_cannot_be_worked_out_from_the_others(by_kind) -> None:
    shown = published(by_kind)
    for measure in MEASURES_SHOWN:
        if 0 < by_kind[Kind.REPORT][measure] < 5:
            hidden = [kind for kind in KINDS_SHOWN if shown[kind][measure] is None]
            assert Kind.REPORT in hidden
            assert len(hidden) >= 2
