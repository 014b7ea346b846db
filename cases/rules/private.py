"""What the author keeps from the public (作者隐去): passages of the own words, masked before anything is put up. Pure.

The rule of this file: every character that lies in any occurrence of any passage is hidden, and no mask of ours ever
takes a number apart that the redactor would have masked.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from boards.rules.redact import redact

MARK: Final = "〔作者隐去〕"
LEAST, MOST = 2, 200  # characters of a passage: one alone would blacken half the page
MOST_PASSAGES: Final = 30

Span = tuple[int, int]


def hide(text: str, passages: Iterable[str]) -> str:
    """The text with a visible mark in place of each passage, wherever it stands."""
    pieces, done = [], 0
    for start, end in _hidden(text, passages):
        pieces += [text[done:start], MARK]
        done = end
    return "".join(pieces) + text[done:]


def hide_place(place: str, passages: Iterable[str]) -> str:
    """A place is one thing: where a passage stands in it, nothing of it is told."""
    return MARK if _hidden(place, passages) else place


def public_text(text: str, passages: Iterable[str] = ()) -> str:
    """The words of an author as everybody else reads them."""
    return redact(hide(text, passages)).text


def still_there(passages: Iterable[str], texts: Sequence[str]) -> list[str]:
    """The passages that stand in the texts, each once, in their order: what the author wrote over needs no hiding."""
    wanted = dict.fromkeys(each for each in passages if LEAST <= len(each) <= MOST)
    return [each for each in wanted if any(each in text for text in texts)][:MOST_PASSAGES]


def _hidden(text: str, passages: Iterable[str]) -> list[Span]:
    """The stretches to hide, apart from each other and in order; a number that is touched is hidden whole."""
    chosen = [span for each in passages if each for span in _occurrences(text, each)]
    if not chosen:
        return []
    numbers = [(mark.start, mark.end) for mark in redact(text).marks]
    touched = [number for number in numbers if any(_meet(number, span) for span in chosen)]
    return _merged(sorted(chosen + touched))


def _occurrences(text: str, passage: str) -> Iterable[Span]:
    start = text.find(passage)
    while start >= 0:
        yield start, start + len(passage)
        start = text.find(passage, start + 1)


def _meet(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _merged(spans: Sequence[Span]) -> list[Span]:
    merged: list[Span] = []
    for start, end in spans:
        if merged and start <= merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return merged
