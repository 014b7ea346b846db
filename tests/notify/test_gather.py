"""The daily summary: letters that wait become lines of one, exactly once; results never wait."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, time, timedelta

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from cases.actions._letters import Said, letters
from cases.models import current_policy
from cases.rules.workdays import SHANGHAI
from notify.actions import NoticeWords, enqueue, gather, sweep
from notify.models import MailAddress, Outbox, reach_of
from notify.rules.kinds import Kind
from notify.rules.wishes import last_evening
from tests.factories import a_citizen
from tests.notify.wishes import confirmed, wishing

pytestmark = pytest.mark.django_db

DAY = datetime(2026, 3, 9, tzinfo=SHANGHAI)
NOON, EVENING = DAY.replace(hour=12), DAY.replace(hour=18)


@pytest.fixture
def reader():
    return wishing(confirmed(a_citizen(phone="13900000009")), wants_digest=True)


def hold(user, *kinds: Kind, at: datetime = NOON) -> None:
    """What the machine would write for this person."""
    reach = reach_of([user.pk])[user.pk]
    for number, kind in enumerate(kinds):
        said = Said(f"event-{kind}-{number}-{at:%H%M}", kind, f"第 {number} 条", "您好！", "/my/")
        enqueue(
            letters(said, user.pk, reach, grade="normal", at=at, calendar=current_policy().calendar), at=at
        )


def run(at: datetime = EVENING + timedelta(minutes=8)) -> int:
    return gather(until=last_evening(at), day=at.date(), at=at)


def summaries(user) -> list[Outbox]:
    return list(Outbox.objects.filter(user=user, kind="summary").order_by("pk"))


def test_letters_wait_and_become_one(reader) -> None:
    hold(reader, Kind.PROGRESS, Kind.ANSWER, Kind.BOARD)
    assert Outbox.objects.held().count() == 3
    assert run() == 1
    (letter,) = summaries(reader)
    assert "3 条" in letter.subject
    assert all(f"第 {n} 条" in letter.body for n in range(3))
    assert not Outbox.objects.held().exists()


def test_a_second_run_finds_nothing(reader) -> None:
    hold(reader, Kind.PROGRESS)
    run()
    assert run() == 0
    assert len(summaries(reader)) == 1


def test_results_and_the_site_do_not_wait(reader) -> None:
    hold(reader, Kind.RESULT, Kind.PROGRESS)
    assert Outbox.objects.get(channel="email", kind="result").status == "queued"
    assert Outbox.objects.filter(channel="site", status="sent").count() == 2


def test_the_sweep_leaves_what_is_held_alone(reader) -> None:
    hold(reader, Kind.PROGRESS)
    sweep(at=NOON + timedelta(hours=1))
    assert Outbox.objects.held().count() == 1


def test_what_came_after_six_waits_for_tomorrow(reader) -> None:
    hold(reader, Kind.PROGRESS, at=EVENING + timedelta(minutes=1))
    assert run() == 0
    assert run(EVENING + timedelta(days=1, minutes=8)) == 1


def test_a_letter_that_was_committed_late_goes_out_in_a_second_one(reader) -> None:
    hold(reader, Kind.PROGRESS)
    run()
    hold(reader, Kind.ANSWER, at=EVENING - timedelta(seconds=1))
    assert run() == 1
    assert len(summaries(reader)) == 2


def test_whoever_has_given_up_the_address_gets_nothing_and_nothing_is_left_over(reader) -> None:
    hold(reader, Kind.PROGRESS)
    MailAddress.objects.all().delete()
    assert run() == 1
    assert not summaries(reader)
    assert not Outbox.objects.held().exists()


def test_the_summary_keeps_the_own_quiet_hours() -> None:
    reader = wishing(confirmed(a_citizen()), wants_digest=True, quiet=(time(17, 0), time(19, 0)))
    hold(reader, Kind.PROGRESS)
    run()
    assert summaries(reader)[0].next_try_at == EVENING + timedelta(hours=1)


def test_each_reads_the_own_lines_only(reader) -> None:
    other = wishing(confirmed(a_citizen()), wants_digest=True)
    hold(reader, Kind.PROGRESS)
    hold(other, Kind.BOARD)
    assert run() == 2
    assert ["1 条" in each.subject for each in (*summaries(reader), *summaries(other))] == [True, True]


def test_a_run_that_dies_between_two_people_is_taken_up(reader, monkeypatch) -> None:
    other = wishing(confirmed(a_citizen()), wants_digest=True)
    for each in (reader, other):
        hold(each, Kind.PROGRESS)
    module = __import__("notify.actions.gather", fromlist=["_letter"])
    real, calls = module._letter, []

    def dies(*given_: object) -> NoticeWords:
        calls.append(1)
        if len(calls) == 2:
            raise RuntimeError("killed")
        return real(*given_)

    monkeypatch.setattr(module, "_letter", dies)
    with pytest.raises(RuntimeError):
        run()
    monkeypatch.setattr(module, "_letter", real)
    run()
    assert [len(summaries(each)) for each in (reader, other)] == [1, 1]


@pytest.mark.django_db(transaction=True)
def test_two_runs_at_once_write_one_letter(reader) -> None:
    hold(reader, Kind.PROGRESS, Kind.ANSWER)
    together = threading.Barrier(3)

    def go(_number: int) -> None:
        together.wait()
        try:
            run()
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(go, range(3)))
    assert len(summaries(reader)) == 1
    assert not Outbox.objects.held().exists()


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)))
def test_the_last_evening_is_within_a_day(naive: datetime) -> None:
    here = naive.replace(tzinfo=SHANGHAI)
    assert timedelta() <= here - last_evening(here) < timedelta(days=1)
    assert last_evening(here).time() == time(18, 0)
