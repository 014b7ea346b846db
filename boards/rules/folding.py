"""Folds a text so that one pattern fits all ways of typing a number.

The rule of this file: one character becomes one character, so a place found in the copy is the place in the text.
"""

from __future__ import annotations

import unicodedata
from typing import Final

_FULL_WIDTH: Final = range(0xFF01, 0xFF5F)
_FULL_WIDTH_SHIFT: Final = 0xFEE0
_NUMERALS: Final = dict(
    zip("零〇○一幺二三四五六七八九壹贰叁肆伍陆柒捌玖", "0001123456789123456789", strict=True)
)


class _Table(dict[int, int]):
    """Filled as characters come: any decimal digit to 0-9, full width to narrow, dashes to "-", spaces to " "."""

    def __missing__(self, code: int) -> int:
        self[code] = ord(self.folded(chr(code)))
        return self[code]

    def folded(self, char: str) -> str:
        category = unicodedata.category(char)
        if category == "Nd":
            return str(unicodedata.decimal(char))
        if category == "Zs" or char == "\t":
            return " "
        if ord(char) in _FULL_WIDTH:
            char = chr(ord(char) - _FULL_WIDTH_SHIFT)
        return "-" if category == "Pd" or char in "−ー" else char


class _NumeralTable(_Table):
    """Also Chinese numerals and circled digits: 一三八, 壹叁捌, ①③⑧."""

    def folded(self, char: str) -> str:
        if char in _NUMERALS:
            return _NUMERALS[char]
        if unicodedata.category(char) == "No":
            value = unicodedata.digit(char, None)
            return char if value is None else str(value)
        return super().folded(char)


_PLAIN = _Table()
_NUMERAL = _NumeralTable()


def fold(text: str) -> str:
    return text.translate(_PLAIN)


def fold_numerals(text: str) -> str:
    """For numbers written out in characters; too eager for anything short."""
    return text.translate(_NUMERAL)
