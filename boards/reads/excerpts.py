"""The stretch of a text around the first of the words that were searched, in pieces: words, and whether they are a hit."""

from __future__ import annotations

from collections.abc import Sequence

from boards.rules.shingles import hits

BEFORE_HIT, AFTER_HIT = 24, 72

Pieces = tuple[tuple[str, bool], ...]


def marked(text: str, terms: Sequence[str]) -> Pieces:
    """The whole text with its hits marked; the characters are those of the text, however the hit was typed."""
    return _pieces(text, hits(text, terms))


def excerpt(text: str, terms: Sequence[str]) -> Pieces:
    """The neighbourhood of the first hit, or the beginning of a text without one."""
    found = hits(text, terms)
    start = max(0, found[0][0] - BEFORE_HIT) if found else 0
    end = (found[0][1] if found else 0) + AFTER_HIT
    inside = [(first - start, min(last, end) - start) for first, last in found if first < end]
    before, after = ("…" if start else ""), ("…" if end < len(text) else "")
    pieces = ((before, False), *_pieces(text[start:end], inside), (after, False))
    return tuple(piece for piece in pieces if piece[0])


def _pieces(text: str, found: Sequence[tuple[int, int]]) -> Pieces:
    pieces, last = [], 0
    for first, end in found:
        pieces += [(text[last:first], False), (text[first:end], True)]
        last = end
    return tuple((words, is_hit) for words, is_hit in (*pieces, (text[last:], False)) if words)
