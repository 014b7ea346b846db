"""Pairs of measurements, taken in turn A B A B, so that a machine that slows down slows both."""

from __future__ import annotations

from collections.abc import Callable
from statistics import median

ROUNDS = 5


def ratio(
    name: str, ours: Callable[[], float], reference: Callable[[], float], *, rounds: int = ROUNDS
) -> float:
    """Print and return the median of ours ÷ reference over the rounds, with the smallest and the largest."""
    ours(), reference()  # warm up
    figures = [(ours(), reference()) for _round in range(rounds)]
    ratios = sorted(a / b for a, b in figures)
    a, b = median(each[0] for each in figures), median(each[1] for each in figures)
    print(
        f"{name:<44} {median(ratios):5.2f} × reference ({ratios[0]:.2f}–{ratios[-1]:.2f}); {a:,.0f}/s against {b:,.0f}/s"
    )
    return median(ratios)
