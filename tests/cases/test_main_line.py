"""The main line: a message travels from the citizen to the closing, and everything it leaves behind is right."""

from __future__ import annotations

import pytest

from boards.models import Message, Reply
from cases.models import Case, Clock, Event
from cases.rules.states import State
from notify.models import Outbox
from tests.factories import LINE, a_case

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("state", [*LINE, State.DECLINED, State.WITHDRAWN, State.REVISITING])
def test_a_case_can_be_walked_to_every_state_of_the_main_line(state: State) -> None:
    assert a_case(state).state == state


def test_the_events_of_a_closed_case_tell_its_whole_way() -> None:
    case = a_case(State.CLOSED)
    verbs = list(Event.objects.filter(case=case).order_by("seq").values_list("verb", flat=True))
    assert verbs == [
        "submit", "accept", "assign", "sign", "log_contact", "draft_reply", "countersign", "approve_reply", "rate",
    ]  # fmt: skip


def test_a_closed_case_has_no_running_clock() -> None:
    case = a_case(State.CLOSED)
    assert not Clock.objects.filter(case=case, stopped_at=None).exists()


def test_the_reply_stands_on_the_board_under_the_message() -> None:
    case = a_case(State.REPLIED)
    reply = Reply.objects.get(message__number=case.number)
    assert "恢复照明" in reply.body


def test_a_submitted_message_is_not_public_before_it_is_accepted() -> None:
    case = a_case(State.SUBMITTED)
    assert not Message.objects.filter(number=case.number).exists()


def test_the_author_is_told_of_the_reply_once() -> None:
    case = a_case(State.REPLIED)
    event = Event.objects.get(case=case, verb="approve_reply")
    rows = Outbox.objects.filter(user=case.author, channel="site", key__startswith=f"event-{event.pk}:")
    assert rows.count() == 1


def test_the_version_moves_with_every_verb() -> None:
    case = a_case(State.CLOSED)
    assert case.version == Event.objects.filter(case=case).exclude(verb="overdue").count()


def test_the_state_of_a_case_is_the_last_events_state() -> None:
    a_case(State.CLOSED)
    for case in Case.objects.all():
        assert case.state == Event.objects.filter(case=case).order_by("-seq").first().after
