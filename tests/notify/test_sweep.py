"""Whatever is stuck is rung for again, once a sweep, by whoever sweeps."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from notify.actions import enqueue, send_again, sweep
from notify.models import Outbox, Status
from tests.notify.conftest import NOON, a_letter, the_row

pytestmark = pytest.mark.django_db
SOON = NOON + timedelta(minutes=1)


def test_a_fresh_row_is_left_to_its_own_bell():
    enqueue([a_letter(1)], at=NOON)
    assert sweep(at=NOON + timedelta(seconds=59)) == 0


def test_a_lost_bell_is_rung_again_and_not_every_minute():
    enqueue([a_letter(1)], at=NOON)
    assert [sweep(at=SOON + timedelta(minutes=minute)) for minute in range(6)] == [1, 0, 1, 0, 1, 0]


def test_what_must_wait_is_rung_for_when_its_time_has_come_and_not_before(
    django_capture_on_commit_callbacks,
):
    morning = NOON + timedelta(hours=20)
    with django_capture_on_commit_callbacks() as bells:
        enqueue([a_letter(1, not_before=morning)], at=NOON)
    assert bells == []
    assert [sweep(at=NOON + timedelta(hours=hours)) for hours in (0, 19, 20)] == [0, 0, 1]


def test_more_rows_than_a_batch_are_all_rung_for():
    enqueue([a_letter(n) for n in range(1003)], at=NOON)
    assert sweep(at=SOON) == 1003


@pytest.mark.parametrize("status", [Status.SENT, Status.DEAD])
def test_what_is_over_is_not_touched(status):
    enqueue([a_letter(1)], at=NOON)
    Outbox.objects.update(status=status, sent_at=NOON if status == Status.SENT else None)
    assert sweep(at=NOON + timedelta(days=30)) == 0


def test_site_notices_are_none_of_its_business(zhang_citizen):
    enqueue([a_letter(1, "site", user_id=zhang_citizen.pk)], at=NOON)
    assert sweep(at=NOON + timedelta(days=30)) == 0


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_share_the_rows():
    enqueue([a_letter(n) for n in range(1100)], at=NOON)
    barrier = threading.Barrier(3)

    def work(_n):
        try:
            barrier.wait()
            return sweep(at=SOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(work, range(3))) == 1100


def test_a_week_of_downtime_is_caught_up_at_once():
    enqueue([a_letter(1)], at=NOON)
    assert sweep(at=NOON + timedelta(days=7)) == 1


def test_a_dead_letter_gets_another_life():
    enqueue([a_letter(1), a_letter(2)], at=NOON)
    Outbox.objects.filter(address="zhang1@example.org").update(status=Status.DEAD, tries=6)
    ids = list(Outbox.objects.values_list("pk", flat=True))
    assert send_again(ids, at=NOON) == 1
    row = the_row(address="zhang1@example.org")
    assert (row.status, row.tries) == (Status.QUEUED, 0)


def test_a_letter_that_was_sent_is_never_sent_again():
    enqueue([a_letter(1)], at=NOON)
    Outbox.objects.update(status=Status.SENT, sent_at=NOON)
    assert send_again([the_row().pk], at=NOON) == 0
