"""Which days are counted again, and that a late, doubled, killed or missed run changes nothing."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from boards.models import BoardFigures
from cases.models import Event, Heartbeat, PolicyStamp
from cases.rules.workdays import in_shanghai
from stats import rollup
from stats.measures import OF_BOARDS
from stats.models import Cut, DailyCount, FillMark, StaleDay
from stats.rollup import LOCK, Busy, rebuild_day, rebuild_recent, refresh
from stats.stale import days_between, stale_days, touched_days
from stats.tasks import rebuild_recent as task
from tests.factories import MONDAY
from tests.stats.histories import walked

TO_REPLY = ("accept", "assign", "sign", "answer")
DAY = MONDAY.date()
SUNDAY = MONDAY + timedelta(days=13)


def received(day: date = DAY) -> int | None:
    rows = DailyCount.objects.filter(day=day, measure="received", cut=Cut.KIND)
    return rows.values_list("value", flat=True).first()


@pytest.mark.django_db
def test_the_first_run_counts_every_day_since_the_first_case() -> None:
    walked(MONDAY)
    assert refresh(SUNDAY) == 14


@pytest.mark.django_db
def test_an_empty_city_is_counted_too() -> None:
    assert refresh(SUNDAY) == 1
    assert FillMark.objects.get().as_of == SUNDAY


@pytest.mark.django_db
def test_a_late_event_makes_all_days_of_its_case_stale() -> None:
    walked(MONDAY, *TO_REPLY, "rate_well", apart=timedelta(days=1))
    days = {
        DAY,
        date(2026, 3, 17),
        date(2026, 3, 13),
        date(2026, 3, 27),
    }  # submitted, due, answered, seal ended
    assert touched_days(timezone.now() - timedelta(minutes=5)) == days


@pytest.mark.django_db
def test_a_run_counts_the_last_days_and_the_touched_ones() -> None:
    refresh(SUNDAY)
    walked(MONDAY, "decline")
    mark = FillMark.objects.get()
    again = SUNDAY + timedelta(hours=1)
    assert stale_days(mark, at=again, policy=mark.policy) == {
        DAY,
        *days_between(date(2026, 3, 19), date(2026, 3, 22)),
    }
    rebuild_recent(again)
    assert DailyCount.objects.filter(day=DAY, measure="declined").exists()


@pytest.mark.django_db
def test_a_week_without_a_run_is_made_up() -> None:
    refresh(SUNDAY)
    mark = FillMark.objects.get()
    after = SUNDAY + timedelta(days=9)
    assert set(days_between(date(2026, 3, 22), date(2026, 3, 31))) <= stale_days(
        mark, at=after, policy=mark.policy
    )


@pytest.mark.django_db
def test_a_day_that_a_reply_was_due_on_is_counted_again_when_the_date_moves() -> None:
    walk = walked(MONDAY, "accept")
    last = Event.objects.filter(case=walk.pk).latest("seq")
    facts = {"reply": {"before": "2026-03-13T18:00:00+08:00", "after": "2026-03-16T18:00:00+08:00"}}
    Event.objects.create(
        case_id=walk.pk,
        seq=last.seq + 1,
        verb="recount",
        before=last.after,
        after=last.after,
        at=last.at,
        facts=facts,
    )
    assert date(2026, 3, 13) in touched_days(timezone.now() - timedelta(minutes=5))


@pytest.mark.django_db
def test_a_changed_calendar_makes_the_year_behind_stale() -> None:
    refresh(SUNDAY)
    PolicyStamp.moves_on()
    assert rebuild_recent(SUNDAY + timedelta(hours=1)) == 367


@pytest.mark.django_db
def test_a_run_that_is_killed_is_finished_by_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    walked(MONDAY)
    at = MONDAY + timedelta(days=30)  # two months

    class Killed(Exception):
        pass

    def kill(done: int, total: int) -> None:
        raise Killed

    with pytest.raises(Killed):
        refresh(at, progress=kill)
    assert FillMark.objects.get().as_of is None
    assert set(StaleDay.objects.values_list("day", flat=True)) == set(
        days_between(date(2026, 4, 1), date(2026, 4, 8))
    )
    refresh(at)
    assert not StaleDay.objects.exists()
    assert FillMark.objects.get().as_of == at


@pytest.mark.django_db
def test_a_run_says_how_far_it_is() -> None:
    walked(MONDAY)
    said = []
    refresh(MONDAY + timedelta(days=30), progress=lambda done, total: said.append((done, total)))
    assert said == [(23, 31), (31, 31)]


@pytest.mark.django_db
def test_every_board_gets_its_figures_of_ninety_days() -> None:
    walked(MONDAY, *TO_REPLY, apart=timedelta(days=1))
    walked(MONDAY, "decline")
    walked(MONDAY, slug="water")
    refresh(SUNDAY)
    rows = BoardFigures.objects.values_list("board__slug", *OF_BOARDS)
    assert set(rows) == {("mayor", 1, 1, 1, 1, 1, 3), ("water", 1, 0, 0, 0, 0, 0)}


@pytest.mark.django_db
def test_a_board_forgets_what_is_older_than_ninety_days() -> None:
    walked(MONDAY)
    refresh(MONDAY + timedelta(days=89))
    assert BoardFigures.objects.get().received == 1
    refresh(MONDAY + timedelta(days=90))
    assert BoardFigures.objects.get().received == 0


@pytest.mark.django_db
def test_the_task_counts_up_to_now_and_says_that_it_ran() -> None:
    walked(timezone.now() - timedelta(days=2))
    task()
    assert received(in_shanghai(timezone.now() - timedelta(days=2)).date()) == 1
    assert Heartbeat.objects.filter(name="rebuild_recent").exists()


@pytest.mark.django_db(transaction=True)
def test_a_second_rebuild_at_the_same_time_steps_back() -> None:
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [LOCK])
            with pytest.raises(Busy):
                rebuild_day(DAY, at=SUNDAY)
            task()  # does not fail either
            cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
    finally:
        other.close()
    rebuild_day(DAY, at=SUNDAY)


@pytest.mark.django_db
def test_the_lock_is_given_back_after_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rollup, "count_days", None)
    with pytest.raises(TypeError):
        rebuild_day(DAY, at=SUNDAY)
    with connection.cursor() as cursor:
        mine = "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objid = %s AND pid = pg_backend_pid()"
        cursor.execute(mine, [LOCK])
        assert cursor.fetchone()[0] == 0


@pytest.mark.django_db(transaction=True)
def test_the_cuts_of_a_day_agree_although_somebody_works_meanwhile(monkeypatch: pytest.MonkeyPatch) -> None:
    walked(MONDAY)
    count, other = rollup.count_days, connections.create_connection("default")

    def count_while_a_case_is_declined(*args, **more):
        one = count(*args, **more)
        with other.cursor() as cursor:
            cursor.execute("UPDATE cases_case SET kind = 'thanks'")
        assert count(*args, **more) == one
        return one

    monkeypatch.setattr(rollup, "count_days", count_while_a_case_is_declined)
    try:
        rebuild_day(DAY, at=SUNDAY)
    finally:
        other.close()
    assert received() == 1
