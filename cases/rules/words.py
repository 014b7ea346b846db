"""Cleans everything a person types: what cannot be stored, seen or trusted goes, what was meant stays.

The rule of this file: never raises, takes linear time, and cleaning twice changes nothing more.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

MOST_MARKS: Final = 4  # accents on one character; more is a scribble over the neighbours' lines

_LINE_ENDS: Final = re.compile("\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
_BLANKS: Final = "\t\u115f\u1160\u2800\u3164\uffa0"  # look empty and would pass for five characters
_NOT_STORED: Final = "\ufffe\uffff"  # not allowed in XML, hence not in a feed
# The joiner inside a family emoji is meant; everywhere else a zero-width character is a trick.
_JOINER: Final = re.compile(
    "(?<![\u2600-\u27bf\ufe0f\U0001f000-\U0001faff])\u200d|\u200d(?![\u2600-\u27bf\U0001f000-\U0001faff])"
)
_RUN_OF_MARKS: Final = re.compile(f"m{{{MOST_MARKS + 1},}}")


class _Keep(dict[int, int | None]):
    """For str.translate, filled as characters come: None drops control, format and surrogate characters."""

    def __missing__(self, code: int) -> int | None:
        char = chr(code)
        dropped = unicodedata.category(char) in ("Cc", "Cf", "Cs") and char not in "\n\u200d"
        self[code] = None if dropped or char in _NOT_STORED else ord(" ") if char in _BLANKS else code
        return self[code]


class _Shape(dict[int, str]):
    def __missing__(self, code: int) -> str:
        self[code] = "m" if unicodedata.combining(chr(code)) else "."
        return self[code]


_KEEP = _Keep({ord("\t"): ord(" ")})
_SHAPE = _Shape()


def clean_words(text: str) -> str:
    r"""Line ends become \n; NUL, controls, lone surrogates, bidi overrides and zero widths go; NFC; ends trimmed."""
    plain = _JOINER.sub("", _LINE_ENDS.sub("\n", text).translate(_KEEP))
    # Before NFC, which sorts a run of marks in quadratic time, and after it, for it may lengthen one.
    composed = _fewer_marks(unicodedata.normalize("NFC", _fewer_marks(plain)))
    return "\n".join(line.rstrip() for line in composed.split("\n")).strip()


def length_of(text: str) -> int:
    """Characters as the form counts them: after cleaning, a line end is one."""
    return len(clean_words(text))


def _fewer_marks(text: str) -> str:
    shape = text.translate(_SHAPE)
    pieces: list[str] = []
    done = 0
    for run in _RUN_OF_MARKS.finditer(shape):
        pieces.append(text[done : run.start() + MOST_MARKS])
        done = run.end()
    return "".join(pieces) + text[done:]
