"""Reads holiday lists in the formats they come in, and says in Chinese what is wrong with a bad one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from cases.rules.workdays import SpecialDay

EARLIEST_YEAR, LATEST_YEAR = 1990, 2100


class HolidaysRefused(ValueError):
    """The file is not a holiday list; the message tells the person which part."""


@dataclass(frozen=True)
class Holidays:
    """Special days, and the years whose notice is out. A file without days says nothing about its year."""

    special: Mapping[date, SpecialDay]
    published: frozenset[int]


def read_holidays(content: object) -> Holidays:
    """Parsed JSON, either ours ({"2026": {"off": …, "work": …}}) or the common one ({"year", "days"})."""
    if not isinstance(content, Mapping):
        raise HolidaysRefused(_("节假日文件应是一个 JSON 对象。"))
    rows = _common_rows(content) if "days" in content else _own_rows(content)
    special: dict[date, SpecialDay] = {}
    published: set[int] = set()
    for year, day, kind in rows:
        if special.setdefault(day, kind).is_workday != kind.is_workday:
            raise HolidaysRefused(_("%(day)s 既列为放假又列为上班，请核对。") % {"day": day})
        published.add(year)
    return Holidays(special, frozenset(published))


def _own_rows(content: Mapping[object, object]) -> Iterator[tuple[int, date, SpecialDay]]:
    for key, block in content.items():
        year = _year(key)
        if not isinstance(block, Mapping):
            raise HolidaysRefused(_("%(year)s 年的内容应是一个对象。") % {"year": year})
        for list_name, is_workday in (("off", False), ("work", True)):
            days = block.get(list_name, {})
            if not isinstance(days, Mapping):
                words = _("%(year)s 年的“%(list)s”应是日期与名称的对照。")
                raise HolidaysRefused(words % {"year": year, "list": list_name})
            for text, name in days.items():
                yield year, _day(text), SpecialDay(is_workday, _name(name))


def _common_rows(content: Mapping[object, object]) -> Iterator[tuple[int, date, SpecialDay]]:
    """One year a file; the list may reach into the December before, hence the year of the file counts."""
    year, days = _year(content.get("year")), content["days"]
    if not isinstance(days, list):
        raise HolidaysRefused(_("“days”应是一个列表。"))
    for row in days:
        if not isinstance(row, Mapping) or not isinstance(row.get("isOffDay"), bool):
            raise HolidaysRefused(_("%(year)s 年有一行缺少“isOffDay”。") % {"year": year})
        name = _name(row.get("name"))
        is_workday = not row["isOffDay"]
        yield year, _day(row.get("date")), SpecialDay(is_workday, f"{name}调休" if is_workday else name)


def _year(value: object) -> int:
    try:
        year = int(str(value))
    except ValueError:
        year = 0
    if not EARLIEST_YEAR <= year <= LATEST_YEAR:
        raise HolidaysRefused(_("“%(value)s”不是一个年份。") % {"value": value})
    return year


def _day(value: object) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        words = _("“%(value)s”不是日期，应写成 2026-01-01 的样子。")
        raise HolidaysRefused(words % {"value": value}) from None


def _name(value: object) -> str:
    if not isinstance(value, str) or not value.strip():
        raise HolidaysRefused(_("有一天没有写节日名称。"))
    return value.strip()
