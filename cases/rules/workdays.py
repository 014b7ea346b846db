"""Workdays, office hours and due dates as arithmetic over a calendar value that is handed in.

The rule of this file: no clock and no table is read; every moment is aware and becomes Beijing time first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from zoneinfo import ZoneInfo

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = timedelta(days=1)
NEW_YEAR_REACHES_BACK_TO = (12, 29)
SATURDAY = 5
WEEKEND_NAMES = {5: "周六", 6: "周日"}

OfficeDay = tuple[tuple[time, time], ...]


@dataclass(frozen=True)
class SpecialDay:
    """A day on which the State Council's notice overrules the week: holiday or make-up workday (调休)."""

    is_workday: bool
    name: str


@dataclass(frozen=True)
class HoursVersion:
    """The office hours of a workday, in force from `valid_from` until the next version; when citizens get SMS, any day."""

    valid_from: date
    intervals: OfficeDay
    texting: tuple[time, time] = (time(8, 0), time(21, 0))

    def __post_init__(self) -> None:
        edges = [edge for interval in self.intervals for edge in interval]
        if not edges or any(a >= b for a, b in pairwise(edges)):
            raise ValueError("office hours need at least one interval, in order and apart")


@dataclass(frozen=True)
class Counted:
    """A due moment with the days behind it, so that a page can explain it instead of asserting it."""

    due: datetime
    counted: tuple[date, ...] = ()
    skipped: tuple[tuple[date, str], ...] = ()
    is_provisional: bool = False


def in_shanghai(moment: datetime) -> datetime:
    """The same instant in Beijing time. A naive moment would silently take the server's zone: refused."""
    if moment.tzinfo is None:
        raise ValueError("a moment without a time zone cannot be counted from")
    return moment.astimezone(SHANGHAI)


def _days(first: date, last: date) -> Iterator[date]:
    day = first
    while day <= last:
        yield day
        day += DAY


@dataclass(frozen=True)
class Calendar:
    """What is known of the year: special days, the years whose notice is out, and the office hours.

    Days of an unpublished year fall back to Monday to Friday and are provisional (暂定).
    """

    special: Mapping[date, SpecialDay]
    published: frozenset[int]
    hours: tuple[HoursVersion, ...]

    def __post_init__(self) -> None:
        if not self.hours:
            raise ValueError("a calendar needs office hours")
        in_order = tuple(sorted(self.hours, key=lambda version: version.valid_from))
        object.__setattr__(self, "hours", in_order)

    def is_workday(self, day: date) -> bool:
        special = self.special.get(day)
        return special.is_workday if special else day.weekday() < SATURDAY

    def is_provisional(self, day: date) -> bool:
        """Nothing certain is known of the day yet. A New Year's holiday reaches back into the year before
        (29 to 31 December 2018 were settled by the notice for 2019), so the last days wait for the next notice."""
        last_year = day.year + 1 if (day.month, day.day) >= NEW_YEAR_REACHES_BACK_TO else day.year
        return not {day.year, last_year} <= self.published

    def why_not(self, day: date) -> str:
        """Why a day is not counted, in Chinese (国庆节, 周六); empty for a workday."""
        if self.is_workday(day):
            return ""
        special = self.special.get(day)
        return special.name if special else WEEKEND_NAMES[day.weekday()]

    def next_workday(self, day: date) -> date:
        """The first workday after `day`."""
        return self.add_workdays(day, 1)

    def add_workdays(self, day: date, n: int) -> date:
        """The n-th workday after `day`, or before it for a negative n; `day` itself is day 0."""
        step = DAY if n > 0 else -DAY
        left = abs(n)
        while left:
            day += step
            left -= self.is_workday(day)
        return day

    def workdays_between(self, a: date, b: date) -> int:
        """How many workdays from `a` to `b`: the n with add_workdays(a, n) == b where b is a workday."""
        if b < a:
            return -sum(self.is_workday(day) for day in _days(b, a - DAY))
        return sum(self.is_workday(day) for day in _days(a + DAY, b))

    def office_hours(self, day: date) -> OfficeDay:
        """The hours in force on that date, workday or not; before the first version the first one holds."""
        return self._in_force(day).intervals

    def texting(self, day: date) -> tuple[time, time]:
        """From when until when citizens may get short messages on that date."""
        return self._in_force(day).texting

    def _in_force(self, day: date) -> HoursVersion:
        in_force = self.hours[0]
        for version in self.hours:
            if version.valid_from <= day:
                in_force = version
        return in_force

    def opens_at(self, day: date) -> datetime:
        return datetime.combine(day, self.office_hours(day)[0][0], SHANGHAI)

    def closes_at(self, day: date) -> datetime:
        return datetime.combine(day, self.office_hours(day)[-1][1], SHANGHAI)

    def receipt_day(self, moment: datetime) -> date:
        """Day 0: the day itself, or the next workday for what comes on a rest day or after closing."""
        here = in_shanghai(moment)
        day = here.date()
        if self.is_workday(day) and here <= self.closes_at(day):
            return day
        return self.next_workday(day)

    def _intervals(self, day: date) -> list[tuple[datetime, datetime]]:
        if not self.is_workday(day):
            return []
        return [
            (datetime.combine(day, opening, SHANGHAI), datetime.combine(day, closing, SHANGHAI))
            for opening, closing in self.office_hours(day)
        ]

    def add_office_hours(self, moment: datetime, hours: Decimal | timedelta) -> datetime:
        """The instant at which so many office hours have passed; zero hours give the moment itself."""
        return self.due_in_office_hours(moment, hours).due

    def office_seconds_between(self, a: datetime, b: datetime) -> int:
        """Whole seconds of office time from `a` to `b`; negative when b is earlier."""
        if b < a:
            return -self.office_seconds_between(b, a)
        start, end = in_shanghai(a), in_shanghai(b)
        total = timedelta()
        for day in _days(start.date(), end.date()):
            for opening, closing in self._intervals(day):
                total += max(min(closing, end) - max(opening, start), timedelta())
        return int(total.total_seconds())

    def due_in_workdays(self, moment: datetime, n: int) -> Counted:
        """Close of business on the n-th workday after the receipt day, which is day 0."""
        receipt = self.receipt_day(moment)
        last = self.add_workdays(receipt, n)
        return self._explained(moment, self.closes_at(last), first_counted=receipt + DAY)

    def due_in_office_hours(self, moment: datetime, hours: Decimal | timedelta) -> Counted:
        """Only the office intervals of workdays count; the explanation lists the days that gave time."""
        left = hours if isinstance(hours, timedelta) else timedelta(microseconds=int(hours * 3_600_000_000))
        if left < timedelta():
            raise ValueError("office hours are counted forward only")
        now = in_shanghai(moment)
        start, day = now, now.date()
        while left:
            for opening, closing in self._intervals(day):
                piece = min(max(closing - max(opening, start), timedelta()), left)
                left -= piece
                if piece:
                    now = max(opening, start) + piece
                if not left:
                    break
            day += DAY
        return self._explained(start, now, first_counted=self._first_office_day(start))

    def due_same_workday(self, moment: datetime, cut_off: time, next_by: time) -> Counted:
        """Close of the same workday; after the cut-off or on a rest day `next_by` of the next workday."""
        here = in_shanghai(moment)
        day = here.date()
        if self.is_workday(day) and here.time() <= cut_off:
            return self._explained(here, max(here, self.closes_at(day)), first_counted=day)
        due_day = self.next_workday(day)
        return self._explained(here, datetime.combine(due_day, next_by, SHANGHAI), first_counted=due_day)

    def due_in_days(self, moment: datetime, n: int) -> Counted:
        """Calendar days, ending at close of business; an end on a rest day moves to the next workday."""
        day = in_shanghai(moment).date() + n * DAY
        last = day if self.is_workday(day) else self.next_workday(day)
        skipped = tuple((rest, self.why_not(rest)) for rest in _days(day, last - DAY))
        is_provisional = any(self.is_provisional(each) for each in _days(day, last))
        return Counted(self.closes_at(last), (), skipped, is_provisional)

    def _first_office_day(self, here: datetime) -> date:
        """A day whose last interval is over gives no more time."""
        return here.date() if here < self.closes_at(here.date()) else here.date() + DAY

    def _explained(self, moment: datetime, due: datetime, first_counted: date) -> Counted:
        first, last = in_shanghai(moment).date(), due.date()
        days = tuple(_days(first, last))
        return Counted(
            due=due,
            counted=tuple(day for day in days if day >= first_counted and self.is_workday(day)),
            skipped=tuple((day, self.why_not(day)) for day in days if not self.is_workday(day)),
            is_provisional=any(self.is_provisional(day) for day in days),
        )
