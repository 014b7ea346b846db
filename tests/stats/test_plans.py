"""Days are counted through indexes: at ten million cases a scan of a table would take minutes."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection

from cases.models import Event
from cases.rules.workdays import SHANGHAI
from stats.counting import answers_of, cases_of, clocks_of, ratings_of, revisits_of, stretch
from stats.models import Cut, DailyCount, MonthlyCount
from tests.stats.register import a_register

pytestmark = pytest.mark.django_db
DAY = date(2024, 6, 3)
THAT = stretch(DAY, DAY, datetime(2026, 1, 1, tzinfo=SHANGHAI))
LATE = datetime(2025, 12, 30, tzinfo=SHANGHAI)


def enters_through(rows, index: str) -> bool:
    plan = rows.order_by().explain(costs=False)
    return index in plan and "Index Cond" in plan[plan.index(index) :].splitlines()[1]


def test_the_scans_of_a_day_enter_through_their_indexes() -> None:
    a_register(15_000, days=730)
    scans = {
        "case_by_day": cases_of(THAT),
        "clock_reply_by_due": clocks_of(THAT),
        "event_by_day": answers_of(THAT),
        "rating_by_seal_end": ratings_of(THAT),
        "revisit_by_day": revisits_of(THAT),
        "event_by_recording": Event.objects.filter(recorded_at__gte=LATE).values("case"),
    }
    assert [index for index, rows in scans.items() if not enters_through(rows, index)] == []


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        (DailyCount.objects.filter(day=DAY), "daily_count_is_stored_once"),
        (MonthlyCount.objects.filter(month=DAY, cut=Cut.KIND), "monthly_count_is_stored_once"),
        (
            MonthlyCount.objects.filter(unit=7, cut=Cut.UNIT, month__gt=DAY - timedelta(365)),
            "monthly_count_of_unit",
        ),
    ],
)
def test_the_pages_read_their_rows_through_an_index(rows, index: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SET LOCAL enable_seqscan = off"
        )  # the tables of a test are too small for an index to pay
    assert enters_through(rows, index)
