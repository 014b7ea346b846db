"""Which answered cases are revisited (回访): bad ratings, mandatory kinds, and a seeded sample anybody can recompute."""

from __future__ import annotations

import hashlib

from cases.rules.clocks import Sample
from cases.rules.states import Grade, Kind, Outcome

BAD_SCORE = 2  # of 5: not satisfied


def is_bad(*, is_solved: str, outcome_score: int) -> bool:
    """A rating that sends a case to revisit: not solved, or an outcome of one or two stars."""
    return is_solved == "no" or outcome_score <= BAD_SCORE


def in_sample(number: str, sample: Sample | None) -> bool:
    """Whether the published seed draws this number: SHA-256 of seed and number, taken modulo 100."""
    if sample is None:
        return False
    digest = hashlib.sha256(f"{sample.seed}|{number}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % 100 < sample.percent


def why_revisit(
    *,
    number: str,
    kind: str,
    grade: str,
    outcome: str,
    sample: Sample | None,
    was_supervised: bool = False,
    was_instructed: bool = False,
) -> str:
    """The ground for revisiting an answered, unrated case at the end of its window; "" when it may close."""
    if kind == Kind.REPORT:
        return "report"
    if grade != Grade.NORMAL:
        return "emergency"
    if outcome == Outcome.PROMISED:
        return "promised"
    if was_supervised:
        return "supervised"
    if was_instructed:
        return "instructed"
    return "sample" if in_sample(number, sample) else ""
