"""How alike two texts are: the share of their pairs of characters that both have. Linear in their length."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from boards.rules.shingles import folded

MOST_CHARACTERS: Final = 4000
_SIGNS: Final = re.compile(r"[\W_]+")

Pairs = Counter[str]


def pairs_of(text: str) -> Pairs:
    """The pairs of neighbouring characters with how often each occurs; signs, blanks and letter case do not count."""
    plain = _SIGNS.sub("", folded(text[:MOST_CHARACTERS]))
    return Counter(plain[start : start + 2] for start in range(len(plain) - 1))


def likeness(one: Pairs, other: Pairs) -> float:
    """0 for nothing in common, 1 for the same words; 0 where either is empty."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if one and other else 0.0
