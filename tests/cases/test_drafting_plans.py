"""What stands beside a draft costs the same in a city with ten thousand answered messages: pages that PostgreSQL touches."""

from __future__ import annotations

import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.models import Message
from cases.actions._gate import earlier_replies
from cases.models import Case, ReplyDraft
from cases.reads.similar import similar_cases
from cases.rules.states import State
from tests.factories import a_case

pytestmark = pytest.mark.django_db

MANY = 10_000
A_WALK = 2_500  # pages: some hundred rows by their keys, each a few pages down an index
COPIES = {
    "boards_message": """INSERT INTO boards_message (number, {names})
        SELECT 'B-' || n, {names} FROM boards_message, generate_series(1, {many}) AS n""",
    "cases_case": """INSERT INTO cases_case (number, source_ref, {names})
        SELECT 'B-' || n, '', {names} FROM cases_case, generate_series(1, {many}) AS n""",
    "cases_replydraft": """INSERT INTO cases_replydraft (case_id, {names})
        SELECT cases_case.id, {of} FROM cases_case, cases_replydraft WHERE number LIKE 'B-%'""",
}
OWN = {"id", "number", "submission_key", "message_id", "source_ref", "case_id"}


@pytest.fixture
def busy_city(db: None) -> Case:
    """Ten thousand answered messages of one board, one unit, one category."""
    a_case(State.REPLIED)
    with connection.cursor() as cursor:
        for model in (Message, Case, ReplyDraft):
            table = model._meta.db_table
            columns = [each.column for each in model._meta.concrete_fields if each.column not in OWN]
            names = ", ".join(f'"{each}"' for each in columns)
            of = ", ".join(f'{table}."{each}"' for each in columns)
            cursor.execute(COPIES[table].format(names=names, of=of, many=MANY))
            cursor.execute(f"ANALYZE {table}")
    return a_case(State.HANDLING)


def pages(deed) -> int:
    """Of all questions that the deed asks."""
    with CaptureQueriesContext(connection) as seen:
        deed()
    total = 0
    with connection.cursor() as cursor:
        for each in seen.captured_queries:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, TIMING OFF, FORMAT JSON) {each['sql']}")
            told = cursor.fetchone()[0]
            plan = (json.loads(told) if isinstance(told, str) else told)[0]["Plan"]
            total += plan["Shared Hit Blocks"] + plan["Shared Read Blocks"]
    return total


def test_similar_messages_are_found_on_two_walks_of_bounded_length(busy_city):
    assert pages(lambda: similar_cases(busy_city)) < A_WALK


def test_earlier_replies_are_found_on_a_walk_of_bounded_length(busy_city):
    assert pages(lambda: earlier_replies(busy_city)) < A_WALK
