"""“Did you mean” where nothing was found: the same without filters, a near word, or what a part of it finds.

Each guess was tried: following it finds something. Bounded, and asked only when a search found nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from boards.models import Message
from boards.models.scope import scope_of
from boards.reads.finding import meet
from boards.rules.near import near_words
from boards.rules.question import Question
from boards.rules.shingles import RUNNING, folded

MOST_GUESSES = 4
MOST_TRIED = 8
TITLES_READ = 3000
_MARKS = re.compile(r"[\W_]+")
_RUNNING = re.compile(f"[{RUNNING}]+")


@dataclass(frozen=True)
class Guess:
    """Words to search instead, and the address of that search."""

    words: str
    href: str
    is_unfiltered: bool = False


def guesses(question: Question) -> tuple[Guess, ...]:
    """At most MOST_GUESSES, the likeliest first."""
    if question.filters and _finds(bare := Question(q=question.q)):
        return (Guess(question.q, f"?{bare.address}", is_unfiltered=True),)
    found: list[Guess] = []
    for words in [other for other in dict.fromkeys(_others(question)) if other != question.q][:MOST_TRIED]:
        asked = replace(question, q=words)
        if _finds(asked):
            found.append(Guess(words, f"?{asked.address}"))
        if len(found) == MOST_GUESSES:
            break
    return tuple(found)


def _finds(question: Question) -> bool:
    return bool(question.terms) and bool(meet(scope_of(question), None, wanted=1).places)


def _others(question: Question) -> Iterator[str]:
    """Other words for the same wish: without marks, a near word in place of one, each word alone, parts of a long one."""
    terms = question.terms
    plain = " ".join(_MARKS.sub(" ", question.q).split())
    yield plain
    titles = [folded(each) for each in _titles()] if any(map(_RUNNING.fullmatch, terms)) else []
    for place, term in enumerate(terms):
        for near in near_words(term, titles) if _RUNNING.fullmatch(term) else ():
            yield " ".join((*terms[:place], near, *terms[place + 1 :]))
    pieces = plain.split()
    if len(pieces) > 1:
        yield from pieces
    for piece in pieces:
        for size in sorted({len(piece) - 1, len(piece) // 2 + 1, len(piece) // 2, 2}, reverse=True):
            if 2 <= size < len(piece) and _RUNNING.fullmatch(folded(piece)):
                yield piece[:size]
                yield piece[-size:]


def _titles() -> list[str]:
    newest = Message.objects.up().order_by("-posted_at", "-id")
    return list(newest.values_list("title", flat=True)[:TITLES_READ])
