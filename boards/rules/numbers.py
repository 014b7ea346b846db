"""How a message's number is written, from however somebody typed it into an address."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST_TYPED: Final = 64
_NUMBER: Final = re.compile(r"(?:WZ)?([12][0-9]{3})([0-9]{6,12})([0-9])")
_LETTERS_FOR_DIGITS: Final = str.maketrans("OIL", "011")


def as_written(typed: str) -> str:
    """WZ-2026-004217-8 from wz20260042178, 2026 004217 8 or full-width characters; "" for what can be no number."""
    if len(typed) > LONGEST_TYPED:
        return ""
    narrow = unicodedata.normalize("NFKC", typed).upper().translate(_LETTERS_FOR_DIGITS)
    found = _NUMBER.fullmatch("".join(each for each in narrow if each.isascii() and each.isalnum()))
    return "WZ-{}-{}-{}".format(*found.groups()) if found else ""
