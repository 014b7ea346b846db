"""Finds the marks (〔电话已隐去〕) again in words that are public, so that a page can show them as such. Pure."""

from __future__ import annotations

import re
from typing import Final

# Every mark stands in these brackets and says what it stands for: redact.py, and what an author keeps private.
MASK: Final = re.compile(r"(〔[^〔〕\n]{1,16}隐去〕)")

Pieces = tuple[tuple[str, bool], ...]


def pieces(text: str) -> Pieces:
    """The text in order as (words, is it a mark). Put together again, it is the same text."""
    return tuple((words, bool(MASK.fullmatch(words))) for words in MASK.split(text) if words)
