"""Writes the figures. A day is deleted and inserted whole, in one transaction with its month's sum; run twice, the same rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from itertools import groupby
from typing import Any

from django.db import connection, transaction
from django.db.models import F

from cases.models import PolicyStamp, current_policy
from cases.rules.workdays import Calendar
from stats.board_figures import write_board_figures
from stats.counting import Counted, count_days
from stats.models import Cut, DailyCount, DailyDuration, FillMark, MonthlyCount, MonthlyDuration, StaleDay
from stats.stale import days_between, stale_days

# A month of a big city is a hundred thousand rows, and as model objects they would cost more than counting them.
INSERT_COUNTS = """
    INSERT INTO stats_dailycount (day, cut, unit_id, board_id, kind, measure, value) SELECT * FROM
    UNNEST (%s::date[], %s::text[], %s::bigint[], %s::bigint[], %s::text[], %s::text[], %s::int[])
"""
INSERT_DURATIONS = """
    INSERT INTO stats_dailyduration (day, unit_id, workdays, count) SELECT * FROM
    UNNEST (%s::date[], %s::bigint[], %s::int[], %s::int[])
"""
SUM_COUNTS = """
    INSERT INTO stats_monthlycount (month, cut, unit_id, kind, measure, value)
    SELECT %(month)s, cut, unit_id, kind, measure, sum(value) FROM stats_dailycount
    WHERE day >= %(month)s AND day < %(next)s AND cut <> 'board' GROUP BY cut, unit_id, kind, measure
"""
SUM_DURATIONS = """
    INSERT INTO stats_monthlyduration (month, unit_id, workdays, count)
    SELECT %(month)s, unit_id, workdays, sum(count) FROM stats_dailyduration
    WHERE day >= %(month)s AND day < %(next)s GROUP BY unit_id, workdays
"""
LOCK = 0x57A715  # pg_advisory_lock: one rebuild at a time
Progress = Callable[[int, int], None]  # days done, days in all


class Busy(Exception):
    """Another rebuild is at work."""


@contextmanager
def _alone() -> Iterator[None]:
    """One rebuild at a time, across processes. A process that dies takes its lock along. Raises Busy."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            raise Busy
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])


@contextmanager
def _one_view() -> Iterator[None]:
    """A transaction whose queries all see the same rows: the cuts of a day add up to the same, whoever works meanwhile."""
    is_outermost = not connection.in_atomic_block
    with transaction.atomic():
        if is_outermost:
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def rebuild_day(day: date, *, at: datetime) -> None:
    """Count one day anew, as of `at`. Raises Busy."""
    with _alone():
        _rebuild(day, day, at, current_policy().calendar)


def rebuild_range(first: date, last: date, *, at: datetime, progress: Progress | None = None) -> int:
    """Count the days from `first` to `last` anew, and whatever else is stale. Returns how many days. Raises Busy."""
    return refresh(at, days_between(first, last), progress)


def rebuild_recent(at: datetime) -> int:
    """Count anew what may be wrong by now: the last days, and days touched by late events. Raises Busy."""
    return refresh(at)


def refresh(at: datetime, days: Iterable[date] = (), progress: Progress | None = None) -> int:
    """Bring every figure up to `at`; `days` are counted anew besides. Returns how many days were counted. Raises Busy.

    The days are noted first and struck off month by month: a run that is killed is finished by the next.
    """
    with _alone():
        _note_stale(at, days)
        stale = list(StaleDay.objects.order_by("day").values_list("day", flat=True))
        calendar, done = current_policy().calendar, 0
        for _month, some in groupby(stale, key=lambda day: day.replace(day=1)):
            month = list(some)
            _rebuild(month[0], month[-1], at, calendar)
            done += len(month)
            if progress:
                progress(done, len(stale))
        with transaction.atomic():
            FillMark.objects.filter(name="days").update(as_of=F("seen_at"))
            write_board_figures(at)
        return done


def _note_stale(at: datetime, days: Iterable[date]) -> None:
    policy = policy_version()
    with transaction.atomic():
        mark = FillMark.objects.filter(name="days").first()
        stale = stale_days(mark, at=at, policy=policy) | set(days)
        StaleDay.objects.bulk_create((StaleDay(day=day) for day in sorted(stale)), ignore_conflicts=True)
        FillMark.objects.update_or_create(name="days", defaults={"seen_at": at, "policy": policy})


def policy_version() -> int:
    """Which calendar and levels are in force."""
    return PolicyStamp.objects.filter(pk=1).values_list("version", flat=True).first() or 0


def _rebuild(first: date, last: date, at: datetime, calendar: Calendar) -> None:
    """Days of one month and its sum, all or nothing. Days in between that were right already come out the same."""
    with _one_view():
        inside = {"day__gte": first, "day__lte": last}
        found = count_days(first, last, at=at, calendar=calendar)
        DailyCount.objects.filter(**inside).delete()
        DailyDuration.objects.filter(**inside).delete()
        with connection.cursor() as cursor:
            cursor.execute(INSERT_COUNTS, _columns(_counts(found), 7))
            cursor.execute(INSERT_DURATIONS, _columns(_durations(found), 4))
        _sum_month(first.replace(day=1))
        StaleDay.objects.filter(**inside).delete()


def _counts(found: Mapping[date, Counted]) -> Iterator[tuple[Any, ...]]:
    for day, counted in found.items():
        for (cut, key, measure), value in counted.counts.items():
            unit, board = key if cut == Cut.UNIT else None, key if cut == Cut.BOARD else None
            yield day, cut.value, unit, board, key if cut == Cut.KIND else "", measure, value


def _durations(found: Mapping[date, Counted]) -> Iterator[tuple[Any, ...]]:
    for day, counted in found.items():
        for (unit, workdays), count in counted.durations.items():
            yield day, unit, workdays, count


def _columns(rows: Iterable[tuple[Any, ...]], width: int) -> list[list[Any]]:
    """Rows turned on their side, as UNNEST wants them; also when there is none."""
    return [list(column) for column in zip(*rows, strict=True)] or [[] for _column in range(width)]


def _sum_month(month: date) -> None:
    MonthlyCount.objects.filter(month=month).delete()
    MonthlyDuration.objects.filter(month=month).delete()
    inside = {"month": month, "next": next_month(month)}
    with connection.cursor() as cursor:
        cursor.execute(SUM_COUNTS, inside)
        cursor.execute(SUM_DURATIONS, inside)


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
