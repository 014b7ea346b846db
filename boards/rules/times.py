"""Moments and spans as the public reads them: always China's time, 24-hour clock, no locale of the server."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from django.utils.dateformat import format as formatted
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

CHINA = ZoneInfo("Asia/Shanghai")
WEEKDAYS = (noop("周一"), noop("周二"), noop("周三"), noop("周四"), noop("周五"), noop("周六"), noop("周日"))


def day(at: datetime) -> str:
    """2026-11-21, for lists and tables."""
    return f"{at.astimezone(CHINA):%Y-%m-%d}"


def short_day(at: datetime) -> str:
    """11-21, where the year is plain from what stands beside it."""
    return f"{at.astimezone(CHINA):%m-%d}"


def moment(at: datetime) -> str:
    """2026-11-21 15:04"""
    return f"{at.astimezone(CHINA):%Y-%m-%d %H:%M}"


def day_words(at: datetime) -> str:
    """2026年11月21日, 21 Nov 2026, for running text."""
    return date_words(at.astimezone(CHINA))


def date_words(on: date) -> str:
    """The same for a day without an hour. The order of its parts is the reader's language's own."""
    return _date_words(get_language(), on.year, on.month, on.day)


@lru_cache(maxsize=2048)
def _date_words(language: str | None, year: int, month: int, day: int) -> str:
    """Kept: pages say the same few days again and again."""
    return formatted(date(year, month, day), _("Y年n月j日"))


def month_day_words(on: date) -> str:
    """11月21日, 21 Nov: a day whose year is plain."""
    return formatted(on, _("n月j日"))


def weekday_words(on: date) -> str:
    """周六, Sat"""
    return _(WEEKDAYS[on.weekday()])


def moment_words(at: datetime) -> str:
    """2026年11月21日（周六）15:04, Sat 21 Nov 2026, 15:04, for deadlines."""
    local = at.astimezone(CHINA)
    parts = {"day": date_words(local), "weekday": weekday_words(local), "time": f"{local:%H:%M}"}
    return _("%(day)s（%(weekday)s）%(time)s") % parts


def iso(at: datetime) -> str:
    """For <time datetime>."""
    return at.astimezone(CHINA).isoformat(timespec="minutes")


def span_words(span: timedelta) -> str:
    """12 天 · 5 小时 · 8 分钟: the one or two largest units; a span below a minute is 不到 1 分钟."""
    minutes = max(0, int(span.total_seconds() // 60))
    days, hours = minutes // 1440, minutes % 1440 // 60
    day_part = ngettext("%(count)d 天", "%(count)d 天", days) % {"count": days}
    hour_part = ngettext("%(count)d 小时", "%(count)d 小时", hours) % {"count": hours}
    if days:
        return day_part if days >= 10 or not hours else f"{day_part} {hour_part}"
    if hours or not minutes:
        return hour_part if hours else _("不到 1 分钟")
    return ngettext("%(count)d 分钟", "%(count)d 分钟", minutes) % {"count": minutes}


def start_of_day(at: datetime) -> datetime:
    """Midnight in China of the day that `at` lies in."""
    return at.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
