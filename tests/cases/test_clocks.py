"""When each clock of a real case ends: dates worked out by hand from the calendar on the wall.

2026: holidays 1–3 Jan, 15–23 Feb, 4–6 Apr, 1–5 May, 19–21 Jun, 25–27 Sep, 1–7 Oct; on duty on the weekend days
4 Jan, 14 Feb, 28 Feb, 9 May, 20 Sep, 10 Oct. Office hours 09:00–12:00 and 14:00–18:00. 9 March is a Monday.
"""

from __future__ import annotations

from datetime import date

import pytest

from cases.actions.rate import rate
from cases.actions.reopen import reopen
from cases.actions.set_policy import add_version
from cases.models import Case, Clock, PolicyStamp, ServiceLevel
from tests.cases.ways import accepted, assigned, drafted, due, on, replied, signed, submitted
from tests.factories import BAD, GOOD, cast

pytestmark = pytest.mark.django_db


# --- each default service level ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "end"),
    [
        ("question", "03-11 18:00"),  # Tue, Wed
        ("help_request", "03-16 18:00"),  # Tue to Fri, Mon
        ("complaint", "03-18 18:00"),  # … Wed
        ("suggestion", "03-23 18:00"),  # two weeks
        ("report", "03-30 18:00"),  # three weeks
        ("thanks", None),
    ],
)
def test_the_reply_is_due_by_kind(kind: str, end: str | None) -> None:
    assert due(accepted("03-09 10:30", kind=kind), "reply") == end


@pytest.mark.parametrize(("grade", "end"), [("emergency_a", "03-07 12:30"), ("emergency_b", "03-08 10:30")])
def test_an_emergency_is_counted_in_hours_over_the_weekend_too(grade: str, end: str) -> None:
    assert due(accepted("03-07 10:30", grade=grade), "reply") == end


@pytest.mark.parametrize(
    ("received", "end"),
    [
        ("03-09 09:30", "03-10 18:00"),
        ("03-06 18:00", "03-09 18:00"),  # Friday at closing time is still Friday
        ("03-06 18:01", "03-10 18:00"),  # after that it is Monday's
        ("03-07 11:00", "03-10 18:00"),  # so is Saturday's
        ("10-01 02:00", "10-09 18:00"),  # received on the 8th, the first day after the holidays
        ("02-14 10:00", "02-24 18:00"),  # a Saturday on duty; the holidays end on the 23rd
        ("02-13 17:00", "02-14 18:00"),  # the Saturday on duty is the workday after that Friday
    ],
)
def test_acceptance_is_due_one_workday_after_the_day_of_receipt(received: str, end: str) -> None:
    assert due(submitted(received), "intake") == end


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        ("02-13 10:00", "02-25 18:00"),  # Sat 14 (on duty), Tue 24, Wed 25
        ("09-30 10:00", "10-10 18:00"),  # Thu 8, Fri 9, Sat 10 (on duty)
    ],
)
def test_holidays_are_skipped_and_make_up_workdays_count(moment: str, end: str) -> None:
    add_version(
        ServiceLevel(
            clock="reply", kind="question", amount=3, measure="workdays", valid_from=date(2026, 1, 1)
        )
    )
    assert due(accepted(moment, kind="question"), "reply") == end


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        ("03-09 15:59", "03-09 18:00"),
        ("03-09 16:00", "03-09 18:00"),
        ("03-09 16:01", "03-10 10:00"),
        ("03-06 16:30", "03-09 10:00"),
        ("03-07 09:00", "03-09 10:00"),
        ("02-14 15:00", "02-14 18:00"),
    ],
)
def test_dispatch_is_due_the_same_workday_and_after_four_the_next_morning(moment: str, end: str) -> None:
    assert due(accepted(moment), "dispatch") == end


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        ("03-09 09:00", "03-09 15:00"),  # three hours, lunch, one hour
        ("03-09 11:30", "03-09 17:30"),
        ("03-09 12:30", "03-09 18:00"),
        ("03-06 16:00", "03-09 11:00"),  # two hours on Friday, two on Monday
        ("03-07 10:00", "03-09 15:00"),  # Saturday gives none
        ("09-30 17:00", "10-08 12:00"),  # one hour before the holidays, three after them
    ],
)
def test_signing_is_due_after_four_office_hours(moment: str, end: str) -> None:
    assert due(assigned(moment), "sign") == end


def test_the_author_is_contacted_within_a_workday_of_signing() -> None:
    assert due(signed("03-06 10:00"), "contact") == "03-09 18:00"


def test_review_is_due_after_a_workday() -> None:
    assert due(drafted("03-09 15:00"), "review") == "03-10 18:00"


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        ("03-09 15:00", "03-23 18:00"),
        ("03-21 15:00", "04-07 18:00"),  # the 14th day is Saturday 4 April, a holiday until the 6th
        ("01-31 15:00", "02-14 18:00"),  # the 14th day is the Saturday on duty
    ],
)
def test_the_rating_window_is_a_fortnight_and_ends_on_a_workday(moment: str, end: str) -> None:
    assert due(replied(moment), "rating") == end


def test_a_bad_rating_is_revisited_within_two_workdays() -> None:
    pk = replied("03-09 15:00")
    rate(pk, by=Case.objects.get(pk=pk).author, at=on("03-12 20:00"), verdict=BAD)
    assert due(pk, "revisit") == "03-17 18:00"  # Thursday evening is Friday; Mon, Tue


def test_what_is_revisited_by_its_kind_has_five_workdays() -> None:
    pk = replied("03-09 15:00", kind="report")
    rate(pk, by=Case.objects.get(pk=pk).author, at=on("03-12 10:00"), verdict=GOOD)
    assert due(pk, "revisit") == "03-19 18:00"


@pytest.mark.parametrize(
    ("kind", "end"),
    [
        ("question", "03-13 18:00"),
        ("help_request", "03-17 18:00"),
        ("complaint", "03-18 18:00"),
        ("suggestion", "03-19 18:00"),
        ("report", "03-19 18:00"),
    ],
)
def test_rework_has_about_half_the_time(kind: str, end: str) -> None:
    pk = replied("03-09 15:00", kind=kind)
    rate(pk, by=Case.objects.get(pk=pk).author, at=on("03-10 10:00"), verdict=BAD)
    reopen(pk, by=cast().revisitor, at=on("03-12 10:00"), reason="回访反映尚未解决。")
    assert due(pk, "reply") == end


def test_waiting_has_no_end_and_no_second_beginning() -> None:
    pk = replied("03-09 15:00")
    rate(pk, by=Case.objects.get(pk=pk).author, at=on("03-10 10:00"), verdict=BAD)
    reopen(pk, by=cast().revisitor, at=on("03-12 10:00"), reason="回访反映尚未解决。")
    wait = Clock.objects.get(case=pk, name="wait")
    assert (wait.started_at, wait.due_at, wait.stopped_at) == (on("03-09 15:00"), None, None)


def test_a_due_date_can_be_explained() -> None:
    pk = accepted("10-01 02:00", kind="question")
    told = Clock.objects.get(case=pk, name="reply").explanation
    assert told["counted"] == ["2026-10-09", "2026-10-10"]
    assert told["skipped"] == [[f"2026-10-0{day}", "国庆节"] for day in range(1, 8)]


# --- versions of a service level --------------------------------------------------------------------------------------


def shorter_from(day: date) -> None:
    level = ServiceLevel(clock="reply", kind="question", amount=1, measure="workdays", valid_from=day)
    add_version(level)


def test_a_new_version_holds_for_clocks_that_start_on_its_day_or_later() -> None:
    shorter_from(date(2026, 3, 10))
    assert due(accepted("03-09 23:59", kind="question"), "reply") == "03-12 18:00"  # Tuesday's; Wed, Thu
    assert (
        due(accepted("03-10 00:01", kind="question"), "reply") == "03-11 18:00"
    )  # in London it is still the 9th


def test_a_running_clock_keeps_the_end_that_it_was_given() -> None:
    pk = accepted("03-09 10:30", kind="question")
    shorter_from(date(2026, 3, 1))
    assert due(pk, "reply") == "03-11 18:00"


def test_a_version_of_one_kind_leaves_the_others_alone() -> None:
    shorter_from(date(2026, 3, 1))
    assert due(accepted("03-09 10:30", kind="complaint"), "reply") == "03-18 18:00"


def test_rows_that_were_changed_count_from_the_next_action_on() -> None:
    accepted("03-09 10:30")  # the policy has been read and kept
    ServiceLevel.objects.filter(clock="reply", kind="question").update(amount=4)
    PolicyStamp.moves_on()
    assert due(accepted("03-09 10:30", kind="question"), "reply") == "03-13 18:00"
