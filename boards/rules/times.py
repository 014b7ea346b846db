"""Moments and spans as the public reads them: always China's time, 24-hour clock, no locale of the server."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

CHINA = ZoneInfo("Asia/Shanghai")


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
    """2026年11月21日, for running text."""
    local = at.astimezone(CHINA)
    return _("%(year)d年%(month)d月%(day)d日") % {"year": local.year, "month": local.month, "day": local.day}


def moment_words(at: datetime) -> str:
    """2026年11月21日（周六）15:04, for deadlines."""
    local = at.astimezone(CHINA)
    weekday = (_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日"))[local.weekday()]
    return f"{day_words(at)}（{weekday}）{local:%H:%M}"


def iso(at: datetime) -> str:
    """For <time datetime>."""
    return at.astimezone(CHINA).isoformat(timespec="minutes")


def span_words(span: timedelta) -> str:
    """12 天 · 5 小时 · 8 分钟: the one or two largest units; a span below a minute is 不到 1 分钟."""
    minutes = max(0, int(span.total_seconds() // 60))
    days, hours = minutes // 1440, minutes % 1440 // 60
    if days >= 10 or (days and not hours):
        return _("%(days)d 天") % {"days": days}
    if days:
        return _("%(days)d 天 %(hours)d 小时") % {"days": days, "hours": hours}
    if hours:
        return _("%(hours)d 小时") % {"hours": hours}
    return _("%(minutes)d 分钟") % {"minutes": minutes} if minutes else _("不到 1 分钟")


def start_of_day(at: datetime) -> datetime:
    """Midnight in China of the day that `at` lies in."""
    return at.astimezone(CHINA).replace(hour=0, minute=0, second=0, microsecond=0)
