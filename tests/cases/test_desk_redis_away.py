"""Redis away: the desk takes a case the whole way, and what people are to be told waits in the outbox."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.rules.states import State
from notify.models import Outbox
from tests.cases.desk_pages import SAMPLES, do
from tests.cases.test_post_redis_away import redis_is_away  # noqa: F401 - a fixture
from tests.factories import a_case, cast

pytestmark = pytest.mark.django_db(transaction=True)
WAY = ["accept", "assign", "sign", "log_contact", "note", "remind", "draft_reply", "send_back", "draft_reply", "countersign",
       "approve_reply"]  # fmt: skip


def test_every_step_of_the_desk_works_without_redis(redis_is_away) -> None:  # noqa: F811
    case = a_case(at=timezone.now() - timedelta(hours=1))
    for verb in WAY:
        assert do(getattr(cast(), SAMPLES[verb].who), case, verb).status_code == 303, verb
    case.refresh_from_db()
    assert case.state == State.REPLIED
    assert Outbox.objects.filter(user=case.author, channel="site", subject__contains="已有回复").exists()
