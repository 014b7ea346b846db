"""Reads a reply as an official would: what it says beside the frame, whom it names, what it rests on. Pure patterns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from boards.rules.redact import redact
from cases.rules import quality_words as words
from cases.rules.alike import pairs_of
from cases.rules.sentences import clauses, sentences

_FRAME: Final = re.compile("|".join(words.FRAME))
_FORWARDED: Final = re.compile("|".join(words.FORWARDED))
_FORWARDING_FRAME: Final = re.compile("|".join(words.FORWARDING_FRAME))
_WHEN: Final = re.compile("|".join(words.WHEN_UNSAID))
_WHO: Final = re.compile("|".join(words.WHO_UNSAID))
_HANDED_ON: Final = re.compile("|".join(words.HANDED_ON))
_ASKED: Final = re.compile("|".join(words.ASKED_OF_AUTHOR))
_TOLD: Final = re.compile("|".join(words.TOLD))
_TO_COME: Final = re.compile("|".join(words.TO_COME))
_SAYS_WHEN: Final = re.compile(
    r"[\d一二三四五六七八九十]\s*[年月日号]|[\d一二三四五六七八九十两半几]个?(?:工作日|小时|天|周|星期|月|分钟)|季度|半年"
    r"|[今明本当后次]\s*[年月日天晚周]|[上下]个?[周月]|[年月周]底|年内|[上中下]旬|周[一二三四五六日末]|寒假|暑假|开学|节前|\d[./-]\d"
)
_PHONE: Final = re.compile(
    r"(?<!\d)(?:\d{3,4}[-—－ ]?)[\d*]{4}[\d*]{3,4}(?![\d*])|400[- ]?\d{3,4}[- ]?\d{3,4}"
    r"|(?:电话|热线|拨打|致电|座机|联系方式|联系)[^。\n]{0,16}?(?<!\d)(?:[2-9]\d{6,7}|1\d{4}|9\d{4})(?!\d)"
    r"|(?<!\d)(?:1\d{4}|9\d{4})(?:服务|咨询|便民)?(?:热线|电话)"
)
_PAPER: Final = re.compile(
    r"《[^》\n]{2,80}》|第[〇零一二三四五六七八九十百\d]+条|[〔\[(（]\d{4}[〕\])）]\s*\d+\s*号|\d{4}年第?\d+号"
)
_BY_RULE: Final = re.compile(
    r"(?:根据|依据|按照|依照|执行|对照)([^，。；\n]{0,40}?)(?:条例|办法|规定|细则|标准|规范|规划|方案|通知|意见|法)(?![律规])"
)
_EMPTY: Final = re.compile("|".join(map(re.escape, words.EMPTY_BASIS)))
_DOOR: Final = re.compile(r"\d{1,3}\s*(?:栋|幢|号楼|座)\s*\d{1,2}\s*单元\s*\d{3,4}\s*(?:室|号|房|户)?")
_NOT_DUTY: Final = re.compile(
    r"不(?:属于?|归|在)(?:我|本)?[^，。；\n]{0,12}(?:职责|职能|职权|管辖|监管|权限|管理|办理|受理)(?:范围|范畴)?"
)
_PLACE: Final = re.compile(
    r"([\u4e00-\u9fffA-Z\d]{2})(大道|小区|花园|社区|广场|公园|医院|学校|中学|小学|幼儿园|市场|公寓|街道|街"
    r"|路(?![灯面口上段边况线过由人基网牌障费政])|村(?![民委干])|镇|乡(?![村下]))"
)
_NUMBER: Final = re.compile(r"(?<!\d)(\d{1,4})(?:路|号线|栋|幢|号楼|期|单元)(?!\d)")
MOST_NAMED: Final = 4
ENOUGH_OF_TITLE: Final = 0.3


def substance(text: str) -> list[str]:
    """The clauses of a reply that are neither greeting nor thanks nor date nor telephone."""
    found = (clause.strip(" “”\"'　") for sentence in sentences(text) for clause in clauses(sentence))
    return [clause for clause in found if clause and not _FRAME.search(clause)]


def size(said: Sequence[str]) -> int:
    """How many letters and digits the clauses have."""
    return sum(char.isalnum() for clause in said for char in clause)


def only_forwards(said: Sequence[str]) -> bool:
    """The clauses say where the message went and nothing about what came of it."""
    went = [clause for clause in said if _FORWARDED.search(clause)]
    return bool(went) and all(each in went or _FORWARDING_FRAME.search(each) for each in said)


def put_off(text: str) -> Iterator[tuple[str, str]]:
    """(word, sentence) where something is put off, or handed on, in a sentence without any date."""
    for sentence in sentences(text):
        if _SAYS_WHEN.search(sentence):
            continue
        for clause in clauses(sentence):
            if _ASKED.search(clause):
                continue
            puts_off = _WHEN.search(clause) if _TO_COME.search(clause) and not _TOLD.search(clause) else None
            hands_on = _WHO.search(clause) if _HANDED_ON.search(clause) else None
            if match := puts_off or hands_on:
                yield match.group(), sentence


def around(sentence: str, word: str, reach: int = 24) -> str:
    """The stretch of a sentence around a word in it."""
    at = sentence.find(word)
    start, end = max(0, at - reach), at + len(word) + reach
    return f"{'…' if start else ''}{sentence[start:end]}{'…' if end < len(sentence) else ''}"


def has_basis(text: str) -> bool:
    """A paper is named, or an article, or a rule that has a name: 按照相关规定 is none."""
    return _PAPER.search(text) is not None or any(_EMPTY.sub("", match) for match in _BY_RULE.findall(text))


def has_office_phone(text: str) -> bool:
    """A number that an office answers: a landline, a hotline. A mobile number is hidden from the public, so it is none."""
    return _PHONE.search(redact(text, keep=("landline",)).text) is not None


def doors(text: str) -> list[str]:
    """Flats: 3栋2单元501室. Where somebody lives is nobody else's business."""
    return _DOOR.findall(text)


def refusals_of_duty(text: str) -> list[str]:
    """Clauses that say: not ours."""
    return [match.group() for match in _NOT_DUTY.finditer(text)]


def named(text: str) -> list[str]:
    """Places and numbers that a title names, short: 竹坪镇, 128路. What names nothing (我们小区) is left out."""
    found = [
        f"{name}{kind}"
        for name, kind in _PLACE.findall(text)
        if not any(name.endswith(each) for each in words.NO_NAME)
    ]
    found += [match.group() for match in _NUMBER.finditer(text)]
    return list(dict.fromkeys(found))[:MOST_NAMED]


def mentions(body: str, names: Sequence[str], title: str) -> bool:
    """One of the names is in the reply, or the kind of place, or so much of the title that it plainly speaks of it."""
    if any(_is_mentioned(body, each) for each in names):
        return True
    asked, said = set(pairs_of(title)), set(pairs_of(body))
    return bool(asked) and len(asked & said) / len(asked) >= ENOUGH_OF_TITLE


def _is_mentioned(body: str, name: str) -> bool:
    if number := _NUMBER.fullmatch(name):
        return re.search(rf"(?<!\d){number[1]}(?!\d)", body) is not None
    kind = name[2:]
    return name[:2] in body or (kind in body if len(kind) > 1 else f"该{kind}" in body or f"此{kind}" in body)
