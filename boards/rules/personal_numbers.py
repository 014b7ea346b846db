"""What a personal number looks like in a folded text, one finder a kind.

The rule of this file: every pattern is of bounded length, so that searching takes linear time whatever is typed,
and none contains the character that stands for what is hidden already.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Final

HIDDEN: Final = "〕"

Found = Iterator[tuple[int, int]]


@dataclass(frozen=True)
class Finder:
    kind: str
    find: Callable[[str], Found]
    reads_numerals: bool = False


# Between the groups of a number: 138-0000-0000, 138 0000 0000, (0774)3800000.
GAP: Final = r"[ ()\-.·_/]{0,3}"
EACH_GAP: Final = "[ \\-.·_/*,\ufe0f\u20e3]{1,3}"
LABEL_END: Final = r"(?:号码|号|码)?[ :是为]{0,4}"

# "合同编号 13912345678" is the number of a paper.
PAPER_LABEL: Final = re.compile(
    r"(?:编号|编码|单号|文号|案号|工号|批号|学号|代码|号牌|合同号|票号|发票号码|许可证号?|执法证号?|产权证号?|房产证号?|证书号?"
    r"|税号|条形码|第)[ :是为№]{0,4}$"
)
PAPER_LABEL_REACH: Final = 12
AMOUNT: Final = r"(?! ?(?:元|万元|亿元|美元|块钱|平方|平米|㎡|吨|公里|立方))"


def _matches(pattern: re.Pattern[str], text: str, is_real: Callable[[str], bool] | None = None) -> Found:
    """Matches that pass the check; after one that does not, the search goes on one character further."""
    position = 0
    while match := pattern.search(text, position):
        start, end = match.span("value")
        if is_real is None or is_real(match["value"]):
            yield start, end
            position = max(end, match.start() + 1)
        else:
            position = match.start() + 1


def _not_of_a_paper(text: str, found: Found) -> Found:
    for start, end in found:
        if not PAPER_LABEL.search(text[max(0, start - PAPER_LABEL_REACH) : start]):
            yield start, end


def _digits(value: str) -> str:
    return "".join(char for char in value if char in "0123456789Xx").upper()


# --- ID numbers (GB 11643) ---------------------------------------------------------------------------------------

PROVINCES: Final = frozenset(
    str(code)
    for first, last in (
        (11, 15),
        (21, 23),
        (31, 37),
        (41, 46),
        (50, 54),
        (61, 65),
        (71, 71),
        (81, 83),
        (91, 91),
    )
    for code in range(first, last + 1)
)
ID18: Final = re.compile(r"(?<!\d)(?P<value>[1-9](?:[ \-]?\d){16}[ \-]?[\dXx])(?![\dA-Za-z])")
ID15: Final = re.compile(r"(?<!\d)(?P<value>[1-9]\d{14})(?!\d)")
# With the word before it a mistyped number is hidden as well: it is still somebody's.
ID_LABELLED: Final = re.compile(
    rf"身份证(?:件|编)?{LABEL_END}(?P<value>\d(?:[ \-]?[\dXx]){{13,19}})(?![\dXx])"
)
ID_WEIGHTS: Final = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECKS: Final = "10X98765432"


def _is_date(year: str, month: str, day: str) -> bool:
    try:
        date(int(year), int(month), int(day))
    except ValueError:
        return False
    return year[:2] in ("19", "20")


def _is_id18(value: str) -> bool:
    number = _digits(value)
    if number[:2] not in PROVINCES or not _is_date(number[6:10], number[10:12], number[12:14]):
        return False
    total = sum(weight * int(digit) for weight, digit in zip(ID_WEIGHTS, number[:17], strict=True))
    return ID_CHECKS[total % 11] == number[17]


def _is_id15(number: str) -> bool:
    return number[:2] in PROVINCES and _is_date("19" + number[6:8], number[8:10], number[10:12])


def find_labelled_ids(text: str) -> Found:
    return _matches(ID_LABELLED, text)


def find_ids(text: str) -> Found:
    return _matches(ID18, text, _is_id18)


def find_old_ids(text: str) -> Found:
    return _not_of_a_paper(text, _matches(ID15, text, _is_id15))


# --- bank cards (ISO/IEC 7812) -----------------------------------------------------------------------------------

# One pattern a length, for a match that fails the check must not hide a shorter one that passes.
CARDS: Final = {
    length: re.compile(rf"(?<!\d)(?P<value>[34569]\d(?:[ \-]?\d){{{length - 2}}})(?!\d)")
    for length in (19, 18, 17, 16, 15)
}
CARD_SHAPE: Final = re.compile(
    r"62\d{14,17}|4\d{15}|5[1-5]\d{14}|3[47]\d{13}|35\d{14}|6(?:011|4\d\d|5\d\d)\d{12}|9558\d{15}"
)
CARD_LABELLED: Final = re.compile(
    rf"(?:银行卡|储蓄卡|信用卡|卡号|账号|帐号|账户|帐户){LABEL_END}(?P<value>\d(?:[ \-]?\d){{11,20}})(?!\d)"
)


def _passes_luhn(number: str) -> bool:
    doubled = [2 * int(digit) for digit in number[-2::-2]]
    return (sum(map(int, number[-1::-2])) + sum(value // 10 + value % 10 for value in doubled)) % 10 == 0


def _is_card(value: str) -> bool:
    number = _digits(value)
    return CARD_SHAPE.fullmatch(number) is not None and _passes_luhn(number)


def find_labelled_cards(text: str) -> Found:
    return _matches(CARD_LABELLED, text)


def find_cards(length: int, text: str) -> Found:
    return _not_of_a_paper(text, _matches(CARDS[length], text, _is_card))


# --- phones ------------------------------------------------------------------------------------------------------

MOBILE: Final = re.compile(
    rf"(?<!\d)(?P<value>(?:(?:\+|00)?86[ \-]{{0,2}}|0)?\(?"
    rf"(?:1[3-9]\d(?:{GAP}\d{{4}}{GAP}\d{{4}}|{GAP}\d{{3}}{GAP}\d{{5}}|{GAP}\d{{8}})"
    rf"|1[3-9]\d{{5}}{GAP}\d{{4}}|1{EACH_GAP}[3-9](?:{EACH_GAP}\d){{9}}))(?!\d){AMOUNT}"
)
LANDLINE: Final = re.compile(
    r"(?<!\d)(?P<value>\(?(?:(?:\+|00)?86[ \-]?)?\(?0(?:10|2\d|[3-9]\d\d)[ )\-]{0,3}[2-8]\d{2,3}[ \-]?\d{4}"
    r"(?:(?:-|转|分机) ?\d{1,5})?)(?!\d)"
)
# Without an area code only after a word that says so: 座机 3800000.
LANDLINE_LABELLED: Final = re.compile(
    r"(?:电话|座机|固话|家电)(?:号码)?[ :是为]{0,4}(?P<value>(?![48]00)[2-8]\d{2,3}[ \-]?\d{4})(?![\d\-])"
)


def find_mobiles(text: str) -> Found:
    return _not_of_a_paper(text, _matches(MOBILE, text))


def find_landlines(text: str) -> Found:
    return _not_of_a_paper(text, _matches(LANDLINE, text))


def find_labelled_landlines(text: str) -> Found:
    return _matches(LANDLINE_LABELLED, text)


# --- plates, e-mails, accounts -----------------------------------------------------------------------------------

PLATE: Final = re.compile(
    r"(?P<value>[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-HJ-Za-hj-z][ \-.·•]?"
    r"(?:[0-9A-HJ-NP-Za-hj-np-z]{5,6}|[0-9A-HJ-NP-Za-hj-np-z]{4}[挂学警港澳领]))(?![0-9A-Za-z])"
)
DIGITS_OF_A_PLATE: Final = 3
EMAIL: Final = re.compile(
    r"(?<![A-Za-z0-9._%+\-])(?P<value>[A-Za-z0-9._%+\-]{1,64} ?(?:@|[(\[]at[)\]]) ?"
    r"(?:[A-Za-z0-9\-]{1,63}\.){1,6}[A-Za-z]{2,24})"
)
# 微信 alone may be followed by any foreign word; 微信号 or a colon announces an account.
WECHAT_ID: Final = r"(?P<value>[A-Za-z][A-Za-z0-9_\-]{5,19})(?![A-Za-z0-9_\-@])"
WECHAT_WORD: Final = r"(?:[微威薇V]信|加微|(?<![A-Za-z0-9])(?:wechat|weixin|vx|wx))"
WECHAT: Final = re.compile(rf"{WECHAT_WORD} ?{WECHAT_ID}", re.IGNORECASE)
WECHAT_NAMED: Final = re.compile(
    rf"{WECHAT_WORD} ?(?:号码|号|ID|账号|[:是为])[ :是为]{{0,4}}{WECHAT_ID}", re.IGNORECASE
)
QQ: Final = re.compile(
    r"(?:(?<![A-Za-z])QQ|扣扣|企鹅号|(?<![A-Za-z])Q(?=:))(?:群)?(?:号码|号)?[ :是为]{0,4}(?P<value>[1-9]\d{4,11})(?!\d)",
    re.IGNORECASE,
)


def _is_plate(value: str) -> bool:
    return sum(char.isdigit() for char in value) >= DIGITS_OF_A_PLATE


def _is_no_word(value: str) -> bool:
    return any(char in "0123456789_-" for char in value)


def find_plates(text: str) -> Found:
    return _matches(PLATE, text, _is_plate)


def find_emails(text: str) -> Found:
    return _matches(EMAIL, text)


def find_wechats(text: str) -> Found:
    return _matches(WECHAT, text, _is_no_word)


def find_named_wechats(text: str) -> Found:
    return _matches(WECHAT_NAMED, text)


def find_qqs(text: str) -> Found:
    return _matches(QQ, text)


# The surest first: what it takes is not looked at by the next.
FINDERS: Final = (
    Finder("email", find_emails),
    Finder("id", find_labelled_ids),
    Finder("id", find_ids),
    Finder("id", find_ids, reads_numerals=True),
    Finder("id", find_old_ids),
    Finder("bankcard", find_labelled_cards),
    *(Finder("bankcard", partial(find_cards, length)) for length in CARDS),
    Finder("qq", find_qqs),
    Finder("wechat", find_named_wechats),
    Finder("wechat", find_wechats),
    Finder("mobile", find_mobiles),
    Finder("mobile", find_mobiles, reads_numerals=True),
    Finder("landline", find_landlines),
    Finder("landline", find_labelled_landlines),
    Finder("plate", find_plates),
)
