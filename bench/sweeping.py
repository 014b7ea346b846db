"""The sweep over a million running clocks: idle, and with two thousand that have run out at once."""

from __future__ import annotations

import time
from datetime import datetime, timedelta
from statistics import median

from django.db import connection
from django.utils import timezone

from cases.actions.tick import mark_due
from cases.models import Case, Clock

CLOCKS, DUE = 1_000_000, 2_000
OWN = {"id", "number", "submission_key", "message_id", "source_ref", "overdue_at"}  # not cloned


def run() -> None:
    now = timezone.now()
    mark_due(now)
    _fill(CLOCKS)
    idle = sorted(_timed(now) for _round in range(20))
    print(f"idle over {CLOCKS:,} running clocks: {median(idle) * 1000:.1f} ms a sweep ({_plan(now)})")
    _run_out(DUE, now)
    begun = time.perf_counter()
    marked = mark_due(now)
    took = time.perf_counter() - begun
    print(f"{marked:,} overdue marks with events and notices: {marked / took:,.0f}/s")


def _timed(now: datetime) -> float:
    begun = time.perf_counter()
    mark_due(now)
    return time.perf_counter() - begun


def _fill(many: int) -> None:
    """Cases cloned from one that is being handled, each with a running clock far from its end."""
    first = Case.objects.filter(state="handling").order_by("pk").first()
    assert first is not None
    columns = [each.column for each in Case._meta.concrete_fields if each.column not in OWN]
    names = ", ".join(f'"{name}"' for name in columns)
    with connection.cursor() as cursor:
        cursor.execute("SET statement_timeout = 0")
        cursor.execute(
            f"INSERT INTO cases_case (number, source_ref, {names})"
            f" SELECT 'B-' || n, '', {names} FROM cases_case, generate_series(1, %s) AS n WHERE cases_case.id = %s",
            [many, first.pk],
        )
        cursor.execute(
            "INSERT INTO cases_clock (case_id, name, run, started_at, first_due_at, due_at, is_provisional, explanation)"
            " SELECT id, 'reply', 1, now(), now() + interval '9 days', now() + interval '9 days', false, '{}'"
            " FROM cases_case WHERE number LIKE 'B-%%'"
        )
        cursor.execute("ANALYZE cases_case")
        cursor.execute("ANALYZE cases_clock")


def _run_out(many: int, now: datetime) -> None:
    rows = (
        Clock.objects.filter(case__number__startswith="B-").order_by("pk").values_list("pk", flat=True)[:many]
    )
    Clock.objects.filter(pk__in=list(rows)).update(due_at=now - timedelta(minutes=5))


def _plan(now: datetime) -> str:
    plan = Clock.objects.due(now).order_by("due_at")[:500].explain()
    return "one probe of clock_sweep_due" if "clock_sweep_due" in plan else "NOT by its index"
