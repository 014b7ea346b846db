"""Writes the figures. A day is deleted and inserted whole, in one transaction with its month's sum; run twice, the same rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date, datetime
from itertools import groupby

from django.db import connection, transaction
from django.db.models import F, Sum

from cases.models import PolicyStamp, current_policy
from cases.rules.workdays import Calendar
from stats.board_figures import write_board_figures
from stats.counting import Counted, Key, count_days
from stats.models import Cut, DailyCount, DailyDuration, FillMark, MonthlyCount, MonthlyDuration, StaleDay
from stats.stale import days_between, stale_days

BATCH = 2000  # rows an INSERT
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
    policy = PolicyStamp.objects.filter(pk=1).values_list("version", flat=True).first() or 0
    with transaction.atomic():
        mark = FillMark.objects.filter(name="days").first()
        stale = stale_days(mark, at=at, policy=policy) | set(days)
        StaleDay.objects.bulk_create((StaleDay(day=day) for day in sorted(stale)), ignore_conflicts=True)
        FillMark.objects.update_or_create(name="days", defaults={"seen_at": at, "policy": policy})


def _rebuild(first: date, last: date, at: datetime, calendar: Calendar) -> None:
    """Days of one month and its sum, all or nothing. Days in between that were right already come out the same."""
    with transaction.atomic():
        inside = {"day__gte": first, "day__lte": last}
        found = count_days(first, last, at=at, calendar=calendar)
        DailyCount.objects.filter(**inside).delete()
        DailyCount.objects.bulk_create(_counts(found), batch_size=BATCH)
        DailyDuration.objects.filter(**inside).delete()
        DailyDuration.objects.bulk_create(_durations(found), batch_size=BATCH)
        _sum_month(first.replace(day=1))
        StaleDay.objects.filter(**inside).delete()


def _counts(found: Mapping[date, Counted]) -> Iterator[DailyCount]:
    for day, counted in found.items():
        for (cut, key, measure), value in counted.counts.items():
            yield DailyCount(day=day, cut=cut, measure=measure, value=value, **_key(cut, key))


def _durations(found: Mapping[date, Counted]) -> Iterator[DailyDuration]:
    for day, counted in found.items():
        for (unit, workdays), count in counted.durations.items():
            yield DailyDuration(day=day, unit_id=unit, workdays=workdays, count=count)


def _key(cut: Cut, key: Key) -> dict[str, Key]:
    return {{Cut.UNIT: "unit_id", Cut.BOARD: "board_id", Cut.KIND: "kind"}[cut]: key}


def _sum_month(month: date) -> None:
    inside = {"day__gte": month, "day__lt": next_month(month)}
    counts = (
        DailyCount.objects.filter(**inside).exclude(cut=Cut.BOARD).values("cut", "unit_id", "kind", "measure")
    )
    MonthlyCount.objects.filter(month=month).delete()
    MonthlyCount.objects.bulk_create(
        MonthlyCount(month=month, **row) for row in counts.order_by().annotate(value=Sum("value"))
    )
    durations = DailyDuration.objects.filter(**inside).order_by().values_list("unit_id", "workdays")
    MonthlyDuration.objects.filter(month=month).delete()
    MonthlyDuration.objects.bulk_create(
        MonthlyDuration(month=month, unit_id=unit, workdays=workdays, count=total)
        for unit, workdays, total in durations.annotate(total=Sum("count"))
    )


def next_month(month: date) -> date:
    """The first day of the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)
