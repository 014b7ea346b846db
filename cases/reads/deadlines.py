"""Deadlines in words: how long a level is, until when a clock runs, what is left, and how its end was counted."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop as noop

from boards.rules.times import WEEKDAYS, moment_words, month_day_words, span_words, weekday_words
from cases.models import Clock
from cases.rules.clocks import Level
from cases.rules.measures import Measure
from cases.rules.workdays import Calendar, in_shanghai

# Names of days as the notices of the State Council give them; others are shown as they were entered.
DAYS_OFF = (
    noop("元旦"), noop("春节"), noop("清明节"), noop("劳动节"), noop("端午节"), noop("中秋节"), noop("国庆节"),
    noop("抗战胜利纪念日"),
)  # fmt: skip
WHOLE_DAYS = (Measure.WORKDAYS, Measure.OFFICE_HOURS, Measure.SAME_WORKDAY)


@dataclass(frozen=True)
class Counting:
    """期限如何计算: every day that was counted, every day that was not and why; strings ready to print."""

    standard: str
    basis: str
    began: str
    counted: tuple[str, ...]
    skipped: tuple[str, ...]
    changes: tuple[tuple[str, str], ...]
    ends: str
    is_provisional: bool


def length_words(level: Level | None) -> str:
    """5 个工作日 · 4 个办公小时 · 2 小时; "" where nothing is limited."""
    if level is None or level.measure == Measure.NONE:
        return ""
    return _amount_words(level.amount, level.measure)


def due_words(due_at: datetime, *, is_provisional: bool = False) -> str:
    """2026年3月16日（周一）18:00, with the mark of a date that rests on an unpublished calendar."""
    words = moment_words(due_at)
    return words + _("（暂定）") if is_provisional else words


def left_words(clock: Clock, at: datetime, calendar: Calendar) -> str:
    """还剩 3 个工作日 · 今天到期 · 已超过 1 天; "" for a clock without an end."""
    if clock.due_at is None:
        return ""
    if at >= clock.due_at:
        return _("已超过 %(span)s") % {"span": span_words(at - clock.due_at)}
    today, last = in_shanghai(at).date(), in_shanghai(clock.due_at).date()
    if today == last:
        return _("今天到期")
    if clock.explanation.get("measure") in WHOLE_DAYS:
        left = calendar.workdays_between(today, last)
        return ngettext("还剩 %(count)d 个工作日", "还剩 %(count)d 个工作日", left) % {"count": left}
    return _("还剩 %(span)s") % {"span": span_words(clock.due_at - at)}


def how_counted(clock: Clock) -> Counting | None:
    """What stands behind a clock's due date; None for one without an explanation. `clock.level` must be joined."""
    told = clock.explanation
    if not told or clock.due_at is None:
        return None
    began = datetime.fromisoformat(told["from"])
    return Counting(
        standard=_("%(name)s：%(words)s") % {"name": clock.get_name_display(), "words": _standard(told)},
        basis=clock.level.source if clock.level else "",
        began=_began(began, told),
        counted=tuple(_day(date.fromisoformat(day)) for day in told["counted"]),
        skipped=tuple(_skipped(date.fromisoformat(day), why) for day, why in told["skipped"]),
        changes=tuple(_changes(clock)),
        ends=moment_words(clock.due_at),
        is_provisional=clock.is_provisional,
    )


def _changes(clock: Clock) -> Iterator[tuple[str, str]]:
    """Pauses and extensions in order, and the first date, which stays in sight beside the present one."""
    changes = clock.explanation.get("changes", ())
    for change in changes:
        if "pause" in change:
            begun, ended = (moment_words(datetime.fromisoformat(each)) for each in change["pause"])
            yield _("暂停"), _("%(begun)s 至 %(ended)s，不计入") % {"begun": begun, "ended": ended}
        else:
            words = ngettext(
                "经批准延长 %(count)d 个工作日", "经批准延长 %(count)d 个工作日", change["extension"]
            )
            yield _("延期"), words % {"count": change["extension"]}
    if changes and clock.first_due_at:
        yield _("原期限"), moment_words(clock.first_due_at)


def _standard(told: Mapping[str, Any]) -> str:
    if "on" in told:
        return _("按承诺的日期")
    return _amount_words(told["amount"], told["measure"])


def _amount_words(amount: int, measure: str) -> str:
    if measure == Measure.SAME_WORKDAY:
        return str(Measure(measure).label)
    words = {
        Measure.WORKDAYS: ngettext("%(count)d 个工作日", "%(count)d 个工作日", amount),
        Measure.OFFICE_HOURS: ngettext("%(count)d 个办公小时", "%(count)d 个办公小时", amount),
        Measure.HOURS: ngettext("%(count)d 小时（昼夜连续）", "%(count)d 小时（昼夜连续）", amount),
        Measure.MINUTES: ngettext("%(count)d 分钟（昼夜连续）", "%(count)d 分钟（昼夜连续）", amount),
        Measure.DAYS: ngettext("%(count)d 天", "%(count)d 天", amount),
    }[Measure(measure)]
    return words % {"count": amount}


def _began(began: datetime, told: Mapping[str, Any]) -> str:
    """From when it counts. What comes on a rest day or after closing counts as come on the next workday."""
    words = _("%(moment)s 起算") % {"moment": moment_words(began)}
    if told.get("measure") not in (Measure.WORKDAYS, Measure.DAYS):
        return words
    receipt = _receipt_day(began.date(), told)
    if receipt == began.date():
        return words + _("，当天不计")
    day = {"moment": moment_words(began), "day": _day(receipt)}
    return _("%(moment)s，已不在办公时间，视为%(day)s收到，当天不计") % day


def _receipt_day(first: date, told: Mapping[str, Any]) -> date:
    """Day 0: the last workday before the first that was counted."""
    if not told["counted"]:
        return first
    until = date.fromisoformat(told["counted"][0])
    rest = {day for day, _why in told["skipped"]}
    days = (until - timedelta(days=back) for back in range(1, (until - first).days + 1))
    return next((day for day in days if day.isoformat() not in rest), first)


def _skipped(day: date, why: str) -> str:
    return _day(day) if why == WEEKDAYS[day.weekday()] else f"{_day(day)} {gettext(why)}"


def _day(day: date) -> str:
    return _("%(day)s（%(weekday)s）") % {"day": month_day_words(day), "weekday": weekday_words(day)}
