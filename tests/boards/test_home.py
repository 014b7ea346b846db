"""The front page."""

from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from boards import posting
from boards.models import Message
from boards.reads.home import home
from boards.rules.words import OPEN_STATES
from tests import factories
from tests.boards.messages import a_message, an_answered_message
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db
FIGURES = {"received": 100, "answered": 96, "due": 90, "on_time": 81, "handled": 80, "handled_workdays": 200}


def test_an_empty_portal_says_so_instead_of_breaking(client):
    assert "还没有公开的留言" in client.get("/").content.decode()


def test_newest_answers_come_first():
    older, newer = an_answered_message(at=MONDAY), an_answered_message(at=MONDAY + timedelta(days=1))
    assert [row.href for row in home(MONDAY).answered] == [newer.get_absolute_url(), older.get_absolute_url()]


def test_most_supported_answers_are_those_that_anybody_supported():
    an_answered_message(endorsement_count=0)
    few, many = an_answered_message(endorsement_count=3), an_answered_message(endorsement_count=48)
    assert [row.href for row in home(MONDAY).hot] == [many.get_absolute_url(), few.get_absolute_url()]


def test_as_long_as_nobody_supported_anything_those_who_wait_longest_are_shown():
    an_answered_message(at=MONDAY)
    later, longest = a_message(at=MONDAY + timedelta(days=2)), a_message(at=MONDAY + timedelta(days=1))
    waiting = home(MONDAY + timedelta(days=9)).waiting
    assert [row.href for row in waiting] == [longest.get_absolute_url(), later.get_absolute_url()]
    assert "已等待 8 天" in waiting[0].facts


def test_what_was_taken_down_is_on_no_list():
    message = an_answered_message(endorsement_count=5)
    posting.take_down(message.number, at=MONDAY)
    page = home(MONDAY)
    assert (*page.answered, *page.newest, *page.hot) == ()


def test_the_days_figures_start_at_chinas_midnight():
    midnight = MONDAY.replace(hour=0, minute=0)
    a_message(at=midnight - timedelta(minutes=1))
    an_answered_message(at=midnight + timedelta(minutes=1), replied_at=MONDAY)
    assert [figure.value for figure in home(MONDAY).figures] == ["1", "1"]


def test_rates_are_of_all_boards_together_and_show_their_n():
    for slug in ("mayor", "water"):
        posting.set_figures(factories.a_board(slug).pk, as_of=MONDAY, figures=FIGURES)
    shown = [(figure.value, figure.note) for figure in home(MONDAY).figures[2:]]
    assert shown == [("96.0", "n = 200 件"), ("90.0", "n = 180 件"), ("2.5", "n = 160 件")]


def test_nothing_to_divide_by_is_a_dash_not_a_hundred_percent():
    posting.set_figures(factories.a_board().pk, as_of=MONDAY, figures=dict.fromkeys(FIGURES, 0))
    assert {figure.value for figure in home(MONDAY).figures[2:]} == {"–"}


def test_the_front_page_asks_the_same_few_questions_however_full_it_is(client, django_assert_max_num_queries):
    for number in range(12):
        an_answered_message(factories.a_board(f"board-{number}"), at=timezone.now() - timedelta(days=number))
    with django_assert_max_num_queries(6):
        client.get("/")


def test_those_who_wait_longest_are_found_among_the_open_ones_alone():
    with connection.cursor() as sql:
        sql.execute(
            "SET LOCAL enable_seqscan = off; SET LOCAL enable_bitmapscan = off; SET LOCAL enable_sort = off"
        )
    waiting = Message.objects.up().filter(state__in=OPEN_STATES).order_by("posted_at", "id")[:3]
    assert "message_waiting" in waiting.explain()
