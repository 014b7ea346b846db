"""Old letters go at night; what failed, what waits and what nobody has read stays."""

from __future__ import annotations

from datetime import timedelta

import pytest

from notify.actions import enqueue, purge
from notify.models import Outbox, Status
from tests.notify.conftest import NOON, a_letter

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def sent(n: int, **more: object) -> None:
    enqueue([a_letter(n, **more)], at=NOON)
    Outbox.objects.filter(channel="email").update(status=Status.SENT, sent_at=NOON)


@pytest.mark.parametrize(("days", "gone"), [(180, 0), (181, 1)])
def test_a_letter_is_kept_half_a_year(days: int, gone: int) -> None:
    sent(1)
    assert purge(at=NOON + days * DAY) == gone


@pytest.mark.parametrize("status", [Status.QUEUED, Status.FAILED, Status.DEAD])
def test_what_was_not_sent_stays(status: str) -> None:
    enqueue([a_letter(1)], at=NOON)
    Outbox.objects.update(status=status)
    assert purge(at=NOON + 1000 * DAY) == 0


@pytest.mark.parametrize(("days", "is_read", "gone"), [(365, True, 0), (366, True, 1), (1000, False, 0)])
def test_a_notice_of_the_site_is_kept_a_year_and_until_it_is_read(days, is_read, gone, zhang_citizen) -> None:
    enqueue([a_letter(1, "site", user_id=zhang_citizen.pk)], at=NOON)
    if is_read:
        Outbox.objects.update(read_at=NOON)
    assert purge(at=NOON + days * DAY) == gone


def test_more_than_a_batch_goes_in_one_night() -> None:
    enqueue([a_letter(n) for n in range(2100)], at=NOON)
    Outbox.objects.update(status=Status.SENT, sent_at=NOON)
    assert purge(at=NOON + 181 * DAY) == 2100
    assert purge(at=NOON + 181 * DAY) == 0
