"""Handling times and their histograms."""

from __future__ import annotations

import statistics
from collections import Counter
from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.models import current_policy
from cases.rules.workdays import SHANGHAI
from stats.durations import handling_workdays, mean, median, p90

values = st.lists(st.integers(min_value=0, max_value=60), min_size=1, max_size=200)


@given(values)
def test_the_median_of_a_histogram_is_the_median_of_the_values(given_values: list[int]) -> None:
    assert float(median(Counter(given_values))) == statistics.median(given_values)


@given(values)
def test_p90_is_the_smallest_value_that_nine_of_ten_do_not_exceed(given_values: list[int]) -> None:
    value = int(p90(Counter(given_values)))
    within = sum(each <= value for each in given_values)
    below = sum(each < value for each in given_values)
    assert 10 * within >= 9 * len(given_values) > 10 * below


@given(values, values)
def test_histograms_that_are_added_up_give_the_median_of_all_values(one: list[int], other: list[int]) -> None:
    assert float(median(Counter(one) + Counter(other))) == statistics.median(one + other)


@given(values)
def test_the_mean_of_a_histogram_is_the_mean_of_the_values(given_values: list[int]) -> None:
    assert mean(Counter(given_values)) == statistics.fmean(given_values) or float(
        mean(Counter(given_values))
    ) == pytest.approx(statistics.fmean(given_values))


@pytest.mark.parametrize("figure", [median, p90, mean])
def test_an_empty_histogram_says_nothing(figure) -> None:
    assert figure({}) is None


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("accepted", "answered", "workdays"),
    [
        ("2026-03-09 09:30", "2026-03-09 17:00", 0),  # the same Monday
        ("2026-03-09 09:30", "2026-03-10 08:00", 1),
        ("2026-03-09 09:30", "2026-03-16 10:00", 5),  # over a weekend: just in time for five workdays
        ("2026-03-09 18:30", "2026-03-10 17:00", 0),  # after closing: received on Tuesday
        ("2026-03-14 10:00", "2026-03-14 11:00", 0),  # answered on the Saturday itself, received on Monday
        ("2026-03-14 10:00", "2026-03-17 10:00", 1),
        (
            "2026-02-13 10:00",
            "2026-02-24 10:00",
            2,
        ),  # over Spring Festival, with the make-up Saturday of 14 February
    ],
)
def test_workdays_are_counted_as_the_deadline_counts_them(
    accepted: str, answered: str, workdays: int
) -> None:
    moments = [datetime.fromisoformat(each).replace(tzinfo=SHANGHAI) for each in (accepted, answered)]
    assert handling_workdays(*moments, current_policy().calendar) == workdays
