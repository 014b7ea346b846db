"""Masks personal numbers in words that go public: phones, ID and bank card numbers, plates, e-mails, WeChat, QQ.

The rule of this file: in doubt a number is hidden, but hotlines, amounts and the numbers of papers stay readable.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Final

from boards.rules.folding import fold, fold_numerals
from boards.rules.personal_numbers import FINDERS, HIDDEN

MARK_WORDS: Final = {
    "id": "〔身份证号已隐去〕",
    "bankcard": "〔银行卡号已隐去〕",
    "email": "〔邮箱已隐去〕",
    "mobile": "〔电话已隐去〕",
    "landline": "〔电话已隐去〕",
    "plate": "〔车牌号已隐去〕",
    "qq": "〔QQ号已隐去〕",
    "wechat": "〔微信号已隐去〕",
}

# One is the rule, the second finds nothing; more only for text that was built to need them.
MOST_ROUNDS: Final = 6


@dataclass(frozen=True)
class Mark:
    """What was masked, and where it stood in the text as typed (end exclusive)."""

    kind: str
    start: int
    end: int


@dataclass(frozen=True)
class Redacted:
    text: str
    marks: tuple[Mark, ...]


def redact(text: str, *, keep: Collection[str] = ()) -> Redacted:
    """The text with a visible mark in place of each personal number; `keep` names kinds that stay.

    An office's reply keeps "landline": the number of the desk is there to be called.
    """
    marks = sorted(_search(text, frozenset(keep)), key=lambda mark: mark.start)
    pieces: list[str] = []
    done = 0
    for mark in marks:
        pieces += [text[done : mark.start], MARK_WORDS[mark.kind]]
        done = mark.end
    return Redacted("".join(pieces) + text[done:], tuple(marks))


def _search(text: str, keep: frozenset[str]) -> list[Mark]:
    """Finder after finder, each over what the earlier ones left; again until nothing is new.

    So redacting a redacted text changes nothing: what is hidden here looks to a pattern like a mark.
    """
    marks: list[Mark] = []
    finders = [finder for finder in FINDERS if finder.kind not in keep]
    plain, numerals = fold(text), fold_numerals(text)
    for _ in range(MOST_ROUNDS):
        known = len(marks)
        for finder in finders:
            found = list(finder.find(numerals if finder.reads_numerals else plain))
            if found:
                marks += [Mark(finder.kind, start, end) for start, end in found]
                plain, numerals = _hide(plain, found), _hide(numerals, found)
        if len(marks) == known:
            break
    return marks


def _hide(text: str, spans: list[tuple[int, int]]) -> str:
    """The same length, with nothing to find where something was found."""
    pieces: list[str] = []
    done = 0
    for start, end in spans:
        pieces += [text[done:start], HIDDEN * (end - start)]
        done = end
    return "".join(pieces) + text[done:]
