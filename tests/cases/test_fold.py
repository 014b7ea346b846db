"""The fold: what pauses, extensions, several units, merging and late calendars do to the clocks, told from the events alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command

from cases.actions.set_policy import set_day
from cases.models import CalendarDay, Clock, Event, current_policy
from cases.rules.fold import Happened, Run, fold
from cases.rules.workdays import Calendar
from tests.cases.ways import accepted, on

pytestmark = pytest.mark.django_db
OPENING = [
    ("submit", "", "submitted", "03-09 09:30", {}),
    ("accept", "submitted", "accepted", "03-09 09:30", {"grade": "normal"}),
    ("assign", "accepted", "assigned", "03-09 09:30", {}),
    ("sign", "assigned", "handling", "03-09 09:30", {}),
]
SAME = ("handling", "handling")


def told(
    *more: tuple, kind: str = "complaint", opening: Sequence[tuple] = OPENING
) -> dict[tuple[str, int], Run]:
    """The clocks after the opening of a complaint (seven workdays: until 03-18 18:00) and these events."""
    policy = current_policy()
    story = [
        (Happened(verb, before, after, on(at), facts), on(at))
        for verb, before, after, at, facts in [*opening, *more]
    ]
    runs = fold(story, kind=kind, policy=policy.known_at)
    return {(run.name, run.run): run for run in runs}


def reply(*more: tuple, **how) -> Run:
    return told(*more, **how)["reply", 1]


def test_the_opening_alone() -> None:
    assert reply().due_at == on("03-18 18:00")


@pytest.mark.parametrize(
    ("begun", "ended", "due"),
    [
        ("03-10 10:00", "03-10 16:00", "03-18 18:00"),  # within a day: nothing is gained
        ("03-10 10:00", "03-12 10:00", "03-20 18:00"),  # Wednesday and Thursday stood still
        ("03-13 10:00", "03-16 10:00", "03-19 18:00"),  # over a weekend: one workday
        ("03-14 10:00", "03-15 10:00", "03-18 18:00"),  # Saturday to Sunday: none
        ("03-18 17:59", "03-25 09:00", "03-25 18:00"),  # the last minute is kept for the last day
        ("03-18 18:00", "03-25 09:00", "03-18 18:00"),  # over already: a pause heals nothing
    ],
)
def test_a_pause_moves_the_end_by_its_workdays(begun: str, ended: str, due: str) -> None:
    pause = ("suspend", *SAME, begun, {}), ("resume", *SAME, ended, {})
    assert reply(*pause).due_at == on(due)


def test_paused_days_are_told_as_not_counted() -> None:
    run = reply(("suspend", *SAME, "03-10 10:00", {}), ("resume", *SAME, "03-12 10:00", {}))
    assert ["2026-03-11", "暂停计时"] in run.explanation["skipped"]
    assert len(run.explanation["counted"]) == 7


def test_a_clock_that_stands_still_keeps_its_end_and_says_since_when() -> None:
    run = reply(("suspend", *SAME, "03-10 10:00", {}))
    assert (run.paused_at, run.due_at) == (on("03-10 10:00"), on("03-18 18:00"))


def test_an_extension_counts_from_the_present_end_and_the_first_date_stays() -> None:
    run = reply(("grant_extension", *SAME, "03-17 10:00", {"workdays": 3}))
    assert (run.due_at, run.first_due_at) == (on("03-23 18:00"), on("03-18 18:00"))
    assert len(run.explanation["counted"]) == 10


def test_pause_and_extension_add_up_in_their_order() -> None:
    run = reply(
        ("suspend", *SAME, "03-10 10:00", {}),
        ("resume", *SAME, "03-12 10:00", {}),
        ("grant_extension", *SAME, "03-13 10:00", {"workdays": 5}),
    )
    assert run.due_at == on("03-27 18:00")
    assert len(run.explanation["counted"]) == 12


def test_several_units_get_longer_from_the_acceptance_on() -> None:
    opening = [*OPENING[:2], ("assign", "accepted", "assigned", "03-11 09:30", {"several": "several"})]
    run = reply(opening=opening)
    assert (run.due_at, run.first_due_at) == (on("03-30 18:00"), on("03-18 18:00"))


def test_several_units_never_get_shorter() -> None:
    opening = [*OPENING[:2], ("assign", "accepted", "assigned", "03-11 09:30", {"several": "several"})]
    assert reply(opening=opening, kind="report").due_at == reply(kind="report").due_at


def test_a_promise_ends_on_its_own_date_and_outlives_the_close() -> None:
    runs = told(
        ("draft_reply", "handling", "reviewing", "03-10 10:00", {}),
        ("approve_reply", "reviewing", "replied", "03-10 11:00", {"promise_on": "2026-08-30"}),
        ("close", "replied", "closed", "03-24 18:00", {}),
    )
    assert runs["promise", 1].due_at == on("08-30 18:00")  # a Sunday: that is what was said
    assert [run.name for run in runs.values() if run.stopped_at is None] == ["promise"]


def test_a_day_that_is_declared_later_proves_nothing_against_a_deadline() -> None:
    accepted("03-09 09:30", kind="complaint")  # its events are recorded before the day is known
    set_day(CalendarDay(day=date(2026, 3, 12), is_workday=False, name="演练日"), at=_later())
    assert current_policy().calendar.is_workday(date(2026, 3, 12)) is False
    call_command("rebuild_clocks", "--check")


def _later() -> datetime:
    return Event.objects.latest("recorded_at").recorded_at + timedelta(seconds=1)


def test_every_row_that_differs_is_told_and_written_anew(capsys) -> None:
    pk = accepted("03-09 09:30", kind="complaint")
    Clock.objects.filter(case=pk, name="reply").update(due_at=on("04-01 10:00"))
    with pytest.raises(CommandError):
        call_command("rebuild_clocks", "--check")
    assert "reply 1: due_at is 2026-04-01 02:00:00+00:00" in capsys.readouterr().out
    call_command("rebuild_clocks")
    call_command("rebuild_clocks", "--check")
    assert Clock.objects.get(case=pk, name="reply").due_at == on("03-18 18:00")


def test_a_row_that_no_event_tells_of_is_taken_out() -> None:
    pk = accepted("03-09 09:30")
    Clock.objects.create(case_id=pk, name="revisit", started_at=on("03-09 10:00"))
    with pytest.raises(CommandError):
        call_command("rebuild_clocks", "--check")
    call_command("rebuild_clocks")
    call_command("rebuild_clocks", "--check")


def test_the_policy_of_a_moment_is_the_calendar_as_then_known() -> None:
    policy = current_policy()
    empty = replace(policy.calendar, special={}, published=frozenset())
    both: tuple[tuple[datetime, Calendar], ...] = (
        (on("01-01 00:00"), empty),
        (on("03-01 00:00"), policy.calendar),
    )
    known = replace(policy, calendars=both)
    assert known.known_at(on("02-01 00:00")).calendar is empty
    assert known.known_at(on("03-01 00:00")).calendar is policy.calendar
