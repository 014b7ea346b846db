"""/post/ and the messages offered beside the form: the way to the right board, and answers that are there already."""

from __future__ import annotations

import json
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import User
from boards.models import Board, Category, Message
from cases.reads import alike_posts as reads
from cases.reads.alike_posts import alike_posts, answered_posts
from cases.rules.alike import coverage, pairs_of
from cases.rules.states import Kind, State
from tests import factories
from tests.cases.pages import TITLE, address_of, form_of, signed_in, words_of

pytestmark = pytest.mark.django_db


def put_up(number: str, board: Board, title: str = TITLE, *, days: float = 1, **more: object) -> Message:
    at = timezone.now() - timedelta(days=days)
    words = {"body": "正文", "kind": "complaint", "author_name": "市民", "state": "handling", **more}
    return Message.objects.create(
        number=number, board=board, title=title, posted_at=at, put_up_at=at, changed_at=at, **words
    )


def offered(title: str, board: Board) -> list[str]:
    return [each.number for each in alike_posts(title, board_id=board.pk, at=timezone.now())]


# --- /post/ ------------------------------------------------------------------------------------------------------------


def test_the_red_button_leads_to_the_short_path(client: Client, board: Board) -> None:
    assert 'class="wz-button wz-button-red" href="/post/"' in words_of(client.get("/"))
    assert f'href="{address_of(board)}"' in words_of(client.get("/post/"))


def test_a_board_is_found_by_its_name_and_by_its_initials(client: Client, board: Board) -> None:
    for asked in ("市长", "szxx"):
        page = words_of(client.get("/post/", {"q": asked}))
        assert f'href="{address_of(board)}"' in page.split('id="to-whom"')[1].split('id="all-boards"')[0]


def test_a_category_leads_to_the_board_that_has_it(client: Client, board: Board) -> None:
    Category.objects.filter(pk=factories.a_category("0101", "供热").pk).update(board=board)
    page = words_of(client.get("/post/", {"q": "供热不足"}))
    assert "<small>供热</small>" in page


def test_an_answered_message_is_shown_with_its_answer(client: Client) -> None:
    case = factories.a_case(State.CLOSED)
    page = words_of(client.get("/post/", {"q": "路灯坏了"}))
    assert f'href="/messages/{case.number}/"' in page
    assert factories.REPLY[:60] in page


def test_what_is_not_public_is_not_shown(client: Client) -> None:
    factories.a_case(State.CLOSED, wants_public=False)
    factories.a_case(State.CLOSED, kind=Kind.REPORT)
    assert "也许已经有答复" not in words_of(client.get("/post/", {"q": "路灯坏了"}))


def test_a_closed_board_is_no_way(client: Client, board: Board) -> None:
    Board.objects.filter(pk=board.pk).update(is_open=False, closed_reason="机构改革。")
    assert address_of(board) not in words_of(client.get("/post/", {"q": "市长"}))


@pytest.mark.parametrize("asked", ["", "灯", "?", "\x00", "<script>", "长" * 500, "%_'\""])
def test_whatever_is_asked_the_page_stands(client: Client, board: Board, asked: str) -> None:
    answer = client.get("/post/", {"q": asked})
    assert answer.status_code == 200
    assert "<script>" not in words_of(answer).split("<h1>")[1]


def test_the_page_takes_few_queries_and_gives_no_cookie(
    client: Client, django_assert_max_num_queries
) -> None:
    factories.a_case(State.CLOSED)
    with django_assert_max_num_queries(6):
        answer = client.get("/post/", {"q": "路灯坏了"})
    assert not answer.cookies


# --- beside the form ---------------------------------------------------------------------------------------------------


def test_messages_of_the_board_about_the_same_are_offered(board: Board) -> None:
    put_up("WZ-1", board, "小区门口的路灯坏了没人修")
    put_up("WZ-2", board, "公园长椅断了")
    assert offered("小区路灯坏了", board) == ["WZ-1"]


def test_the_most_alike_comes_first(board: Board) -> None:
    put_up("WZ-1", board, "路灯坏了")
    put_up("WZ-2", board, "小区门口路灯坏了半个月没人修")
    assert offered(TITLE, board)[0] == "WZ-2"


def test_boards_of_the_same_region_count_and_others_do_not(board: Board) -> None:
    here = factories.a_board("yulu", kind="region", title="榆麓区", region_code="990102")
    near = factories.a_board("yulu-quzhang", title="榆麓区区长信箱", region_code="990102")
    put_up("WZ-1", near)
    put_up("WZ-2", board)
    assert offered(TITLE, here) == ["WZ-1"]
    assert offered(TITLE, board) == ["WZ-2"]


def test_older_than_180_days_is_not_offered(board: Board) -> None:
    put_up("WZ-1", board, days=181)
    put_up("WZ-2", board, days=179)
    assert offered(TITLE, board) == ["WZ-2"]


def test_what_was_taken_down_is_not_offered(board: Board) -> None:
    put_up("WZ-1", board, is_up=False)
    assert offered(TITLE, board) == []


def test_reports_and_private_cases_are_not_offered(board: Board) -> None:
    factories.a_case(State.ACCEPTED, kind=Kind.REPORT)
    factories.a_case(State.ACCEPTED, wants_public=False)
    assert offered(TITLE, board) == []


@pytest.mark.parametrize("title", ["", "灯", "关于问题的反映", "！？"])
def test_a_title_that_says_nothing_finds_nothing(board: Board, title: str) -> None:
    put_up("WZ-1", board, "关于路灯问题的反映")
    assert offered(title, board) == []


def test_half_a_title_finds_the_whole_one() -> None:
    whole = pairs_of("小区门口的路灯坏了没人修")
    assert coverage(pairs_of("路灯坏了"), whole) > coverage(pairs_of("路灯坏了请尽快安排人员维护"), whole)


def test_two_queries_for_any_number_of_messages(board: Board, django_assert_max_num_queries) -> None:
    for number in range(30):
        put_up(f"WZ-{number}", board)
    with django_assert_max_num_queries(2):
        assert len(offered(TITLE, board)) == 5
    with django_assert_max_num_queries(2):
        answered_posts(TITLE, at=timezone.now())


# --- the addresses -----------------------------------------------------------------------------------------------------


def test_the_script_gets_a_piece_of_a_page(zhang_citizen: User, board: Board) -> None:
    put_up("WZ-1", board)
    answer = signed_in(zhang_citizen).get(f"/boards/{board.slug}/alike/", {"title": TITLE})
    page = words_of(answer)
    assert "<html" not in page
    assert re.search(r'href="/messages/WZ-1/"', page)
    assert 'href="/messages/WZ-1/endorse/"' in page


def test_nothing_alike_is_an_empty_answer(zhang_citizen: User, board: Board) -> None:
    answer = signed_in(zhang_citizen).get(f"/boards/{board.slug}/alike/", {"title": TITLE})
    assert (answer.status_code, answer.content) == (204, b"")


def test_who_asks_too_often_gets_nothing(zhang_citizen: User, board: Board) -> None:
    browser = signed_in(zhang_citizen)
    answers = [browser.get(f"/boards/{board.slug}/alike/", {"title": "x"}).status_code for _ in range(125)]
    assert answers[0] == 204
    assert answers[-1] == 429


def test_without_a_script_they_come_with_the_preview(zhang_citizen: User, board: Board) -> None:
    put_up("WZ-1", board)
    page = words_of(signed_in(zhang_citizen).post(address_of(board), form_of(preview="1")))
    assert "附议就行" in page


# --- the plan ----------------------------------------------------------------------------------------------------------

MANY = """
INSERT INTO boards_message (number, board_id, kind, title, body, author_name, place, posted_at, put_up_at, changed_at,
    state, outcome, decline_code, decline_words, step, is_due_provisional, hops, is_up, endorsement_count)
SELECT 'B-' || n, CASE n %% 10 WHEN 0 THEN %s WHEN 1 THEN %s ELSE %s END, 'complaint', '标题' || n, '正文', '市民', '',
    now() - n * interval '10 minutes', now(), now(), 'handling', '', '', '', 2, false, '[]', true, 0
FROM generate_series(1, 20000) AS n
"""


def test_the_walk_enters_by_the_index_and_stops(board: Board, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reads, "OF_OWN_BOARD", 100)
    monkeypatch.setattr(reads, "OF_OTHER_BOARD", 50)
    here = factories.a_board("yulu", title="榆麓区", region_code="990102")
    near = factories.a_board("yulu-quzhang", title="榆麓区区长信箱", region_code="990102")
    with connection.cursor() as cursor:
        cursor.execute(MANY, [here.pk, near.pk, board.pk])
    with CaptureQueriesContext(connection) as caught:
        alike_posts("路灯坏了没人修", board_id=here.pk, at=timezone.now())
    with connection.cursor() as cursor:
        # Figures about the table would outlive this test; without them the planner is told what it would know:
        # that a board is a small part of the city. All this ends with the test's transaction.
        cursor.execute("DROP INDEX message_by_time")
        cursor.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off"
        )
        cursor.execute(f"EXPLAIN (ANALYZE, FORMAT JSON) {caught.captured_queries[0]['sql']}")
        plan = json.dumps(cursor.fetchone()[0])
    scans = [
        part for part in _parts(json.loads(plan)[0]["Plan"]) if part.get("Relation Name") == "boards_message"
    ]
    assert {part.get("Index Name") for part in scans} == {"message_of_board_by_time"}
    assert sum(part["Actual Rows"] * part["Actual Loops"] for part in scans) <= 100 + 50


def _parts(plan: dict) -> list[dict]:
    return [plan, *(part for below in plan.get("Plans", []) for part in _parts(below))]
