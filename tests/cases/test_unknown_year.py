"""A year whose holidays are not published: deadlines are provisional (暂定), and counted again when the notice is loaded."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import call_command

from boards.models import Message
from cases.actions.load_policy import days_of_notice, load_days, recount_provisional
from cases.actions.log_contact import log_contact
from cases.actions.tick import tick
from cases.actions.warn import warn
from cases.models import Case, Clock, Event
from cases.rules.states import State
from notify.models import Outbox
from tests.cases.invariants import broken_rules, look_at
from tests.cases.ways import accepted, on, signed, verbs, warnings
from tests.factories import a_case, cast

pytestmark = pytest.mark.django_db


# --- a year whose holidays are not published ---------------------------------------------------------------------------

NOTICE = {
    "year": 2027,
    "papers": ["https://example.org/notice-2027"],
    "days": [
        {"name": "元旦", "date": "2026-12-31", "isOffDay": True},
        {"name": "元旦", "date": "2027-01-01", "isOffDay": True},
        {"name": "元旦", "date": "2027-01-02", "isOffDay": True},
        {"name": "元旦", "date": "2027-01-03", "isOffDay": False},
        {"name": "国庆节", "date": "2027-10-01", "isOffDay": True},
    ],
}


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    file = tmp_path / "2027.json"
    file.write_text(json.dumps(NOTICE), encoding="utf-8")
    return file


def the_notice_is_loaded(at: str) -> int:
    load_days(days_of_notice(NOTICE))
    return recount_provisional(on(at))


def reply_of(pk: int) -> Clock:
    return Clock.objects.get(case=pk, name="reply")


def test_an_unknown_year_counts_monday_to_friday_and_says_so() -> None:
    clock = reply_of(accepted("12-25 10:00"))  # Mon 28 to Thu 31, Fri 1 January
    assert (clock.due_at, clock.is_provisional) == (on("2027-01-01 18:00"), True)


def test_what_ends_in_a_known_year_is_certain() -> None:
    assert not reply_of(accepted("12-21 10:00", kind="question")).is_provisional


def test_the_last_days_of_december_wait_for_the_next_notice() -> None:
    assert reply_of(accepted("12-28 10:00", kind="question")).is_provisional  # Tue 29, Wed 30


def test_the_board_says_that_the_date_is_provisional_until_the_notice_is_loaded() -> None:
    pk = accepted("12-25 10:00")
    assert Message.objects.get(number=Case.objects.get(pk=pk).number).is_due_provisional
    the_notice_is_loaded("12-29 10:00")
    message = Message.objects.get(number=Case.objects.get(pk=pk).number)
    assert (message.is_due_provisional, message.due_at, message.first_due_at) == (
        False, on("2027-01-04 18:00"), on("2027-01-04 18:00"),
    )  # fmt: skip


def test_the_notice_moves_the_end_and_leaves_an_event(notice: Path) -> None:
    pk = accepted("12-25 10:00")
    call_command("load_calendar", str(notice))
    clock = reply_of(pk)  # Mon 28, Tue 29, Wed 30, Sun 3 (on duty), Mon 4
    assert (clock.due_at, clock.is_provisional) == (on("2027-01-04 18:00"), False)
    facts = Event.objects.get(case=pk, verb="recount").facts["reply"]
    assert [datetime.fromisoformat(facts[each]) for each in ("before", "after")] == [
        on("2027-01-01 18:00"), on("2027-01-04 18:00"),
    ]  # fmt: skip
    assert broken_rules(look_at(pk)) == []


def test_the_notice_is_loaded_twice_and_moves_nothing_more() -> None:
    pk = accepted("12-25 10:00")
    the_notice_is_loaded("12-29 10:00")
    assert the_notice_is_loaded("12-29 11:00") == 0
    assert verbs(pk).count("recount") == 1


def test_a_case_that_has_ended_is_not_counted_again() -> None:
    case = a_case(State.WITHDRAWN, at=on("12-30 10:00"))
    the_notice_is_loaded("12-31 10:00")
    assert "recount" not in verbs(case.pk)


def test_the_notice_itself_tells_nobody() -> None:
    signed("12-25 10:00")
    before = Outbox.objects.count()
    the_notice_is_loaded("12-25 11:00")
    assert Outbox.objects.count() == before


def test_who_was_warned_before_the_notice_is_not_warned_again_of_the_same_threshold() -> None:
    pk = signed("12-25 10:00")  # 41 office hours: half of them end on Wednesday 30 at 09:30
    log_contact(pk, by=cast().handler, at=on("12-25 10:00"), way="phone", result="已联系。")
    warn(on("12-30 10:00"))
    the_notice_is_loaded("12-30 11:00")
    warn(on("12-30 12:00"))
    assert warnings() == 1
    warn(on("2027-01-03 16:48"))  # 80 %: 6 h on Friday, three days of 7 h, 5.8 h on the Sunday on duty
    assert warnings() == 2


def test_a_mark_on_a_provisional_day_is_taken_back_when_the_day_was_a_holiday() -> None:
    pk = signed("12-25 10:00")
    tick(on("2027-01-01 20:00"))
    the_notice_is_loaded("2027-01-02 10:00")
    assert reply_of(pk).overdue_at is None
    tick(on("2027-01-04 20:00"))
    assert reply_of(pk).overdue_at == on("2027-01-04 18:00")
