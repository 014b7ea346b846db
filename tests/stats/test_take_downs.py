"""The yearly count of take-downs: from the events, by reason, on a public page."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.db import connection

from boards.rules.removals import RemovalCode
from cases.actions.put_back import put_back
from cases.actions.take_down import take_down
from cases.models import Event
from cases.rules.states import State
from cases.rules.workdays import SHANGHAI
from stats.reads.take_downs import take_downs
from tests.cases.desk_pages import words_of
from tests.factories import MONDAY, a_case, cast

pytestmark = pytest.mark.django_db
NEW_YEARS_EVE = datetime(2026, 12, 31, 23, 30, tzinfo=SHANGHAI)


def a_take_down(code: str = "privacy", at: datetime = NEW_YEARS_EVE):
    case = a_case(State.HANDLING)
    take_down(case.pk, by=cast().reviewer, at=at, code=code, reason="写明了他人的住址。")
    return case


def counted() -> dict[str, list[int]]:
    return {row.head: [int(cell.value) for cell in row.cells] for row in take_downs().rows}


def test_a_year_ends_at_midnight_in_beijing():
    a_take_down()
    a_take_down(at=NEW_YEARS_EVE + timedelta(hours=1))
    assert {year: cells[-2] for year, cells in counted().items()} == {"2027": 1, "2026": 1}


def test_every_reason_has_a_column_and_the_sum_is_their_sum():
    for code in RemovalCode:
        a_take_down(code)
    *columns, together, again = counted()["2026"]
    assert columns == [1] * len(RemovalCode)
    assert (together, again) == (len(RemovalCode), 0)


def test_what_was_shown_again_is_said_beside_and_not_taken_off():
    case = a_take_down(at=MONDAY + timedelta(days=1))
    put_back(case.pk, by=cast().reviewer, at=MONDAY + timedelta(days=2), reason="误操作。")
    assert counted()["2026"][-2:] == [1, 1]


def test_the_number_can_be_counted_again_from_the_events():
    a_take_down()
    a_take_down("ads")
    assert counted()["2026"][-2] == Event.objects.filter(verb="take_down", at__year=2026).count()


def test_the_page_is_public_and_says_so_when_there_is_nothing(client):
    assert "还没有撤下过" in words_of(client.get("/statistics/take-downs/"))
    a_take_down()
    later = client.get(
        "/statistics/take-downs/?later"
    )  # an address of its own: nothing was committed that renews a page
    assert "泄露个人隐私" in words_of(later)


def test_the_count_is_read_from_its_own_index():
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute("EXPLAIN SELECT at FROM cases_event WHERE verb = 'take_down'")
        assert "event_of_take_down" in "\n".join(row[0] for row in cursor.fetchall())
