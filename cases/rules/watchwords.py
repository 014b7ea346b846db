"""Finds watched words in a text however they are disguised, and leaves alone what only looks like them. Pure.

The text is folded sign by sign (width, case, accents, look-alikes, traditional characters) and what is neither letter nor
number is left out; each sign remembers where it stood. One Aho-Corasick automaton then finds words, their exceptions and
their companions in one pass. docs/adr/0021 says what counts as a hit.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import ahocorasick

from boards.rules.simplified import SIMPLIFIED
from cases.rules.watch_levels import Level

NEAR = 30  # signs to either side in which a companion must stand
MOST_FOUND = 50  # places a text; more tell a reader nothing
CLAUSE_ENDS: Final = frozenset(",;:!?，。；：！？、…\n\r\u2028\u2029")
# Signs that are drawn alike. Traditional characters have their own table.
_ALIKE: Final = dict(
    zip(
        "аеорсухіѕԁԛԝвкмнтαβεικνορτυχ囗曰巿毐倣発売気薬単価図壊ㄧ",
        "aeopcyxisdqwbkmhtabeikvoptux口日市毒仿发卖气药单价图坏一",
        strict=True,
    )
)

_INVISIBLE: Final = frozenset("\u115f\u1160")  # letters by their category, blanks by their look


@dataclass(frozen=True)
class Watched:
    """A row of the list: the word, what is done about it, the harmless words around it, the words that must be near."""

    word: str
    level: str
    exceptions: tuple[str, ...] = ()
    near: tuple[str, ...] = ()


@dataclass(frozen=True)
class Found:
    """A watched word where it stands in the text as it was typed (end exclusive)."""

    word: str
    level: str
    start: int
    end: int


class _Signs(dict[str, str]):
    """A sign → what of it counts; "" for what separates. Filled as signs come."""

    def __missing__(self, sign: str) -> str:
        plain = unicodedata.normalize("NFKD", sign).lower()
        kept = [
            _ALIKE.get(each, each).translate(SIMPLIFIED)
            for each in plain
            if each.isalnum() and each not in _INVISIBLE
        ]
        self[sign] = "".join(kept)
        return self[sign]


_SIGNS: Final = _Signs()


@dataclass
class Folded:
    """A text without its disguises: the signs, where each stood, and what separates it from the one before."""

    signs: str = ""
    places: list[int] = field(default_factory=list)
    gaps: list[int] = field(default_factory=list)  # 0 nothing, 1 a blank or symbol, 2 the end of a clause


def folded(text: str) -> Folded:
    """The text as the automaton reads it."""
    signs: list[str] = []
    found = Folded()
    gap = 0
    for place, sign in enumerate(text):
        if kept := _SIGNS[sign]:
            signs.append(kept)
            found.places += [place] * len(kept)
            found.gaps += [gap] + [0] * (len(kept) - 1)
            gap = 0
        elif not unicodedata.combining(sign):
            gap = max(gap, 2 if sign in CLAUSE_ENDS else 1)
    found.signs = "".join(signs)
    return found


Span = tuple[int, int]  # in folded signs, end exclusive


class Watch:
    """A list of watched words, ready to be looked for. Built once for each version of the list."""

    def __init__(self, words: Iterable[Watched]) -> None:
        self.words: Sequence[Watched] = tuple(words)
        self._spelt = [
            (
                folded(each.word).signs,
                frozenset(folded(other).signs for other in each.exceptions),
                frozenset(folded(other).signs for other in each.near),
            )
            for each in self.words
        ]
        patterns = {
            spelling for word, *others in self._spelt for spelling in (word, *frozenset().union(*others))
        }
        self._automaton = ahocorasick.Automaton()
        for pattern in patterns - {""}:
            self._automaton.add_word(pattern, pattern)
        self._is_empty = not len(self._automaton)
        if not self._is_empty:
            self._automaton.make_automaton()

    def search(self, text: str, *, only: Iterable[str] = Level) -> list[Found]:
        """Every hit, in the order of the text."""
        levels = set(only)
        read = folded(text)
        spans = self._spans(read)
        hits = {
            Found(row.word, row.level, read.places[start], read.places[end - 1] + 1)
            for row, (word, exceptions, near) in zip(self.words, self._spelt, strict=True)
            if word in spans and row.level in levels
            for start, end in spans[word]
            if _is_whole(read, start, end)
            and not any(_claims(claim, (start, end)) for each in exceptions for claim in spans.get(each, ()))
            and (
                not near
                or any(_is_near(other, (start, end)) for each in near for other in spans.get(each, ()))
            )
        }
        return sorted(hits, key=lambda hit: (hit.start, hit.end, hit.word))[:MOST_FOUND]

    def _spans(self, read: Folded) -> dict[str, list[Span]]:
        """Where each pattern stands, clause by clause."""
        found: dict[str, list[Span]] = {}
        if self._is_empty or not read.signs:
            return found
        for last, pattern in self._automaton.iter(read.signs):
            start, end = last + 1 - len(pattern), last + 1
            if _holds_together(read.gaps[start + 1 : end]):
                found.setdefault(pattern, []).append((start, end))
        return found


def _holds_together(gaps: Sequence[int]) -> bool:
    """A word does not reach into the next clause, unless somebody has put something between all of its three or more signs."""
    return 2 not in gaps or (len(gaps) > 1 and all(gaps))


def _is_whole(read: Folded, start: int, end: int) -> bool:
    """A Latin word or number is not a part of a longer one."""
    opens = _joins(read, start) and start > 0
    closes = end < len(read.signs) and _joins(read, end)
    return not (opens or closes)


def _joins(read: Folded, at: int) -> bool:
    """Whether the signs before and at `at` are Latin letters or digits of one word."""
    if at == 0 or read.gaps[at]:
        return False
    before, here = read.signs[at - 1], read.signs[at]
    return before.isascii() and here.isascii()


def _claims(claim: Span, hit: Span) -> bool:
    """A harmless word takes signs of the hit and reaches beyond it: 交通 of 口交 in 路口交通."""
    overlaps = claim[0] < hit[1] and hit[0] < claim[1]
    return overlaps and (claim[0] < hit[0] or claim[1] > hit[1])


def _is_near(other: Span, hit: Span) -> bool:
    return other[0] < hit[1] + NEAR and hit[0] < other[1] + NEAR
