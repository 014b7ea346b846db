"""A board's page: its messages by time, state and field."""

from datetime import timedelta

import pytest
from django.db import connection

from boards import posting
from boards.models import Message
from boards.rules.cursor import Cursor
from tests import factories
from tests.boards.messages import a_message, an_answered_message
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db
ADDRESS = "/boards/mayor/"


def shown(client, address=ADDRESS, **query):
    return client.get(address, query).context["page"].page


def hrefs(page):
    return [row.href for row in page.rows]


def test_messages_stand_newest_first(client):
    older, newer = a_message(at=MONDAY), a_message(at=MONDAY + timedelta(hours=1))
    assert hrefs(shown(client)) == [newer.get_absolute_url(), older.get_absolute_url()]


def test_messages_of_other_boards_and_hidden_ones_are_not_there(client, board):
    a_message(factories.a_board("water"))
    posting.take_down(a_message().number, at=MONDAY)
    assert hrefs(shown(client)) == []


@pytest.mark.parametrize("standing", ["open", "answered", "overdue", "refused"])
def test_each_filter_shows_its_own(client, standing):
    rows = {
        "open": a_message(state="assigned", step=3),
        "answered": an_answered_message(),
        "overdue": a_message(overdue_at=MONDAY),
        "refused": a_message(state="declined", step=1),
    }
    found = hrefs(shown(client, state=standing))
    expected = {"open": ["overdue", "open"]}.get(standing, [standing])
    assert found == [rows[name].get_absolute_url() for name in expected]


def test_a_field_shows_the_whole_branch_of_categories(client):
    inside = a_message(category_id=factories.a_category("0101").pk)
    a_message(category_id=None)
    assert hrefs(shown(client, field="01")) == [inside.get_absolute_url()]


def test_an_unknown_field_finds_nothing(client):
    a_message()
    assert hrefs(shown(client, field="nix")) == []


def test_walking_to_older_pages_and_back_shows_every_message_once(client):
    made = [a_message(at=MONDAY + timedelta(minutes=number // 2)).get_absolute_url() for number in range(45)]
    first = shown(client)
    second = shown(client, ADDRESS + first.older)
    third = shown(client, ADDRESS + second.older)
    assert hrefs(first) + hrefs(second) + hrefs(third) == made[::-1]
    assert (third.older, hrefs(shown(client, ADDRESS + third.newer))) == ("", hrefs(second))


def test_the_filter_travels_with_the_page(client):
    for number in range(21):
        an_answered_message(at=MONDAY + timedelta(minutes=number))
    assert shown(client, state="answered").older.startswith("?state=answered&from=")


@pytest.mark.parametrize("query", [{"state": "nix"}, {"from": "nix"}, {"from": "\0"}])
def test_a_forged_address_is_not_found(client, board, query):
    assert client.get(ADDRESS, query).status_code == 404


def test_an_unknown_board_is_not_found(client, board):
    assert client.get("/boards/nix/").status_code == 404


def test_a_closed_board_says_why_and_offers_no_form(client):
    factories.a_board("old", is_open=False, closed_reason="征集已于十月结束")
    page = client.get("/boards/old/").content.decode()
    assert "征集已于十月结束" in page
    assert "/boards/old/post/" not in page


def test_the_boards_own_figures_are_shown_with_their_n(client, board):
    figures = {"received": 20, "answered": 19, "due": 10, "on_time": 9, "handled": 8, "handled_workdays": 28}
    posting.set_figures(board.pk, as_of=MONDAY, figures=figures)
    page = client.get(ADDRESS).content.decode()
    assert all(words in page for words in ("95.0", "90.0", "3.5", "n = 20 件", "2026-03-09 09:30"))


def test_a_full_page_asks_three_questions(client, django_assert_max_num_queries):
    for number in range(25):
        an_answered_message(at=MONDAY + timedelta(minutes=number), category_id=factories.a_category().pk)
    with django_assert_max_num_queries(3):
        client.get(ADDRESS)


@pytest.mark.parametrize(
    ("cursor", "index"),
    [(None, "message_of_board_by_time"), (Cursor(MONDAY, 7), "message_of_board_by_time")],
)
def test_a_page_is_read_from_its_index_wherever_it_lies(board, cursor, index):
    with connection.cursor() as sql:
        sql.execute("SET LOCAL enable_seqscan = off")
        sql.execute("SET LOCAL enable_bitmapscan = off")
        sql.execute("SET LOCAL enable_sort = off")
    found = Message.objects.up().filter(board=board).beyond(cursor)[:21]
    plan = found.explain()
    assert index in plan
    assert "Sort" not in plan
