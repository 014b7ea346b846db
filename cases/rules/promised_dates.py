"""Finds in a reply until when something is promised: 8月底前, 本周五前, 三个工作日内, 春节前.

The rule of this file: in doubt no date. What has passed, what is told of the past, and what the author of the message
is asked to do by a day is no promise of the unit.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from cases.rules.sentences import clauses, number_of, sentences
from cases.rules.workdays import Calendar

MOST_FOUND: Final = 5
NEXT_YEAR_WITHIN: Final = timedelta(days=270)  # "3月底前" in December means next March; in April it is a slip

_N: Final = r"(?:(?<![\d.])\d{1,3}|[一二两三四五六七八九]?十[一二三四五六七八九]?|[一二两三四五六七八九])"
_BY: Final = r"(?:以前|之前|前|以内|之内|内)"
_YEAR: Final = r"(?:(?P<year>(?<!\d)\d{4}|今|本|当|明|后)年)"
_PARTS: Final = {"上旬": 10, "初": 10, "中旬": 20, "中": 20}
_WEEKDAYS: Final = {name: number for number, name in enumerate("一二三四五六日")} | {"天": 6, "末": 6}
_QUARTERS: Final = {"一": 3, "二": 6, "三": 9, "四": 12, "1": 3, "2": 6, "3": 9, "4": 12}
_HALVES: Final = {"上": 6, "下": 12}

_FUTURE: Final = re.compile(
    r"(?<!现)将(?!有关|相关|具体|情况|该|此|您|你)|预计|计划|拟|争取|力争|确保|保证|承诺|定于|安排|要求|责令|[与向给为]您|[答回]复您|联系您"
    r"|完成|完工|竣工|办结|修[复好]|到位|投用|通车|恢复|动工|开工|启动|处理|整改|安装|更换|清理|建成|发放|交付"
)
_PAST: Final = re.compile(
    r"已|去年|上月|上周|(?<![\d一二三四五六七八九十])日前|同年|每年|每月|曾|以来|原(?:定|计划)|当(?:日|天|晚)"
)
_OF_THE_AUTHOR: Final = re.compile(
    r"请(?!示|求)|您(?:可|应|须|需|在|于)|(?:申请人|当事人|业主|家长|考生|用户|居民|市民|持)\S{0,6}(?:应|须|需|可)"
    r"|行政复议|诉讼|起诉|复查|复核|仲裁|逾期|有效期|截止|截至|报名|缴费期|法》|条例》|办法》|规定[：:，,]|之日起"
)


@dataclass(frozen=True)
class Promised:
    """A date that the unit seems to bind itself to: the passage, the day, and the sentence in which it stands."""

    passage: str
    on: date
    sentence: str


def promised_dates(text: str, day: date, calendar: Calendar) -> list[Promised]:
    """The dated promises of a text written on `day`, in the order of the text, each day once."""
    found: dict[date, Promised] = {}
    for sentence in sentences(text):
        if _OF_THE_AUTHOR.search(sentence):
            continue
        for passage, on in _in_sentence(sentence, day, calendar):
            found.setdefault(on, Promised(passage, on, sentence))
            if len(found) == MOST_FOUND:
                return list(found.values())
    return list(found.values())


def _in_sentence(sentence: str, day: date, calendar: Calendar) -> Iterator[tuple[str, date]]:
    for clause in clauses(sentence):
        if _PAST.search(clause):
            continue
        is_future = _FUTURE.search(clause) is not None
        for match in _ANY.finditer(clause):
            if not (is_future or match.group().endswith("前")):
                continue
            on = _resolved(match.group(), day, calendar)
            if on is not None and on > day:
                yield match.group(), on


def _resolved(passage: str, day: date, calendar: Calendar) -> date | None:
    for pattern, resolve in _KINDS:
        if match := pattern.fullmatch(passage):
            try:
                return resolve(match, day, calendar)
            except (ValueError, OverflowError, KeyError):
                return None  # 2月30日, 99999年: no day of any calendar
    return None


def _year_of(word: str | None, day: date) -> int | None:
    if word is None:
        return None
    return int(word) if word.isdecimal() else day.year + {"明": 1, "后": 2}.get(word, 0)


def _nearest(year: int | None, day: date, build: Callable[[int], date]) -> date | None:
    """The day in the year that was named; without one in this year, or early in the next."""
    if year is not None:
        return build(year)
    if (on := build(day.year)) >= day:
        return on
    later = build(day.year + 1)
    return later if later - day <= NEXT_YEAR_WITHIN else None


def _int(words: str) -> int:
    number = number_of(words)
    if number is None:
        raise ValueError(words)
    return number


def _last_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _month_ahead(day: date, months: int) -> tuple[int, int]:
    """(year, month) so many months after that of `day`."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return year, month + 1


def _day_of_month(match: re.Match[str], day: date, calendar: Calendar) -> date | None:
    month, number = _int(match["month"]), _int(match["day"])
    return _nearest(_year_of(match["year"], day), day, lambda year: date(year, month, number))


def _month(match: re.Match[str], day: date, calendar: Calendar) -> date | None:
    """8月底前, 8月内: its end; 8月前: the day before it begins; 8月上旬, 8月中旬: the 10th, the 20th."""
    month, part, by = _int(match["month"]), match["part"] or "", match["by"] or ""

    def build(year: int) -> date:
        if part in _PARTS:
            return date(year, month, _PARTS[part])
        is_before_it = not part and by.endswith("前")
        return date(year, month, 1) - timedelta(days=1) if is_before_it else _last_of(year, month)

    return _nearest(_year_of(match["year"], day), day, build)


def _dashes(match: re.Match[str], day: date, calendar: Calendar) -> date:
    return date(int(match["year"]), int(match["month"]), int(match["day"]))


def _end_of_month(match: re.Match[str], day: date, calendar: Calendar) -> date:
    return _last_of(*_month_ahead(day, 1 if match["which"] in ("下", "下个") else 0))


def _day_of_this_month(match: re.Match[str], day: date, calendar: Calendar) -> date:
    return _end_of_month(match, day, calendar).replace(day=_int(match["day"]))


def _end_of_year(match: re.Match[str], day: date, calendar: Calendar) -> date:
    return date(_year_of((match["year"] or "今").removesuffix("年"), day) or day.year, 12, 31)


def _part_of_year(match: re.Match[str], day: date, calendar: Calendar) -> date | None:
    word = match["quarter"] or match["half"]
    month = _QUARTERS[word] if match["quarter"] else _HALVES[word]
    return _nearest(_year_of(match["year"], day), day, lambda year: _last_of(year, month))


def _weekday(match: re.Match[str], day: date, calendar: Calendar) -> date | None:
    """本周内 ends on Sunday; 周五前 without a week is the coming one."""
    which, name = match["which"] or "", match["name"] or "日"
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=which.count("下"))
    on = monday + timedelta(days=_WEEKDAYS[name])
    return on + timedelta(weeks=1) if not which and on < day else on


def _span(match: re.Match[str], day: date, calendar: Calendar) -> date:
    """三个工作日内, 15日内, 两周内, 半个月内, 48小时内, 一年内: counted from the day after."""
    unit = match["unit"]
    if match["n"] == "半":
        return day + timedelta(days={"月": 15, "年": 182}[unit])
    n = _int(match["n"])
    if unit == "工作日":
        return calendar.add_workdays(day, n)
    if unit in ("月", "年"):
        year, month = _month_ahead(day, n if unit == "月" else 12 * n)
        return date(year, month, min(day.day, monthrange(year, month)[1]))
    if unit == "小时":
        return day + timedelta(days=-(-n // 24))
    return day + timedelta(days=n * (7 if unit in ("周", "星期") else 1))


def _tomorrow(match: re.Match[str], day: date, calendar: Calendar) -> date:
    return day + timedelta(days=2 if match["word"] == "后" else 1)


def _festival(match: re.Match[str], day: date, calendar: Calendar) -> date | None:
    """The day before the first day off of that name; None while the year's notice is not out."""
    days = sorted(
        each
        for each, special in calendar.special.items()
        if not special.is_workday and special.name.startswith(match["name"].removesuffix("节")) and each > day
    )
    return days[0] - timedelta(days=1) if days else None


_KINDS: Final = tuple(
    (re.compile(pattern), resolve)
    for pattern, resolve in (
        (rf"{_YEAR}?(?P<month>{_N})月(?:份)?(?P<day>{_N})[日号](?:\S{{0,2}}{_BY})?", _day_of_month),
        (rf"(?P<year>(?<!\d)\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}})(?:日)?{_BY}?", _dashes),
        (
            rf"{_YEAR}?(?P<month>{_N})月(?:份)?(?P<part>上旬|中旬|下旬|底|末|初|中)?(?P<by>{_BY})?",
            _month,
        ),
        (rf"(?P<which>本|下个?)月(?P<day>{_N})[日号](?:\S{{0,2}}{_BY})?", _day_of_this_month),
        (rf"(?P<which>本|这个|下个?)?月(?:底|末){_BY}?", _end_of_month),
        (rf"(?P<which>本|这个|下个?)月{_BY}", _end_of_month),
        (rf"(?:(?P<year>(?<!\d)\d{{4}}年?|今年?|本|明|后)|(?<!\d))年底{_BY}?", _end_of_year),
        (r"(?<![近几多数两后\d])(?P<year>今|本|明)?年(?:度)?内", _end_of_year),
        (
            rf"{_YEAR}?第?(?:(?P<quarter>[一二三四1-4])季度|(?P<half>[上下])半年)(?:底|末)?{_BY}?",
            _part_of_year,
        ),
        (rf"(?P<which>本|这|下{{1,2}})周(?P<name>[一二三四五六日天末])?{_BY}?", _weekday),
        (rf"(?P<which>)?(?:周|星期)(?P<name>[一二三四五六日天末]){_BY}", _weekday),
        (
            rf"(?<![-—~～])(?P<n>{_N}|半)个?(?P<unit>工作日|小时|星期|周|月|年|天|日)(?:之内|以内|内)",
            _span,
        ),
        (rf"(?P<word>明|后)[天日](?:\S{{0,2}}{_BY})?", _tomorrow),
        (
            r"(?<!\d年)(?P<name>元旦|春节|清明节?|劳动节|端午节?|中秋节?|国庆节?)(?:假期)?(?:之前|以前|前)",
            _festival,
        ),
    )
)
_ANY: Final = re.compile("|".join(re.sub(r"\?P<\w+>", "?:", kind.pattern) for kind, _resolve in _KINDS))
