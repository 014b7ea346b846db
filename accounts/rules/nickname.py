"""The public name of a citizen: what it may look like, and that it never gives the telephone number away."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence

SHAPE = re.compile(r"[\w·\-]{2,12}")
LETTERS, DIGITS = "ABCDEFGHJKLMNPQRSTUVWXYZ", "23456789"  # without the look-alikes I O 0 1
TELLING = 4  # so many digits in a row of the number are enough to recognise somebody
CHINESE_DIGITS = str.maketrans("零〇一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "001234567891123456789")
OFFICIAL = (
    "管理员",
    "官方",
    "客服",
    "书记",
    "市长",
    "县长",
    "区长",
    "镇长",
    "政府",
    "市委",
    "县委",
    "公安",
    "信访局",
)


def new_nickname(choose: Callable[[Sequence[str]], str]) -> str:
    """A first public name such as 市民7K3F; `choose` picks one of a sequence (secrets.choice). Never from the number."""
    return "市民" + "".join(choose(signs) for signs in (DIGITS, LETTERS, DIGITS, LETTERS))


def has_right_shape(nickname: str) -> bool:
    """2 to 12 letters, characters, digits, hyphens or middle dots."""
    return SHAPE.fullmatch(nickname) is not None


def sounds_official(nickname: str) -> bool:
    """Readers could take it for an office."""
    return any(word in nickname for word in OFFICIAL)


def reveals_number(nickname: str, phone: str) -> bool:
    """Four or more digits in a row of `phone`, however they are written: １３８, 一三八, ①③⑧ or 1-3-8."""
    plain = unicodedata.normalize("NFKC", nickname).translate(CHINESE_DIGITS)
    digits = "".join(str(unicodedata.digit(sign)) for sign in plain if sign.isdigit())
    return any(digits[start : start + TELLING] in phone for start in range(len(digits) - TELLING + 1))
