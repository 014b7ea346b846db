"""Two roads to the same figures: the grouped queries of the rollup and the retelling of every case from its events."""

from __future__ import annotations

from datetime import datetime, timedelta
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from boards.models import BoardFigures
from cases.models import PolicyStamp, current_policy
from cases.rules.states import Kind
from cases.rules.workdays import in_shanghai
from stats.counting import count_days
from stats.differences import differences, span_of_all
from stats.models import Cut, DailyCount, DailyDuration, FillMark, MonthlyCount, StaleDay
from stats.recount import recount
from stats.rollup import rebuild_range, refresh
from tests.factories import MONDAY
from tests.stats.histories import a_walk, walked

pytestmark = pytest.mark.django_db
TO_REPLY = ("accept", "assign", "sign", "answer")

steps = st.lists(st.tuples(st.integers(0, 11), st.integers(1, 120)), max_size=12)
histories = st.lists(
    st.tuples(st.sampled_from(Kind.values), st.integers(0, 300), steps), min_size=1, max_size=3
)


def live(history: list) -> None:
    """Cases that each take their steps (which verb, how many hours later)."""
    for kind, start, way in history:
        at = MONDAY + timedelta(hours=start)
        walk = a_walk(at, kind=kind, slug="water" if start % 2 else "mayor")
        for choice, hours in way:
            at += timedelta(hours=hours)
            walk.step(choice, at)


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(histories, st.integers(0, 100))
def test_both_roads_lead_to_the_same_figures(history: list, days: int) -> None:
    with transaction.atomic():
        live(history)
        first, as_of = MONDAY.date(), timezone.now()
        last = first + timedelta(days=days)
        calendar = current_policy().calendar
        told = recount(first, last, as_of=as_of, calendar=calendar)
        assert count_days(first, last, at=as_of, calendar=calendar) == told
        transaction.set_rollback(True)


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(histories)
def test_what_was_submitted_is_received_or_left_out_for_one_reason(history: list) -> None:
    with transaction.atomic():
        live(history)
        first, last = MONDAY.date(), MONDAY.date() + timedelta(days=13)
        found = count_days(first, last, at=timezone.now(), calendar=current_policy().calendar)
        for counts in (day.counts for day in found.values()):
            for kind in Kind.values:
                parts = [counts.get((Cut.KIND, kind, name), 0) for name in PARTS]
                assert counts.get((Cut.KIND, kind, "submitted"), 0) == sum(parts)
        transaction.set_rollback(True)


PARTS = ("received", "declined", "withdrawn", "merged", "thanks")


@pytest.fixture
def a_city() -> datetime:
    """Three weeks of a small city, counted. Returns when."""
    start = timezone.now() - timedelta(days=30)
    walked(start, *TO_REPLY, "rate_well")
    walked(start + timedelta(days=1), *TO_REPLY, "close", "reopen", apart=timedelta(days=1))
    walked(start + timedelta(days=2), "accept", slug="water", kind=Kind.REPORT)
    walked(start + timedelta(days=3), "decline")
    at = timezone.now()
    refresh(at)
    return at


def check() -> str:
    out = StringIO()
    call_command("rebuild_stats", "--check", stdout=out)
    return out.getvalue()


def wrong() -> list[str]:
    return [str(each) for each in differences(*span_of_all(timezone.now()))]


def test_the_check_finds_nothing_wrong_after_a_rebuild(a_city: datetime) -> None:
    assert check().endswith(", 0 differences\n")


def test_the_check_prints_a_planted_wrong_figure_and_fails(a_city: datetime) -> None:
    row = DailyCount.objects.filter(measure="received", cut=Cut.UNIT).order_by("day")[0]
    DailyCount.objects.filter(pk=row.pk).update(value=row.value + 1)
    out = StringIO()
    with pytest.raises(CommandError):
        call_command("rebuild_stats", "--check", stdout=out)
    assert f"{row.day} unit {row.unit_id} received: stored 2, recounted 1" in out.getvalue()


def test_the_check_finds_a_figure_on_a_day_without_any_case(a_city: datetime) -> None:
    day = in_shanghai(a_city).date() + timedelta(days=400)
    DailyCount.objects.create(day=day, cut=Cut.KIND, kind=Kind.REPORT, measure="received", value=1)
    assert any(str(day) in each for each in wrong())


@pytest.mark.parametrize("model", [DailyCount, DailyDuration, MonthlyCount])
def test_the_check_finds_a_lost_row(model, a_city: datetime) -> None:
    model.objects.earliest("pk").delete()
    assert wrong()


def test_the_check_finds_a_wrong_figure_of_a_board(a_city: datetime) -> None:
    BoardFigures.objects.filter(board__slug="mayor").update(answered=99)
    with pytest.raises(CommandError):
        check()


def test_what_happens_after_the_count_is_no_difference(a_city: datetime) -> None:
    walked(timezone.now() - timedelta(days=4), *TO_REPLY)
    assert check().endswith(", 0 differences\n")


def test_the_check_leaves_out_days_that_wait_to_be_counted(a_city: datetime) -> None:
    day = DailyCount.objects.earliest("day").day
    StaleDay.objects.create(day=day)
    DailyCount.objects.filter(day=day, measure="received").update(value=7)
    assert not any(each.startswith(str(day)) for each in wrong())


def test_the_check_says_so_when_nothing_was_counted_yet() -> None:
    with pytest.raises(CommandError, match="nothing has been counted"):
        check()


def test_the_check_says_when_the_calendar_has_changed_since(a_city: datetime) -> None:
    PolicyStamp.moves_on()
    assert "the calendar has changed" in check()


def test_the_check_writes_nothing(a_city: datetime) -> None:
    mark = FillMark.objects.get()
    check()
    assert FillMark.objects.get().seen_at == mark.seen_at


def test_a_rebuild_of_some_days_mends_them_and_keeps_the_rest_right(a_city: datetime) -> None:
    day = DailyCount.objects.filter(measure="received").earliest("day").day
    DailyCount.objects.filter(day=day).update(value=5)
    walked(timezone.now() - timedelta(days=20), *TO_REPLY)  # happened after the count, on another day
    rebuild_range(day, day, at=timezone.now())
    assert wrong() == []


def test_the_command_takes_a_range(a_city: datetime) -> None:
    day = DailyCount.objects.earliest("day").day
    DailyCount.objects.filter(day=day).update(value=5)
    call_command("rebuild_stats", f"--from={day}", f"--to={day}", stdout=StringIO())
    assert wrong() == []


def test_the_command_refuses_a_range_that_is_turned_round() -> None:
    with pytest.raises(CommandError, match="lies after"):
        call_command("rebuild_stats", "--from=2026-03-10", "--to=2026-03-09")
