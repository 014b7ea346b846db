"""What if: the past counted by another length, from the events, without touching a row."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.management import call_command

from cases.models import Case, Clock
from cases.reads.what_if import Period, what_if
from cases.rules.what_if import Assumption
from tests.cases.desk_pages import browser
from tests.cases.ways import accepted, assign_it, draft_it, on, publish_it, sign_it
from tests.factories import cast

pytestmark = pytest.mark.django_db
MARCH = Period(date(2026, 3, 1), date(2026, 3, 31))
ONE_DAY = Assumption("question", 1, date(2026, 3, 1))


def answered(came: str, went: str, **more) -> int:
    """A question, accepted when it came on a Monday, answered at the other moment."""
    pk = accepted(came, **{"kind": "question", **more})
    return publish_it(draft_it(sign_it(assign_it(pk, came), came), went), went)


def asked(what=ONE_DAY, period=MARCH, **more):
    return what_if(Case.objects.all(), what, period, on("04-30 10:00"), **more)


def test_a_shorter_length_makes_an_answer_of_the_second_day_late() -> None:
    answered("03-09 09:30", "03-10 17:00")  # the first workday
    late = answered("03-09 09:30", "03-11 17:00")  # the second: in time today
    found = asked()
    assert (found.all.count, found.all.in_time, found.all.would_be) == (2, 2, 1)
    assert [each.number for each in found.turned] == [Case.objects.get(pk=late).number]


def test_an_assumption_holds_from_its_day_on() -> None:
    answered("03-09 09:30", "03-11 17:00")
    found = asked(Assumption("question", 1, date(2026, 3, 10)))
    assert (found.all.in_time, found.all.would_be) == (1, 1)


def test_other_kinds_and_other_months_are_left_alone() -> None:
    answered("03-09 09:30", "03-11 17:00", kind="complaint")
    answered("04-01 09:30", "04-03 17:00")
    assert asked().all.count == 0


def test_a_longer_length_forgives() -> None:
    answered("03-09 09:30", "03-12 17:00")
    found = asked(Assumption("question", 5, date(2026, 1, 1)))
    assert (found.all.in_time, found.all.would_be) == (0, 1)


def test_no_row_is_touched() -> None:
    answered("03-09 09:30", "03-11 17:00")
    before = list(Clock.objects.order_by("pk").values())
    asked()
    assert list(Clock.objects.order_by("pk").values()) == before


def test_a_period_that_is_too_long_for_a_page_is_told_so() -> None:
    for _ in range(2):
        answered("03-09 09:30", "03-10 17:00")
    assert asked(most=1).is_too_long


def test_the_page_compares_by_unit_in_a_fixed_number_of_queries(django_assert_max_num_queries) -> None:
    for _ in range(3):
        answered("03-09 09:30", "03-11 17:00")
    desk = browser(cast().supervisor)
    address = "/supervise/what-if/?kind=question&workdays=1&since=2026-03-01&first=2026-03-01&last=2026-03-31"
    desk.get(address)
    with django_assert_max_num_queries(12):
        page = desk.get(address).content.decode()
    assert str(cast().lead) in page


@pytest.mark.parametrize(
    "wrong", [{"workdays": "0"}, {"kind": "thanks"}, {"last": "2026-02-01"}, {"first": "x"}]
)
def test_what_makes_no_sense_is_refused_beside_the_field(wrong) -> None:
    given = {"kind": "question", "workdays": "1", "since": "2026-03-01", "first": "2026-03-01"}
    page = browser(cast().supervisor).get("/supervise/what-if/", given | {"last": "2026-03-31"} | wrong)
    assert page.status_code == 200
    assert page.context["form"].errors


def test_only_supervisors_come_in() -> None:
    assert browser(cast().handler).get("/supervise/what-if/").status_code == 403


def test_the_command_prints_all_units_and_the_sum(capsys) -> None:
    answered("03-09 09:30", "03-11 17:00")
    call_command("what_if", "question", "1", "--since=2026-03-01", "--from=2026-03-01", "--to=2026-03-31")
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "合计\t1\t1\t0"
