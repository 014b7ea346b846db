"""Sweeps and queues enter through their indexes: what they cost depends on what they find, not on how many cases there are.

Counted are the pages that PostgreSQL touches, which is the same on any machine; ten thousand cases fill about a thousand.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.roles import Role, standing_of
from cases.actions.load_policy import recount_provisional
from cases.actions.tick import tick
from cases.actions.warn import warn
from cases.models import Case, Clock, CoHandling, Pause
from cases.reads.inbox import most_pressing, next_pk, own, work
from cases.reads.my_cases import my_cases
from cases.rules.states import State
from tests.cases.transfers import handler_of, roads
from tests.factories import MONDAY, a_case, a_citizen, a_member, a_unit, cast

pytestmark = pytest.mark.django_db

MANY = 10_000
NOW = MONDAY + timedelta(minutes=1)
A_PROBE = 12  # pages: down a small index and back, for a plan with a join
# all that the questions join: what was never analysed is guessed, and guesses differ from run to run
ANALYZE = (
    "ANALYZE cases_case, cases_clock, cases_cohandling, cases_pause, cases_reportedunit, boards_board, boards_category,"
    " accounts_unit, accounts_user, accounts_membership"
)
A_PAGE = 250  # pages: fifty rows with what they name
OWN = {
    "id",
    "number",
    "submission_key",
    "message_id",
    "source_ref",
    "due_at",
    "state",
    "lead_id",
    "due_clock",
    "author_id",
}
# Forty are one citizen's. Half of the cases wait for acceptance, half are being handled; their ends lie ahead, minute by minute.
CASES = """
INSERT INTO cases_case (number, source_ref, author_id, state, due_clock, lead_id, due_at, {names})
SELECT 'B-' || n, '', CASE n / 40 WHEN 1 THEN author_id END, CASE n % 2 WHEN 0 THEN 'submitted' ELSE 'handling' END,
    CASE n % 2 WHEN 0 THEN 'intake' ELSE 'reply' END, CASE n % 2 WHEN 0 THEN NULL ELSE {lead} END,
    timestamptz '{start}' + interval '1 day' + n * interval '1 minute', {names}
FROM cases_case, generate_series(1, {many}) AS n WHERE cases_case.id = {first}
"""
# Each has the clock that runs, the wait clock without an end, and one that was stopped in time.
CLOCKS = """
INSERT INTO cases_clock (case_id, name, run, started_at, due_at, warn_at, stopped_at, is_provisional, explanation)
SELECT id, name, 1, '{start}', CASE name WHEN 'wait' THEN NULL WHEN 'dispatch' THEN timestamptz '{start}' - interval '1 day'
    ELSE due_at END, CASE name WHEN 'reply' THEN due_at - interval '1 hour' END,
    CASE name WHEN 'dispatch' THEN timestamptz '{start}' - interval '2 days' END, false, '{{}}'
FROM cases_case, unnest(ARRAY['wait', 'dispatch', due_clock]) AS name WHERE number LIKE 'B-%'
"""


@pytest.fixture
def many(db: None) -> None:
    first = a_case(State.SUBMITTED, author=a_citizen())
    names = ", ".join(f'"{each.column}"' for each in Case._meta.concrete_fields if each.column not in OWN)
    given = {
        "names": names,
        "first": first.pk,
        "lead": cast().lead.pk,
        "start": MONDAY.isoformat(),
        "many": MANY,
    }
    with connection.cursor() as cursor:
        for sql in (CASES, CLOCKS):
            cursor.execute(sql.format(**given))
        cursor.execute(ANALYZE)


def asked(deed: Callable[[], Any], table: str) -> Iterator[str]:
    """The questions about a table that a deed asks."""
    with CaptureQueriesContext(connection) as seen:
        deed()
    return (each["sql"] for each in seen.captured_queries if f'FROM "{table}"' in each["sql"])


def pages_and_indexes(sql: str) -> tuple[int, set[str]]:
    """How many pages the question touches, and through which indexes."""
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) {sql}")
        told = cursor.fetchone()[0]
    plan = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
    return plan["Shared Hit Blocks"] + plan["Shared Read Blocks"], set(
        re.findall(r"'Index Name': '(\w+)'", str(plan))
    )


@pytest.mark.parametrize(
    ("deed", "index"),
    [(tick, "clock_sweep_due"), (warn, "clock_sweep_warn"), (recount_provisional, "clock_provisional")],
    ids=["tick", "warn", "recount"],
)
def test_an_idle_sweep_is_a_probe_of_one_index(
    many: None, deed: Callable[[datetime], Any], index: str
) -> None:
    seen = [pages_and_indexes(sql) for sql in asked(lambda: deed(NOW), "cases_clock")]
    assert seen
    assert all(pages <= A_PROBE and index in indexes for pages, indexes in seen), seen


def test_a_sweep_touches_what_is_due_and_not_what_is_not(many: None) -> None:
    late = Clock.objects.filter(name="intake").order_by("due_at").values_list("due_at", flat=True)[20]
    first = next(asked(lambda: tick(late), "cases_clock"))  # what acts by itself: nothing of this
    pages, indexes = pages_and_indexes(first)
    assert (indexes, pages < A_PAGE) == ({"clock_sweep_due"}, True)


@pytest.mark.parametrize(
    ("person", "key", "index"),
    [("intake", "to_accept", "case_queue"), ("handler", "to_contact", "case_queue_of_unit")],
)
def test_the_first_page_of_a_work_list_is_read_in_the_order_of_its_index(
    many: None, person: str, key: str, index: str
) -> None:
    who = standing_of(getattr(cast(), person))
    rows = most_pressing(Case.objects.visible_to(who).filter(work(key, who, NOW)).with_people())[:50]
    sql = next(asked(lambda: list(rows), "cases_case"))
    pages, indexes = pages_and_indexes(sql)
    assert (index in indexes, pages <= A_PAGE) == (True, True), (pages, indexes)


def test_what_a_unit_co_handles_or_may_claim_is_found_without_reading_the_cases(many: None) -> None:
    """An OR over own, co-handled and claimable cases: a unit with little to do reads little, among whatever many."""
    co_handled = Case.objects.filter(number__startswith="B-").values_list("pk", flat=True)[1:20:2]
    CoHandling.objects.bulk_create([CoHandling(case_id=pk, unit=roads(), asked_at=NOW) for pk in co_handled])
    who = standing_of(handler_of(roads()))
    visible = Case.objects.visible_to(who)
    lists = [
        visible.with_people().order_by("-id")[:50],
        most_pressing(visible.filter(own(who)))[:12],
        most_pressing(visible.filter(work("to_advise", who, NOW)))[:50],
        most_pressing(visible.filter(work("to_claim", who, NOW)))[:50],
    ]
    pages = [pages_and_indexes(next(asked(lambda rows=rows: list(rows), "cases_case")))[0] for rows in lists]
    assert max(pages) <= A_PAGE, pages


def test_the_next_case_of_a_list_is_found_without_reading_the_list(many: None) -> None:
    who = standing_of(cast().intake)
    sql = next(asked(lambda: next_pk("to_accept", who, NOW, but=1), "cases_case"))
    pages, _indexes = pages_and_indexes(sql)
    assert pages <= A_PAGE


@pytest.mark.parametrize("key", ["mine", "my_unit", "waiting"])
def test_an_own_list_costs_what_the_person_has_and_not_what_the_city_has(many: None, key: str) -> None:
    small = a_unit("water", "市水务局")
    handler = a_member("he_handler", "何承办", small, Role.HANDLER)
    few = list(Case.objects.filter(state=State.HANDLING).values_list("pk", flat=True)[:20])
    Case.objects.filter(pk__in=few).update(lead=small, handler=handler)
    for pk in few[:5]:
        Pause.objects.create(case_id=pk, ground="info", words="请补充", from_at=MONDAY, until_at=NOW)
    with connection.cursor() as cursor:
        cursor.execute(ANALYZE)
    who = standing_of(handler)
    rows = most_pressing(Case.objects.visible_to(who).filter(work(key, who, NOW)).with_people())[:50]
    pages, indexes = pages_and_indexes(next(asked(lambda: list(rows), "cases_case")))
    assert pages <= 3 * A_PAGE, (
        indexes
    )  # what earlier tests took back still lies in the index; the city has thousands
    assert len(rows) == (5 if key == "waiting" else 20)


def test_a_citizen_finds_the_own_cases_among_all(many: None) -> None:
    author = Case.objects.exclude(author=None).values_list("author_id", flat=True)[0]
    for sql in asked(lambda: my_cases(author, NOW), "cases_case"):
        pages, indexes = pages_and_indexes(sql)
        assert pages <= A_PAGE, indexes
