"""Deadlines that people will dispute, each worked out by hand here; afterwards the events still tell the same clocks."""

from __future__ import annotations

from datetime import date

import pytest
from django.utils import timezone

from cases.actions.load_policy import days_of_notice, load_days, recount_provisional
from cases.actions.rebuild_clocks import compare_all
from cases.actions.tick import tick
from cases.models import CalendarDay, Clock, PolicyStamp, ServiceLevel
from tests.cases.side_roads import asked, granted, ordered, promised, resumed, suspended
from tests.cases.ways import accepted, assign_it, due, event_at, on, sign_it

pytestmark = pytest.mark.django_db

NOTICE_2027 = {
    "year": 2027,
    "papers": ["https://example.org/notice-2027"],
    "days": [
        {"name": "元旦", "date": "2027-01-01", "isOffDay": True},
        {"name": "元旦", "date": "2027-01-02", "isOffDay": True},
        {"name": "元旦", "date": "2027-01-03", "isOffDay": True},
        {"name": "春节", "date": "2027-02-05", "isOffDay": True},
        {"name": "国庆节", "date": "2027-10-01", "isOffDay": True},
    ],
}


def signed_for(text: str, kind: str) -> int:
    return sign_it(assign_it(accepted(text, kind=kind), text), text)


def end(pk: int, name: str = "reply") -> tuple[str | None, bool]:
    clock = Clock.objects.filter(case=pk, name=name).latest("run")
    return due(pk, name), clock.is_provisional


def the_notice_comes(text: str) -> int:
    """Known from this very moment on: what has been recorded before was counted without it."""
    load_days(days_of_notice(NOTICE_2027), at=timezone.now())
    return recount_provisional(on(text))


def the_events_tell_the_same() -> None:
    assert [(number, found) for number, found in compare_all() if found] == []


def test_a_pause_across_new_year() -> None:
    """Accepted on Mon 15 Dec 2025: 16 17 18 19 22 23 24, due on Wed 24. Rest from Mon 22 Dec to Tue 6 Jan 2026.

    1 to 3 January are off, Sunday 4 January is a make-up workday. The day on which the rest begins is not counted:
    23 24 25 26 29 30 31 Dec and 4 5 6 Jan are ten workdays of rest. Ten workdays after Wed 24 Dec: 25 26 29 30 31 Dec,
    4 5 6 7 8 Jan.
    """
    pk = signed_for("2025-12-15 10:00", "complaint")
    assert due(pk, "reply") == "12-24 18:00"
    resumed(suspended(pk, "2025-12-22 10:00", date(2026, 1, 12)), "2026-01-06 09:00")
    assert end(pk) == ("01-08 18:00", False)
    the_events_tell_the_same()


def test_an_extension_into_a_holiday() -> None:
    """Accepted on Mon 21 Sep 2026: 22 23 24 28 29 (25 to 27 are Mid-Autumn), due on Tue 29. Three workdays more:

    Wed 30 Sep; 1 to 7 October are off; Thu 8, Fri 9 October.
    """
    pk = signed_for("09-21 10:00", "help_request")
    assert due(pk, "reply") == "09-29 18:00"
    granted(asked(pk, "09-28 10:00", 3), "09-28 11:00")
    assert end(pk) == ("10-09 18:00", False)
    assert Clock.objects.get(case=pk, name="reply").first_due_at == on("09-29 18:00")
    the_events_tell_the_same()


def test_a_policy_change_in_the_middle_of_a_case() -> None:
    """Three workdays for 求助 from Wed 11 March on. Who was accepted on Monday 9 keeps five: 10 11 12 13 16.

    Who is accepted on 11 March has three: 12 13 16. The extension of the first is capped by its own five days.
    """
    before = signed_for("03-09 10:00", "help_request")
    ServiceLevel.objects.create(
        clock="reply", kind="help_request", amount=3, measure="workdays", valid_from=date(2026, 3, 11)
    )
    PolicyStamp.moves_on()
    after = signed_for("03-11 10:00", "help_request")
    assert (due(before, "reply"), due(after, "reply")) == ("03-16 18:00", "03-16 18:00")
    granted(asked(before, "03-12 10:00", 5), "03-12 11:00")
    assert due(before, "reply") == "03-23 18:00"  # 17 18 19 20 23
    the_events_tell_the_same()


def test_an_emergency_at_two_in_the_night_of_the_first_of_october() -> None:
    """Hours run on holidays and by night: 甲级 two hours, 乙级 twenty-four. The first contact waits for Thu 8 October:

    it counts in workdays; what comes on a holiday counts as come on the 8th, which is day 0: Fri 9.
    """
    first, second = (accepted("10-01 02:00", grade) for grade in ("emergency_a", "emergency_b"))
    assert (due(first, "reply"), due(second, "reply")) == ("10-01 04:00", "10-02 02:00")
    sign_it(assign_it(second, "10-01 02:10"), "10-01 02:20")
    assert due(second, "contact") == "10-09 18:00"
    tick(on("10-01 04:01"))
    assert event_at(first, "overdue") == ["10-01 04:00"]
    the_events_tell_the_same()


def test_a_message_on_a_make_up_saturday() -> None:
    """Sat 10 October 2026 is a workday in place of a holiday. 咨询, two workdays: received that day, Mon 12, Tue 13.

    A week before, on Sat 26 September (Mid-Autumn), the same message counts as received on Mon 28: 29, 30.
    """
    on_duty, on_leave = accepted("10-10 10:00", kind="question"), accepted("09-26 10:00", kind="question")
    assert (due(on_duty, "reply"), due(on_leave, "reply")) == ("10-13 18:00", "09-30 18:00")
    assert due(on_duty, "dispatch") == "10-10 18:00"  # the same workday, for it is one
    the_events_tell_the_same()


def test_a_clock_that_ends_in_an_unknown_year() -> None:
    """Accepted on Fri 18 Dec 2026, ten workdays for 建议: 21 22 23 24 25 28 29 30 31 Dec, Fri 1 Jan 2027 for now.

    The notice for 2027 is not out: Monday to Friday count, and the date says 暂定. Three more days: 4 5 6 January.
    """
    pk = signed_for("12-18 10:00", "suggestion")
    assert end(pk) == ("01-01 18:00", True)
    granted(asked(pk, "12-21 10:00", 3), "12-21 11:00")
    assert end(pk) == ("01-06 18:00", True)
    the_events_tell_the_same()


def test_a_calendar_that_is_published_late() -> None:
    """As above, and extended; then, on 29 December, the notice: 1 to 3 January off. The tenth workday is Mon 4 January,

    three more are 5 6 7 January. The order that was issued on 31 December for three workdays: 4 5 6 January.
    """
    pk = signed_for("12-18 10:00", "suggestion")
    granted(asked(pk, "12-21 10:00", 3), "12-21 11:00")
    assert the_notice_comes("12-29 10:00") == 1
    assert end(pk) == ("01-07 18:00", False)
    assert Clock.objects.get(case=pk, name="reply").first_due_at == on("2027-01-01 18:00")
    ordered(pk, "12-31 10:00")
    assert end(pk, "supervision") == ("01-06 18:00", False)
    assert event_at(pk, "recount") == ["12-29 10:00"]
    the_events_tell_the_same()


def test_a_rest_that_begins_before_the_notice_and_ends_after_it() -> None:
    """Accepted on Mon 28 Dec 2026, five workdays for 求助: 29 30 31 Dec, 1 4 Jan, 暂定. Rest from 29 December.

    The notice of 30 December makes 1 to 3 January a holiday: while the case rests its end is Tue 5 January. It goes on
    on Mon 4: 30 31 Dec and 4 Jan are three workdays of rest, so it ends on Fri 8 January: 6 7 8.
    """
    pk = suspended(signed_for("12-28 10:00", "help_request"), "12-29 10:00", date(2027, 1, 20))
    the_notice_comes("12-30 10:00")
    resumed(pk, "2027-01-04 10:00")
    assert end(pk) == ("01-08 18:00", False)
    the_events_tell_the_same()


def test_a_promise_ends_on_its_own_date_whatever_day_that_is() -> None:
    """A promise for Sunday 31 May 2026 ends there, at the close of business, and is broken there."""
    pk = promised("03-09 10:00", date(2026, 5, 31))
    assert due(pk, "promise") == "05-31 18:00"
    tick(on("06-01 09:00"))
    assert event_at(pk, "reopen") == ["05-31 18:00"]
    the_events_tell_the_same()


def test_the_first_of_october_of_every_known_year_is_a_holiday() -> None:
    """What the dates above rest on."""
    days = CalendarDay.objects.filter(day__month=10, day__day=1)
    assert days.count() >= 20
    assert not days.filter(is_workday=True).exists()
