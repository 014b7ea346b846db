"""What each clock means and when it ends: pure functions over a policy value. How long a clock is, rows of ServiceLevel say."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.rules.changes import with_changes
from cases.rules.measures import Measure
from cases.rules.thresholds import BY_NIGHT, before_end
from cases.rules.workdays import Calendar, Counted, in_shanghai


class ClockName(TextChoices):
    WAIT = "wait", _("群众等待")
    INTAKE = "intake", _("受理")
    DISPATCH = "dispatch", _("交办")
    SIGN = "sign", _("签收")
    CONTACT = "contact", _("联系诉求人")
    REPLY = "reply", _("办理")
    REVIEW = "review", _("审核")
    RATING = "rating", _("评价期")
    REVISIT = "revisit", _("回访")
    SUPERVISION = "supervision", _("督办")
    PROMISE = "promise", _("承诺")


class AtEnd(TextChoices):
    """What the system does when a clock runs out."""

    NOTHING = "nothing", _("只计时")
    MARK = "mark", _("标记超期")
    SIGN = "sign", _("自动签收")
    CLOSE = "close", _("办结或转回访")
    BREAK = "break", _("重新办理并报督查")


@dataclass(frozen=True)
class ClockRule:
    """One clock: what happens at its end, and whether people are warned before."""

    name: ClockName
    at_end: AtEnd
    warns: bool = False


CLOCKS: Mapping[str, ClockRule] = {
    rule.name: rule
    for rule in (
        ClockRule(ClockName.WAIT, AtEnd.NOTHING),
        ClockRule(ClockName.INTAKE, AtEnd.MARK),
        ClockRule(ClockName.DISPATCH, AtEnd.MARK),
        ClockRule(ClockName.SIGN, AtEnd.SIGN),
        ClockRule(ClockName.CONTACT, AtEnd.MARK),
        ClockRule(ClockName.REPLY, AtEnd.MARK, warns=True),
        ClockRule(ClockName.REVIEW, AtEnd.MARK),
        ClockRule(ClockName.RATING, AtEnd.CLOSE),
        ClockRule(ClockName.REVISIT, AtEnd.MARK),
        ClockRule(ClockName.SUPERVISION, AtEnd.MARK),
        ClockRule(ClockName.PROMISE, AtEnd.BREAK),
    )
}
MARKED = frozenset(rule.name for rule in CLOCKS.values() if rule.at_end == AtEnd.MARK)


@dataclass(frozen=True)
class Level:
    """A service level (办理时限标准) as the rules see it. An empty kind or grade fits all; `clock` may be "rework"."""

    id: int
    clock: str
    kind: str
    grade: str
    amount: int
    measure: Measure
    valid_from: date
    cut_off: time = time(16, 0)
    next_by: time = time(10, 0)
    source: str = ""


@dataclass(frozen=True)
class Sample:
    """The random share of answered cases that is revisited (回访抽查), with its published seed."""

    percent: int
    seed: str
    valid_from: date


@dataclass(frozen=True)
class Policy:
    """All that the customer may change about deadlines: levels with their dates, the calendar, the revisit sample."""

    levels: tuple[Level, ...]
    calendar: Calendar
    samples: tuple[Sample, ...] = ()
    calendars: tuple[tuple[datetime, Calendar], ...] = ()  # as known from when on, oldest first

    def known_at(self, moment: datetime) -> Policy:
        """The policy with the calendar as it was known then: a notice that came later proves nothing against a deadline."""
        known = [calendar for since, calendar in self.calendars if since <= moment]
        return replace(self, calendar=known[-1]) if known else self

    def level_for(self, clock: str, *, kind: str, grade: str, on: date) -> Level | None:
        """The most particular level in force on that day: a grade beats a kind, a later version beats an earlier."""
        fitting = [
            level
            for level in self.levels
            if level.clock == clock
            and level.kind in ("", kind)
            and level.grade in ("", grade)
            and level.valid_from <= on
        ]
        return max(
            fitting,
            key=lambda each: (each.grade != "", each.kind != "", each.valid_from, each.id),
            default=None,
        )

    def sample_on(self, on: date) -> Sample | None:
        """The sampling rule in force on that day."""
        return max(
            (each for each in self.samples if each.valid_from <= on),
            key=lambda each: each.valid_from,
            default=None,
        )


@dataclass(frozen=True)
class Deadline:
    """When a clock ends and why, with the moments at which people are warned: what a Clock row stores."""

    due_at: datetime | None
    is_provisional: bool = False
    level_id: int | None = None
    explanation: Mapping[str, Any] = field(default_factory=dict)


NO_DEADLINE = Deadline(due_at=None)


def deadline(
    clock: str,
    *,
    started_at: datetime,
    kind: str,
    grade: str,
    policy: Policy,
    level_name: str = "",
    on: str = "",
    changes: Sequence[Mapping[str, Any]] = (),
) -> Deadline:
    """The deadline of a clock that starts now, by the policy in force on that day.

    `level_name` names another row than the clock's own ("rework" for the reply clock of a reopened case); `on` is the ISO
    date of a promise; `changes` are the pauses and extensions since, oldest first. The receipt day is not counted; what
    comes on a rest day or after closing counts from the next workday (docs/deadlines.md gives the sources).
    """
    if on:
        return _promised(date.fromisoformat(on), started_at, policy.calendar)
    day = in_shanghai(started_at).date()
    level = policy.level_for(level_name or clock, kind=kind, grade=grade, on=day)
    if level is None or level.measure == Measure.NONE:
        return NO_DEADLINE
    counted = with_changes(
        _counted(level, started_at, policy.calendar), started_at, level.measure, changes, policy.calendar
    )
    told = explain(level, started_at, counted)
    told |= {"name": level_name} if level_name else {}
    told |= {"changes": list(changes)} if changes else {}
    if CLOCKS[clock].warns:
        told["warns"] = _warnings(started_at, counted.due, level, policy.calendar)
    return Deadline(
        due_at=counted.due,
        is_provisional=counted.is_provisional,
        level_id=level.id,
        explanation=told,
    )


def _promised(day: date, started_at: datetime, calendar: Calendar) -> Deadline:
    """A promise ends at the close of its date, be it a workday or not: that is what people were told."""
    due = calendar.closes_at(day)
    told = {
        "on": day.isoformat(),
        "from": in_shanghai(started_at).isoformat(),
        "due": due.isoformat(),
        "counted": [],
        "skipped": [],
    }
    return Deadline(due_at=due, explanation=told)


def _counted(level: Level, started_at: datetime, calendar: Calendar) -> Counted:
    match level.measure:
        case Measure.WORKDAYS:
            return calendar.due_in_workdays(started_at, level.amount)
        case Measure.OFFICE_HOURS:
            return calendar.due_in_office_hours(started_at, Decimal(level.amount))
        case Measure.SAME_WORKDAY:
            return calendar.due_same_workday(started_at, level.cut_off, level.next_by)
        case Measure.DAYS:
            return calendar.due_in_days(started_at, level.amount)
        case Measure.HOURS:
            return Counted(started_at + timedelta(hours=level.amount))
        case _:
            return Counted(started_at + timedelta(minutes=level.amount))


def _warnings(started_at: datetime, due_at: datetime, level: Level, calendar: Calendar) -> list[str]:
    """The moments before the end at which people are told; the ladder says whom."""
    by_night = level.measure in BY_NIGHT
    moments = before_end(started_at, due_at, calendar, by_night=by_night).values()
    return [each.isoformat() for each in sorted(set(moments))]


def explain(level: Level, started_at: datetime, counted: Counted) -> dict[str, Any]:
    """The list behind a due date: level, receipt, counted and skipped days; JSON, shown to anybody who asks."""
    return {
        "level": level.id,
        "amount": level.amount,
        "measure": str(level.measure),
        "from": in_shanghai(started_at).isoformat(),
        "due": in_shanghai(counted.due).isoformat(),
        "counted": [day.isoformat() for day in counted.counted],
        "skipped": [[day.isoformat(), why] for day, why in counted.skipped],
        "provisional": counted.is_provisional,
    }


def is_late(due_at: datetime | None, at: datetime) -> bool:
    """A clock is overdue from its due moment on."""
    return due_at is not None and at >= due_at
