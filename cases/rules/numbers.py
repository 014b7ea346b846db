"""The number of a case, which may be said on the telephone, and the lookup code, which only the author knows.

Both are read back forgivingly: full width, lower case, spaces and missing hyphens are how people type.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
import unicodedata
from typing import Final

PREFIX: Final = "WZ"
LEAST_DIGITS: Final = 6
LONGEST_TYPED: Final = 64
# No 0 O, 1 I L, U: what looks or sounds alike on paper and telephone.
CODE_ALPHABET: Final = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
CODE_LENGTH: Final = 8

_NUMBER: Final = re.compile(rf"(?:{PREFIX})?([12][0-9]{{3}})([0-9]{{{LEAST_DIGITS},12}})([0-9])")
_LETTERS_FOR_DIGITS: Final = str.maketrans("OIL", "011")


def check_digit(digits: str) -> str:
    """ISO 7064 MOD 11,10 (GB/T 17710): finds every wrong digit and nearly every swap of neighbours."""
    product = 10
    for digit in digits:
        product = ((int(digit) + product) % 10 or 10) * 2 % 11
    return str((11 - product) % 10)


def case_number(year: int, sequence: int) -> str:
    """WZ-2026-004217-3; the sequence grows beyond six digits when it must."""
    counted = f"{sequence:0{LEAST_DIGITS}d}"
    return f"{PREFIX}-{year:04d}-{counted}-{check_digit(f'{year:04d}{counted}')}"


def parse_number(text: str) -> str | None:
    """The number as we write it, from whatever a person typed; None for what is none or has a typing error."""
    if len(text) > LONGEST_TYPED:
        return None
    match = _NUMBER.fullmatch(_plain(text).translate(_LETTERS_FOR_DIGITS))
    if match is None:
        return None
    year, counted, check = match.groups()
    number = case_number(int(year), int(counted))
    return number if number == f"{PREFIX}-{year}-{counted}-{check}" else None


def new_lookup_code() -> str:
    return "".join(secrets.choice(CODE_ALPHABET) for _ in range(CODE_LENGTH))


def lookup_digest(code: str, number: str, key: str) -> str:
    """What is stored of a lookup code: hex HMAC-SHA256, bound to the case so that a code opens one case only."""
    words = f"lookup code\n{parse_number(number) or number}\n{_plain(code)}"
    return hmac.new(_bytes(key), _bytes(words), hashlib.sha256).hexdigest()


def _plain(text: str) -> str:
    """Capital letters and digits of the text, full width narrowed; everything else dropped."""
    narrow = unicodedata.normalize("NFKC", text).upper()
    return "".join(char for char in narrow if char.isascii() and char.isalnum())


def _bytes(text: str) -> bytes:
    """A lone surrogate in a form field must not become a fault."""
    return text.encode("utf-8", "surrogatepass")
