"""Words near to a word that nobody has written: one character other, or two neighbours changed about."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

SHORTEST = 3  # of two characters nearly every word is near to every other
MOST = 3


def near_words(word: str, texts: Iterable[str]) -> list[str]:
    """The most frequent of the pieces of these texts that differ from `word` in one place; both are folded."""
    if len(word) < SHORTEST:
        return []
    places = range(len(word))
    other = [f"{re.escape(word[:place])}\\w{re.escape(word[place + 1 :])}" for place in places]
    turned = [
        f"{re.escape(word[:place])}{re.escape(word[place + 1] + word[place])}{re.escape(word[place + 2 :])}"
        for place in places[:-1]
    ]
    found = Counter(re.findall("|".join(other + turned), "\n".join(texts)))
    return [piece for piece, _count in found.most_common(MOST + 1) if piece != word][:MOST]
