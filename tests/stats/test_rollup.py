"""A day as it is counted: what falls on it, what does not, and under whose name."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest

from cases.rules.states import Kind
from cases.rules.workdays import SHANGHAI
from stats.models import Cut, DailyCount, DailyDuration, MonthlyCount, MonthlyDuration
from stats.rollup import rebuild_day
from tests.factories import MONDAY
from tests.stats.histories import a_walk, walked

pytestmark = pytest.mark.django_db
TO_REPLY = ("accept", "assign", "sign", "answer")
DAY = MONDAY.date()
LATER = MONDAY + timedelta(days=60)


def counts(day: date = DAY, cut: Cut = Cut.KIND) -> dict[str, int]:
    """The whole city's figures of a day."""
    rows = DailyCount.objects.filter(day=day, cut=cut).values_list("measure", "value")
    found: dict[str, int] = {}
    for measure, value in rows:
        found[measure] = found.get(measure, 0) + value
    return found


def counted(day: date = DAY, *, at: datetime = LATER) -> dict[str, int]:
    rebuild_day(day, at=at)
    return counts(day)


def test_a_message_is_received_on_the_day_of_its_submission() -> None:
    a_walk(MONDAY)
    assert counted() == {"submitted": 1, "received": 1}


def test_days_end_at_midnight_in_beijing() -> None:
    a_walk(datetime(2026, 4, 1, 0, 30, tzinfo=SHANGHAI))  # 31 March, 16:30 in Greenwich
    assert counted(date(2026, 4, 1))["received"] == 1
    assert counted(date(2026, 3, 31)) == {}


@pytest.mark.parametrize(("verb", "measure"), [("decline", "declined"), ("withdraw", "withdrawn")])
def test_what_is_declined_or_withdrawn_later_leaves_the_received_of_its_day(verb: str, measure: str) -> None:
    walk = a_walk(MONDAY)
    counted()
    walk.do(verb, MONDAY + timedelta(days=2))
    assert counted() == {"submitted": 1, measure: 1}


def test_thanks_are_not_received_even_when_answered() -> None:
    walked(MONDAY, *TO_REPLY, kind=Kind.THANKS)
    assert counted() == {"submitted": 1, "thanks": 1}


def test_a_reply_counts_as_answered_on_the_day_of_submission() -> None:
    walked(MONDAY, *TO_REPLY, apart=timedelta(days=1))
    assert counted()["answered"] == 1


def test_a_reply_counts_as_handled_on_its_own_day_with_its_workdays() -> None:
    walked(MONDAY, *TO_REPLY, apart=timedelta(days=1))  # accepted on Tuesday, answered on Friday
    assert counted(DAY + timedelta(days=4)) == {"handled": 1, "handled_workdays": 3}


def test_the_handling_time_is_kept_in_a_histogram_of_the_unit() -> None:
    walk = walked(MONDAY, *TO_REPLY, apart=timedelta(days=1))
    rebuild_day(DAY + timedelta(days=4), at=LATER)
    assert list(DailyDuration.objects.values_list("unit", "workdays", "count")) == [(walk.lead.pk, 3, 1)]


def test_a_second_reply_is_not_handled_again() -> None:
    walked(MONDAY, *TO_REPLY, "close", "reopen", "answer", apart=timedelta(days=1))
    assert "handled" not in counted(DAY + timedelta(days=7))


def test_a_reply_in_time_is_on_time_on_the_day_it_was_due() -> None:
    walked(MONDAY, *TO_REPLY)
    assert counted(date(2026, 3, 16)) == {"due": 1, "on_time": 1}


def test_an_unanswered_case_is_due_and_not_on_time() -> None:
    walked(MONDAY, "accept")
    assert counted(date(2026, 3, 16)) == {"due": 1}


def test_a_late_reply_does_not_mend_the_day_it_was_due() -> None:
    walked(MONDAY, *TO_REPLY, apart=timedelta(days=4))
    assert counted(date(2026, 3, 20)) == {"due": 1}


def test_a_reply_at_the_very_due_moment_is_late() -> None:
    walk = walked(MONDAY, "accept", "assign", "sign")
    walk.answer(datetime(2026, 3, 16, 18, tzinfo=SHANGHAI))
    assert counted(date(2026, 3, 16))["due"] == 1
    assert "on_time" not in counts(date(2026, 3, 16))


def test_what_is_due_later_on_the_day_is_not_due_yet() -> None:
    walked(MONDAY, *TO_REPLY)
    assert "due" not in counted(date(2026, 3, 16), at=datetime(2026, 3, 16, 17, 59, tzinfo=SHANGHAI))


def test_every_reopening_is_due_once_more() -> None:
    walked(MONDAY, *TO_REPLY, "close", "reopen")  # reopened on Monday: three workdays
    assert counted(date(2026, 3, 12)) == {"due": 1}


def test_a_case_that_is_handled_again_is_not_closed() -> None:
    walk = walked(MONDAY, *TO_REPLY, "close")
    assert counted()["closed"] == 1
    walk.reopen(MONDAY + timedelta(days=1))
    assert "closed" not in counted()


def test_a_withdrawn_case_is_not_due_although_it_had_been_accepted() -> None:
    walked(MONDAY, "accept", "withdraw")
    assert counted(date(2026, 3, 16)) == {}


def test_silence_is_not_satisfaction() -> None:
    walked(MONDAY, *TO_REPLY, "close")
    assert not {"surveyed", "satisfied"} & counted().keys()


def test_a_rating_counts_on_the_day_its_seal_ends() -> None:
    walk = walked(MONDAY, *TO_REPLY, "rate_well")
    sealed = date(2026, 3, 23)
    assert counted(sealed) == {"surveyed": 1, "by_rating": 1, "satisfied": 1, "solved": 1}
    assert "surveyed" not in counted(sealed, at=datetime(2026, 3, 23, 17, tzinfo=SHANGHAI))
    assert walk.state == "closed"


def test_a_bad_rating_is_surveyed_and_not_satisfied() -> None:
    walked(MONDAY, *TO_REPLY, "rate_badly")
    assert counted(date(2026, 3, 23)) == {"surveyed": 1, "by_rating": 1}


def test_a_revisit_that_reached_the_author_counts_on_its_day() -> None:
    walked(MONDAY, *TO_REPLY, "start_revisit", "reach_satisfied")
    found = counted()
    assert (found["surveyed"], found["satisfied"], found["solved"]) == (1, 1, 1)
    assert "by_rating" not in found


def test_a_revisit_that_reached_nobody_counts_nowhere() -> None:
    walked(MONDAY, *TO_REPLY, "start_revisit", "miss")
    assert "surveyed" not in counted()


def test_whoever_rated_is_not_surveyed_again_by_the_revisit() -> None:
    walked(MONDAY, *TO_REPLY, "rate_badly", "reach_satisfied")
    assert "surveyed" not in counted()
    assert counted(date(2026, 3, 23)) == {"surveyed": 1, "by_rating": 1}


def test_a_rated_and_closed_case_took_part() -> None:
    walked(MONDAY, *TO_REPLY, "rate_well")
    assert counted()["rated"] == 1


@pytest.mark.parametrize("cut", Cut)
def test_each_cut_adds_up_to_the_whole_city(cut: Cut) -> None:
    walked(MONDAY, *TO_REPLY)
    a_walk(MONDAY, slug="water", kind=Kind.REPORT)
    rebuild_day(DAY, at=LATER)
    found = counts(cut=cut)
    assert (found["received"], found["answered"]) == (2, 1)


def test_a_case_counts_for_its_lead_unit_or_for_none_yet() -> None:
    walk = walked(MONDAY, *TO_REPLY)
    a_walk(MONDAY)
    rebuild_day(DAY, at=LATER)
    rows = DailyCount.objects.filter(cut=Cut.UNIT, measure="received").values_list("unit", "value")
    assert set(rows) == {(walk.lead.pk, 1), (None, 1)}


def stored() -> list[list[tuple]]:
    return [
        sorted(model.objects.values_list(*[f.attname for f in model._meta.fields if f.name != "id"]), key=str)
        for model in (DailyCount, DailyDuration, MonthlyCount, MonthlyDuration)
    ]


def test_rebuilding_twice_gives_the_same_rows() -> None:
    walked(MONDAY, *TO_REPLY, "rate_well")
    rebuild_day(DAY, at=LATER)
    once = stored()
    rebuild_day(DAY, at=LATER)
    assert stored() == once


def test_the_month_is_the_sum_of_its_days() -> None:
    for days in (0, 1, 21, 22, 23):  # 9, 10, 30, 31 March, 1 April
        walked(MONDAY + timedelta(days=days), *TO_REPLY)
        rebuild_day(DAY + timedelta(days=days), at=LATER)
    months = MonthlyCount.objects.filter(cut=Cut.KIND, measure="received").values_list("month", "value")
    assert set(months) == {(date(2026, 3, 1), 4), (date(2026, 4, 1), 1)}
    assert MonthlyDuration.objects.get(month=date(2026, 3, 1), workdays=0).count == 4
