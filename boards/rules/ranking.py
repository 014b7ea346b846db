"""In which order hits stand: by match, freshness and whether answered. Pure arithmetic over what a row tells."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

IN_TITLE = 2.0  # what a title with all terms adds to a text that has them anywhere
HALF_AS_FRESH = timedelta(days=180)
NEVER_LESS = 0.4  # of the weight of a message of today, however old: an old answer may still be the answer
ANSWERED = 1.3


def score(places: Sequence[int], *, title_ends: int, age: timedelta, is_answered: bool) -> float:
    """`places`: where each term stands first in the text, from 1 (0: nowhere, a unit's name); the title comes first."""
    in_title = sum(0 < place < title_ends for place in places) / len(places)
    freshness = 1 / (1 + max(age, timedelta()) / HALF_AS_FRESH)
    return (
        (1 + IN_TITLE * in_title)
        * (NEVER_LESS + (1 - NEVER_LESS) * freshness)
        * (ANSWERED if is_answered else 1)
    )
