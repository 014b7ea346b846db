"""A register of any size, written by the database itself: for plans and measurements, where walking real cases takes too long."""

from __future__ import annotations

from django.db import connection

from tests.factories import a_board, a_unit

CASES = """
INSERT INTO cases_case (number, lookup_digest, board_id, kind, grade, title, body, place, wants_public, author_name, source,
    source_name, source_ref, state, outcome, decline_code, decline_words, lead_id, version, event_count, reopen_count,
    submitted_at, accepted_at, answered_at, closed_at, moved_at, due_clock, has_contact,
    redacted_title, redacted_body, co_author_ids, co_unit_ids)
SELECT 'X' || n, '', (%(boards)s)[1 + n %% array_length(%(boards)s, 1)],
    (ARRAY['question','help_request','complaint','suggestion'])[1 + n %% 4], 'normal', '留言', '正文', '', true, '市民', 'web',
    '', '', 'closed', 'solved', '', '', (%(units)s)[1 + (n * 7) %% array_length(%(units)s, 1)], 1, 9, 0,
    at, at + interval '1 hour', at + interval '3 days', at + interval '17 days', at, '', false, '', '', '{}', '{}'
FROM (SELECT n, timestamptz '2024-01-01 00:00+08' + n * interval '1 day' * %(days)s / %(cases)s AS at
      FROM generate_series(0, %(cases)s - 1) AS n) AS moments
"""
EVENTS = """
INSERT INTO cases_event (case_id, seq, verb, before, after, at, recorded_at, role, reason, facts)
SELECT id, seq, verb, '', 'closed', submitted_at + gap, submitted_at + gap, 'intake', '', '{}'
FROM cases_case, (VALUES (1, 'submit', interval '0'), (2, 'accept', interval '1 hour'), (3, 'assign', interval '2 hours'),
    (4, 'sign', interval '3 hours'), (5, 'log_contact', interval '1 day'), (6, 'draft_reply', interval '2 days'),
    (7, 'countersign', interval '2 days'), (8, 'approve_reply', interval '3 days'), (9, 'close', interval '17 days'))
    AS way (seq, verb, gap)
ORDER BY submitted_at + gap
"""
CLOCKS = """
INSERT INTO cases_clock (case_id, name, run, started_at, due_at, first_due_at, is_provisional, stopped_at, explanation)
SELECT id, 'reply', 1, accepted_at, submitted_at + interval '5 days', submitted_at + interval '5 days', false, answered_at, '{}'
FROM cases_case
"""
RATINGS = """
INSERT INTO cases_rating (case_id, round, is_answered, is_solved, outcome, attitude, speed, words, rated_at, sealed_until)
SELECT id, 1, true, 'yes', 1 + id %% 5, 5, 5, '', submitted_at + interval '4 days', submitted_at + interval '17 days'
FROM cases_case WHERE id %% 3 = 0
"""
REVISITS = """
INSERT INTO cases_revisit (case_id, tried_at, round, is_reached, is_solved, satisfaction, words)
SELECT id, submitted_at + interval '18 days', 1, true, 'yes', 4, '' FROM cases_case WHERE id %% 5 = 0
"""


def a_register(cases: int, *, days: int, units: int = 20, boards: int = 10) -> None:
    """So many answered cases, spread evenly over the days from 2024-01-01 on."""
    unit_ids = [a_unit(f"u{n}", f"第{n}局").pk for n in range(units)]
    board_ids = [a_board(f"b{n}", title=f"第{n}信箱").pk for n in range(boards)]
    with connection.cursor() as cursor:
        for statement in (CASES, EVENTS, CLOCKS, RATINGS, REVISITS):
            cursor.execute(statement, {"units": unit_ids, "boards": board_ids, "cases": cases, "days": days})
        for table in ("case", "event", "clock", "rating", "revisit"):
            cursor.execute(f"ANALYZE cases_{table}")
