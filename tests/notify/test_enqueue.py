"""Into the outbox: once, in the caller's transaction, and without ever waiting for the bell."""

import pytest
from django.db import IntegrityError, connection, transaction

from notify.actions import enqueue
from notify.models import Channel, Outbox, Status
from tests.notify.conftest import NOON, a_letter, the_row

pytestmark = pytest.mark.django_db


def test_the_same_key_is_one_notice():
    enqueue([a_letter(1), a_letter(1, subject="again")])
    enqueue([a_letter(1, subject="once more")])
    assert the_row().subject == "您的留言 1 已受理"


def test_nothing_to_say_costs_nothing(django_assert_num_queries):
    with django_assert_num_queries(0):
        enqueue([])


@pytest.mark.parametrize("count", [1, 50])
def test_many_notices_are_one_statement(count, django_assert_num_queries):
    with django_assert_num_queries(1):
        enqueue([a_letter(n) for n in range(count)])


def test_a_site_notice_is_there_at_once_and_rings_no_bell(zhang_citizen, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as bells:
        enqueue([a_letter(1, "site", user_id=zhang_citizen.pk)], at=NOON)
    row = the_row()
    assert (row.status, row.sent_at, row.created_at, row.read_at) == (Status.SENT, NOON, NOON, None)
    assert bells == []


def test_a_letter_waits_for_its_worker_with_a_minutes_grace():
    enqueue([a_letter(1)], at=NOON)
    row = the_row()
    assert (row.status, row.tries, row.sent_at) == (Status.QUEUED, 0, None)
    assert (row.next_try_at - row.created_at).total_seconds() == 60


def test_without_a_time_the_databases_clock_counts():
    enqueue([a_letter(1)])
    row = the_row()
    assert (row.next_try_at - row.created_at).total_seconds() == 60


@pytest.mark.django_db(transaction=True)
def test_what_is_rolled_back_was_never_said():
    with transaction.atomic():
        enqueue([a_letter(1)])
        transaction.set_rollback(True)
    assert not Outbox.objects.exists()


def test_long_subjects_are_cut_to_their_column():
    enqueue([a_letter(1, subject="长" * 500)])
    assert len(the_row().subject) == 200


@pytest.mark.parametrize(
    ("channel", "more", "constraint"),
    [
        ("fax", {"address": "1"}, "outbox_channel_is_known"),
        ("site", {}, "outbox_has_somewhere_to_go"),
        ("email", {"address": ""}, "outbox_has_somewhere_to_go"),
        ("sms", {}, "outbox_has_somewhere_to_go"),
        ("sms", {"address": "13900000001"}, "outbox_has_somewhere_to_go"),
        ("email", {"url": "//evil.example"}, "outbox_url_is_local"),
        ("email", {"url": "https://evil.example"}, "outbox_url_is_local"),
    ],
)
def test_the_database_refuses_what_could_never_arrive(channel, more, constraint):
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        enqueue([a_letter(1, channel, **more)])


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ({"status": "lost"}, "outbox_status_is_known"),
        ({"status": "sent"}, "outbox_sent_has_a_time"),
        ({"sent_at": NOON}, "outbox_sent_has_a_time"),
        ({"status": "sending"}, "outbox_sending_is_claimed"),
        ({"read_at": NOON}, "outbox_only_notices_are_read"),
    ],
)
def test_the_database_refuses_a_row_that_contradicts_itself(change, constraint):
    enqueue([a_letter(1)])
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        Outbox.objects.update(**change)


def test_the_sweep_of_a_quiet_day_is_one_probe_of_a_small_index(zhang_citizen):
    enqueue([a_letter(n, "site", user_id=zhang_citizen.pk) for n in range(3000)])
    enqueue([a_letter(n) for n in range(3)])
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE notify_outbox")
    plan = Outbox.objects.due(NOON).order_by("next_try_at").explain()
    assert "outbox_waiting" in plan


def test_channels_and_statuses_are_closed_lists():
    assert set(Channel.values) == {"site", "email", "sms"}
    assert set(Status.values) == {"queued", "sending", "sent", "failed", "dead", "held"}
