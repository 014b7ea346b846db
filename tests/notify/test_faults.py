"""Broker and workers are killed, frozen and flushed: nothing is lost, nothing is doubled, and nobody waits for it."""

import signal
import time
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from notify.actions import enqueue, sweep
from notify.models import Outbox, Status
from tests.notify.conftest import a_letter, the_row, until

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]


def post(count):
    """That many citizens post, one after the other; the longest that one of them waited."""
    longest = 0.0
    for _ in range(count):
        began = time.monotonic()
        with transaction.atomic():
            enqueue([a_letter(Outbox.objects.count())])
        longest = max(longest, time.monotonic() - began)
    return longest


def caught_up():
    """What the sweep rings for when all first bells were lost."""
    return sweep(at=timezone.now() + timedelta(minutes=1))


def test_the_bell_rings_after_the_commit_and_not_before(broker):
    with transaction.atomic():
        enqueue([a_letter(1)])
        assert broker.queued() == 0
    assert broker.queued() == 1


def test_without_a_broker_everybody_posts_and_the_sweep_catches_up(broker):
    broker.kill()
    began = time.monotonic()
    post(50)
    assert time.monotonic() - began < 5
    broker.start()
    assert (caught_up(), broker.queued()) == (50, 0)  # this process still spares the bell it found broken
    assert Outbox.objects.filter(status=Status.QUEUED).count() == 50


def test_the_bell_is_tried_again_after_a_while(broker, monkeypatch):
    monkeypatch.setattr("notify.nudge.SILENT_FOR", 0.1)
    broker.kill()
    post(1)
    broker.start()
    time.sleep(0.1)
    post(1)
    assert broker.queued() == 1


def test_a_broker_that_was_restarted_unseen_costs_no_bell(broker):
    post(1)
    broker.kill()
    broker.start()
    post(1)
    assert broker.queued() == 2  # the first came back from the append-only file


def test_a_frozen_broker_holds_nobody_longer_than_a_second(broker):
    post(1)
    broker.signal(signal.SIGSTOP)
    try:
        first, others = post(1), post(50)
    finally:
        broker.signal(signal.SIGCONT)
    assert first < 1.5
    assert others < 0.5


def test_a_broker_that_is_full_hinders_nobody(broker):
    broker.redis.config_set("maxmemory", "1")
    post(3)
    broker.redis.config_set("maxmemory", "0")
    assert Outbox.objects.count() == caught_up() == 3


def test_a_thousand_bells_that_were_flushed_are_rung_again(broker):
    enqueue([a_letter(n) for n in range(1000)])
    until(lambda: broker.queued() == 1000)
    broker.redis.flushall()
    assert caught_up() == 1000
    assert broker.queued() == 1000


def test_a_worker_killed_in_the_middle_of_a_mail_sends_it_once(broker, smtp, start_worker):
    worker = start_worker()
    smtp.pauses = {"DATA": 60}
    post(1)
    until(lambda: "DATA" in smtp.heard, 10, worker.words)
    worker.kill_child()
    until(lambda: the_row().status == Status.SENT, 20, worker.words)
    assert len(smtp.taken) == 1
    assert the_row().tries == 2


def test_killed_after_the_server_took_it_the_mail_comes_again_under_the_same_id(broker, smtp, start_worker):
    worker = start_worker()
    smtp.pauses = {"TAKEN": 60}
    post(2)
    until(lambda: "TAKEN" in smtp.heard, 10, worker.words)
    worker.kill()
    second = start_worker()
    sweep(at=timezone.now() + timedelta(minutes=2))
    until(
        lambda: Outbox.objects.filter(status=Status.SENT).count() == 2,
        20,
        second.words,
    )
    assert len({mail["Message-ID"] for mail in smtp.taken}) == 2
