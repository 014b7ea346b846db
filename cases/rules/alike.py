"""How alike two texts are: the share of their pairs of characters that both have. Linear in their length."""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

from boards.rules.shingles import folded

MOST_CHARACTERS: Final = 4000
_SIGNS: Final = re.compile(r"[\W_]+")
# What stands in every second title and says nothing of its matter.
_PLAIN_WORDS: Final = (
    "关于 问题 反映 请求 希望 投诉 咨询 求助 建议 举报 请问 怎么 什么 能否 是否 可以 没有 尽快"
)
_PLAIN_JOINTS: Final = "的问 于问 题的 的反 为什 么办"
SAYS_NOTHING: Final = frozenset(f"{_PLAIN_WORDS} {_PLAIN_JOINTS}".split(" "))

Pairs = Counter[str]


def pairs_of(text: str) -> Pairs:
    """The pairs of neighbouring characters with how often each occurs; signs, blanks and letter case do not count."""
    plain = _SIGNS.sub("", folded(text[:MOST_CHARACTERS]))
    return Counter(plain[start : start + 2] for start in range(len(plain) - 1))


def likeness(one: Pairs, other: Pairs) -> float:
    """0 for nothing in common, 1 for the same words; 0 where either is empty."""
    total = one.total() + other.total()
    return 2 * (one & other).total() / total if one and other else 0.0


def coverage(asked: Pairs, other: Pairs) -> float:
    """How much of what was asked the other text has, less where it is about much else: for titles half written."""
    wanted = Counter({pair: count for pair, count in asked.items() if pair not in SAYS_NOTHING})
    if not wanted or not other:
        return 0.0
    shared = (wanted & other).total()
    return (3 * shared / wanted.total() + likeness(wanted, other)) / 4
