"""Handling times: how long one case took, and what a histogram {workdays: count} says. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from fractions import Fraction

from cases.rules.workdays import Calendar, in_shanghai

Histogram = Mapping[int, int]


def handling_workdays(accepted_at: datetime, answered_at: datetime, calendar: Calendar) -> int:
    """Workdays from acceptance to the first reply, counted as the deadline counts them: the receipt day is day 0."""
    receipt = calendar.receipt_day(accepted_at)
    return max(0, calendar.workdays_between(receipt, in_shanghai(answered_at).date()))


def size(histogram: Histogram) -> int:
    """How many cases it holds (n)."""
    return sum(histogram.values())


def at_rank(histogram: Histogram, rank: int) -> int:
    """The value of the case at this rank, 1 for the shortest."""
    seen = 0
    for value in sorted(histogram):
        seen += histogram[value]
        if seen >= rank:
            return value
    raise ValueError(f"rank {rank} of {seen}")


def median(histogram: Histogram) -> Fraction | None:
    """The middle value; of an even number the mean of the two in the middle. None when empty."""
    n = size(histogram)
    if not n:
        return None
    return Fraction(at_rank(histogram, (n + 1) // 2) + at_rank(histogram, n // 2 + 1), 2)


def p90(histogram: Histogram) -> Fraction | None:
    """The smallest value that at least nine of ten do not exceed (nearest rank). None when empty."""
    n = size(histogram)
    return Fraction(at_rank(histogram, -(-9 * n // 10))) if n else None


def mean(histogram: Histogram) -> Fraction | None:
    """The mean. None when empty."""
    n = size(histogram)
    return Fraction(sum(value * count for value, count in histogram.items()), n) if n else None
