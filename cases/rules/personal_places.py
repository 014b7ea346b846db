"""Places of a text that may name a person or a door: pointed out to the author, who decides. Numbers are the redactor's.

The rule of this file: in doubt something is pointed out; nothing is hidden here.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from boards.rules.folding import fold

MOST_FOUND: Final = 12


class PlaceKind(StrEnum):
    NAME = "name"
    DOOR = "door"


@dataclass(frozen=True)
class Found:
    """A passage as it stands in the text, and what it may be."""

    kind: PlaceKind
    words: str


SURNAMES: Final = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石"
    "廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
)
_NUMERAL: Final = r"(?:\d{1,4}|[一二三四五六七八九十]{1,3})"
_NAME: Final = rf"[{SURNAMES}][\u4e00-\u9fa5]{{1,2}}"
# 3号楼2单元501室, 12栋501, 2单元501, 501室
_DOORS: Final = re.compile(
    rf"{_NUMERAL}\s?(?:号楼|号|栋|幢|座)\s?{_NUMERAL}\s?单元(?:\s?\d{{1,5}}\s?(?:室|户|号)?)?"
    rf"|{_NUMERAL}\s?(?:号楼|栋|幢|座)\s?\d{{2,5}}\s?(?:室|户|号)?"
    rf"|{_NUMERAL}\s?单元\s?\d{{1,5}}\s?(?:室|户|号)?"
    r"|(?<!\d)\d{2,5}室"
)
# 我叫张三，… 姓名：张三 联系人张三 户主张三
_NAMES: Final = re.compile(
    rf"(?:我叫|我是(?=.{{2,3}}[，,。])|本人(?=.{{2,3}}[，,。])|姓名[:：\s]?|联系人[:：\s]?|户主[:：\s]?|业主[:：\s]?)({_NAME}?)"
    r"(?=[，,。；;、\s（()）！!:：]|$|是|住|现|今|身|电|手|的)"
)


def personal_places(texts: Sequence[str]) -> list[Found]:
    """What the author should look at, each passage once, at most MOST_FOUND."""
    found: dict[str, Found] = {}
    for text in texts:
        for each in _in(text):
            found.setdefault(each.words, each)
    return list(found.values())[:MOST_FOUND]


def _in(text: str) -> Iterator[Found]:
    plain = fold(text)  # of the same length: a place in it is the place in the text
    for match in _NAMES.finditer(plain):
        yield Found(PlaceKind.NAME, text[match.start(1) : match.end(1)])
    for match in _DOORS.finditer(plain):
        start, end = match.span()
        yield Found(PlaceKind.DOOR, text[start:end].strip())
