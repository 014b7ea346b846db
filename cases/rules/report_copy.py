"""The redacted copy (遮盖件) of a report: what those who handle it read instead of the author's words."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from boards.rules.redact import redact

HIDDEN: Final = "〔已隐去〕"
LEAST_WORD: Final = 2  # a single character would blacken half the page


def masked(text: str, words: Iterable[str] = ()) -> str:
    """Without personal numbers, and without each of `words`, such as the author's name."""
    for word in sorted(set(words), key=len, reverse=True):
        if len(word) >= LEAST_WORD:
            text = text.replace(word, HIDDEN)
    return redact(text).text


def marked_words(typed: str) -> list[str]:
    """What the desk wants hidden as well, however the words are set apart."""
    return [word for word in re.split(r"[\s,，、;；]+", typed) if word]
