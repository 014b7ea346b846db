"""Words near to a word that nobody has written: one character other, or two neighbours changed about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

SHORTEST = 3  # of two characters nearly every word is near to every other
MOST = 3


def near_words(word: str, texts: Iterable[str]) -> list[str]:
    """The most frequent of the pieces of these texts that differ from `word` in one place; both are folded."""
    size = len(word)
    if size < SHORTEST:
        return []
    found: Counter[str] = Counter()
    for text in texts:
        for start in range(len(text) - size + 1):
            piece = text[start : start + size]
            if _is_near(word, piece):
                found[piece] += 1
    return [piece for piece, _count in found.most_common(MOST)]


def _is_near(word: str, piece: str) -> bool:
    apart = [place for place, (one, other) in enumerate(zip(word, piece, strict=True)) if one != other]
    if len(apart) == 1:
        return piece[apart[0]].isalnum()
    if len(apart) != 2:
        return False
    first, second = apart
    return second == first + 1 and word[first] == piece[second] and word[second] == piece[first]
