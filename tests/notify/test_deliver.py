"""One row through one channel: claimed once, marked truly, given up in the end."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection

from notify import tasks
from notify.actions import deliver, enqueue, sweep
from notify.channels import CHANNELS
from notify.models import ChannelState, Outbox, Status
from tests.notify.conftest import NOON, a_letter, the_row

pytestmark = pytest.mark.django_db
PAUSES = [timedelta(minutes=m) for m in (1, 5, 30, 120, 720)]
LATER = "451 try again later"
NEVER = "550 no such user"


@pytest.fixture
def letter():
    enqueue([a_letter(1)], at=NOON)
    return the_row()


def try_at(letter, at, claim="message-1"):
    """The sweep finds the row and a worker delivers it, at that time."""
    sweep(at=at)
    deliver(letter.pk, claim=claim, at=at)
    letter.refresh_from_db()
    return letter


def test_a_letter_arrives_and_is_marked(letter, smtp):
    deliver(letter.pk, claim="message-1", at=NOON)
    letter.refresh_from_db()
    assert [message["To"] for message in smtp.taken] == ["zhang1@example.org"]
    assert (letter.status, letter.sent_at, letter.tries) == (Status.SENT, NOON, 1)


@pytest.mark.parametrize("again", ["message-1", "message-2"])
def test_a_second_bell_sends_nothing(letter, smtp, again):
    deliver(letter.pk, claim="message-1", at=NOON)
    deliver(letter.pk, claim=again, at=NOON)
    assert len(smtp.taken) == 1


def test_a_bell_for_a_row_that_is_gone_is_no_error(db):
    deliver(4711, claim="message-1", at=NOON)


def test_the_tasks_may_run_twice(letter, smtp):
    for _ in range(2):
        tasks.deliver(letter.pk)
        tasks.sweep_outbox()
    assert len(smtp.taken) == 1


def test_trouble_is_waited_out_with_growing_pauses(letter, smtp):
    smtp.refusals = [LATER] * 5
    at, waits = NOON, []
    for _ in range(5):
        at = try_at(letter, at).next_try_at
        assert letter.status == Status.FAILED
        waits.append(letter.next_try_at - (at - PAUSES[len(waits)]))
    assert waits == PAUSES
    assert try_at(letter, at).status == Status.SENT
    assert letter.tries == 6


def test_the_sixth_failure_is_the_last(letter, smtp):
    smtp.refusals = [LATER] * 9
    for n in range(6):
        try_at(letter, NOON + timedelta(days=n))
    assert (letter.status, letter.tries) == (Status.DEAD, 6)
    try_at(letter, NOON + timedelta(days=90))
    assert smtp.heard.count("RCPT") == 6


def test_the_last_error_is_kept_for_the_official(letter, smtp):
    smtp.refusals = [LATER]
    assert "SMTPRecipientsRefused" in try_at(letter, NOON).error


def test_an_unknown_recipient_is_not_tried_again(letter, smtp):
    smtp.refusals = [NEVER]
    assert (try_at(letter, NOON).status, letter.tries) == (Status.DEAD, 1)


def test_an_address_that_is_none_is_not_tried_at_all(smtp):
    enqueue([a_letter(1, address="nobody at home")], at=NOON)
    assert try_at(the_row(), NOON).status == Status.DEAD
    assert smtp.heard == []


def test_a_bell_that_comes_during_a_pause_does_not_shorten_it(letter, smtp):
    smtp.refusals = [LATER]
    try_at(letter, NOON)
    deliver(letter.pk, claim="message-2", at=NOON + timedelta(seconds=1))
    assert smtp.heard.count("RCPT") == 1


def test_a_poisoned_row_dies_and_the_others_arrive(letter, smtp, monkeypatch, zhang_citizen):
    def choke(_letter):
        raise ZeroDivisionError("poison")

    monkeypatch.setitem(CHANNELS, "sms", choke)
    enqueue([a_letter(2, "sms", user_id=zhang_citizen.pk), a_letter(3)], at=NOON)
    for day in range(7):
        at = NOON + timedelta(days=day)
        sweep(at=at)
        for pk in Outbox.objects.values_list("pk", flat=True):
            deliver(pk, claim=f"{day}-{pk}", at=at)
    assert list(Outbox.objects.order_by("id").values_list("status", flat=True)) == ["sent", "dead", "sent"]
    assert the_row(channel="sms").error == "ZeroDivisionError: poison"


# --- Who holds a row ------------------------------------------------------------------------------------------------


def held(letter, claim="message-1", tries=1):
    """As a worker leaves it that was killed after its claim."""
    Outbox.objects.filter(pk=letter.pk).update(
        status=Status.SENDING,
        claimed_at=NOON,
        claimed_by=claim,
        tries=tries,
        next_try_at=NOON + timedelta(seconds=45),
    )


def test_another_message_leaves_a_held_row_alone(letter, smtp):
    held(letter)
    deliver(letter.pk, claim="message-2", at=NOON)
    assert smtp.heard == []


def test_the_same_message_handed_on_after_its_worker_died_takes_over_at_once(letter, smtp):
    held(letter)
    deliver(letter.pk, claim="message-1", at=NOON)
    assert len(smtp.taken) == 1


def test_a_lease_that_ended_is_queued_again(letter, smtp):
    held(letter)
    assert sweep(at=NOON + timedelta(seconds=44)) == 0
    assert try_at(letter, NOON + timedelta(seconds=45), "message-2").status == Status.SENT


def test_a_row_that_kills_its_worker_every_time_dies_as_well(letter, smtp):
    held(letter, tries=6)
    deliver(letter.pk, claim="message-1", at=NOON)
    assert try_at(letter, NOON + timedelta(minutes=1)).status == Status.DEAD
    assert smtp.heard == []


def test_who_lost_the_lease_marks_nothing(letter, smtp, monkeypatch):
    def slow(_letter):
        Outbox.objects.update(claimed_by="message-2")

    monkeypatch.setitem(CHANNELS, "email", slow)
    deliver(letter.pk, claim="message-1", at=NOON)
    assert the_row().status == Status.SENDING


@pytest.mark.django_db(transaction=True)
def test_eight_workers_at_once_send_one_letter(letter, smtp):
    barrier = threading.Barrier(8)

    def work(n):
        try:
            barrier.wait()
            deliver(letter.pk, claim=f"message-{n}", at=NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(8)))
    assert len(smtp.taken) == 1


@pytest.mark.django_db(transaction=True)
def test_bells_in_any_order_end_the_same(smtp):
    enqueue([a_letter(n) for n in range(12)], at=NOON)
    ids = list(Outbox.objects.values_list("pk", flat=True))

    def work(pks):
        try:
            for pk in pks:
                deliver(pk, claim=f"{threading.get_ident()}-{pk}", at=NOON)
        finally:
            connection.close()

    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, [ids, ids[::-1], ids[6:] + ids[:6]]))
    assert sorted(message["To"] for message in smtp.taken) == sorted(
        f"zhang{n}@example.org" for n in range(12)
    )
    assert set(Outbox.objects.values_list("status", flat=True)) == {"sent"}


# --- A channel that is down --------------------------------------------------------------------------------------------


@pytest.fixture
def five_failed(smtp):
    smtp.refusals = [LATER] * 5
    enqueue([a_letter(n) for n in range(7)], at=NOON)
    for pk in Outbox.objects.order_by("id").values_list("pk", flat=True)[:5]:
        deliver(pk, claim=f"message-{pk}", at=NOON)


def test_after_five_failures_the_channel_rests_and_the_next_letter_keeps_its_tries(smtp, five_failed):
    row = Outbox.objects.order_by("id")[5]
    deliver(row.pk, claim="message-6", at=NOON + timedelta(seconds=30))
    row.refresh_from_db()
    assert (row.status, row.tries, row.next_try_at) == (Status.FAILED, 0, NOON + timedelta(minutes=1))
    assert smtp.heard.count("RCPT") == 5


def test_the_rest_is_seen_by_the_official(five_failed):
    state = ChannelState.objects.get()
    assert (state.channel, state.failures, state.open_until) == ("email", 5, NOON + timedelta(minutes=1))


def test_the_first_letter_that_arrives_ends_the_rest(smtp, five_failed):
    row = Outbox.objects.order_by("id")[5]
    assert try_at(row, NOON + timedelta(minutes=2)).status == Status.SENT
    state = ChannelState.objects.get()
    assert (state.failures, state.open_until, state.error) == (0, None, "")


def test_an_hour_of_silence_and_then_half_the_letters_failing_loses_none(smtp):
    enqueue([a_letter(n) for n in range(12)], at=NOON)
    smtp.refusals = [LATER] * 10_000
    for minute in range(0, 20 * 60, 10):
        at = NOON + timedelta(minutes=minute)
        if minute == 60:
            smtp.refusals = [LATER, "250 OK"] * 4
        sweep(at=at)
        for pk in Outbox.objects.filter(status=Status.QUEUED).values_list("pk", flat=True):
            deliver(pk, claim=f"{minute}-{pk}", at=at)
    assert set(Outbox.objects.values_list("status", flat=True)) == {"sent"}
    assert len({message["Message-ID"] for message in smtp.taken}) == len(smtp.taken) == 12
