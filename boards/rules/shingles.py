"""Chinese search without a dictionary: texts as overlapping pairs of characters, written as a tsvector by ourselves.

PostgreSQL's parser takes a whole Chinese clause for one word on every locale, so it is not asked. The vector holds no
positions: they would double its size, and reading them to check a phrase is what made frequent words slow. Instead all
pairs of a longer word must be there (the index answers that), and the few rows found are checked against their text.
"""

from __future__ import annotations

import re
import unicodedata

MOST_RUNS = 8
_RUNS = re.compile(r"[a-z0-9]+|[\u3400-\u9fff\U00020000-\U0003ffff]+")


def folded(text: str) -> str:
    """Full-width to half-width, upper to lower case."""
    return unicodedata.normalize("NFKC", text).lower()


def runs(text: str) -> list[str]:
    """What a person typed, cut into runs that are either Latin letters and digits or Chinese; bounded."""
    return [run[:20] for run in _RUNS.findall(folded(text))[:MOST_RUNS]]


def shingles(text: str) -> set[str]:
    """Latin words and numbers whole; Chinese runs as pairs, plus the last character alone (so that 路:* finds it)."""
    found: set[str] = set()
    for run in _RUNS.findall(folded(text)):
        if run[0].isascii():
            found.add(run[:40])
        else:
            found.update(run[start : start + 2] for start in range(len(run)))
    return found


def vector(text: str) -> str:
    """The text as a tsvector literal: `'路灯' '灯不' …`."""
    return " ".join(f"'{word}'" for word in sorted(shingles(text)))


def query(text: str) -> str:
    """What a person typed, as a tsquery literal: everything must be there; "" when nothing is left to look for."""
    parts: list[str] = []
    for run in runs(text):
        if run[0].isascii() or len(run) == 1:
            parts.append(f"'{run}':*")
        else:
            parts.extend(f"'{run[start : start + 2]}'" for start in range(len(run) - 1))
    return " & ".join(dict.fromkeys(parts))


def to_recheck(text: str) -> list[str]:
    """The runs of three and more characters: having all their pairs is not yet having the word."""
    return [run for run in runs(text) if len(run) > 2 and not run[0].isascii()]
