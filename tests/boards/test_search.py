"""Search: numbers, boards, words."""

from datetime import timedelta

import pytest
from django.db import connection

from boards import posting
from boards.models import Message
from boards.reads import search as searching
from boards.reads.search import excerpt, search
from tests import factories
from tests.boards.messages import a_message, an_answered_message
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db
ROW = {"title": "暖气", "body": "不热" * 200, "posted_at": MONDAY, "put_up_at": MONDAY, "changed_at": MONDAY}


def found(asked):
    return [row.href for row in search(asked, cursor=None, at=MONDAY).page.rows]


@pytest.mark.parametrize(
    "typed", ["WZ-2026-004217-8", "wz20260042178", " ＷＺ 2026 004217 8 ", "2026-004217-8"]
)
def test_a_number_however_typed_leads_to_its_message(client, typed):
    message = a_message(number="WZ-2026-004217-8")
    assert client.get("/search/", {"q": typed}).headers["Location"] == message.get_absolute_url()


def test_the_number_of_a_hidden_message_leads_nowhere(client):
    posting.take_down(a_message(number="WZ-2026-004217-8").number, at=MONDAY)
    assert client.get("/search/", {"q": "WZ-2026-004217-8"}).status_code == 200


@pytest.mark.parametrize("asked", ["路灯", "灯", "路灯不亮", "BYD", "ｂｙｄ", "路灯 byd", "充电桩"])
def test_words_are_found_in_title_body_and_replies(asked):
    message = an_answered_message(title="小区东门路灯不亮", body="比亚迪 BYD 车主")
    unit = factories.a_unit("housing", "市住房和城乡建设局")
    posting.add_reply(
        message.pk, board_id=message.board_id, body="已增设充电桩。", unit_id=unit.pk, signer="", at=MONDAY
    )
    assert found(asked) == [message.get_absolute_url()]


@pytest.mark.parametrize("asked", ["暖气", "路灯 暖气", "不亮路灯", "门口路灯不亮"])
def test_words_that_are_not_there_are_not_found(asked):
    a_message(title="小区东门路灯不亮", body="门口很黑。")
    assert found(asked) == []


def test_having_all_pairs_of_a_word_is_not_having_the_word():
    a_message(title="中国人民", body="民中国")
    assert found("中国人民中") == []


def test_hits_stand_newest_first():
    older, newer = a_message(at=MONDAY), a_message(at=MONDAY + timedelta(hours=1))
    assert found("路灯") == [newer.get_absolute_url(), older.get_absolute_url()]


def test_a_boards_name_leads_to_the_board():
    factories.a_board("water", title="水务局")
    assert [entry.title for entry in search("shuiwu", cursor=None, at=MONDAY).boards] == ["水务局"]


@pytest.mark.parametrize(
    "asked", ["", "   ", "！？", "\0", "'; DROP TABLE boards_message;--", "路" * 5000, "((((", "a:*"]
)
def test_whatever_is_typed_gets_a_page(client, asked):
    assert client.get("/search/", {"q": asked}).status_code == 200


def test_the_excerpt_shows_and_marks_what_was_searched():
    pieces = excerpt("前" * 100 + "路灯坏了" + "后" * 100, ["路灯"])
    assert pieces == (
        ("…", False),
        ("前" * 24, False),
        ("路灯", True),
        ("坏了" + "后" * 70, False),
        ("…", False),
    )


def test_what_is_searched_is_shown_as_text(client):
    assert "<b>路灯" not in client.get("/search/", {"q": "<b>路灯"}).content.decode()


def test_the_words_are_looked_up_in_their_index():
    sample = a_message()
    others = [
        Message(**{**ROW, "number": f"N{number}", "board_id": sample.board_id}) for number in range(500)
    ]
    Message.objects.bulk_create(others)
    with connection.cursor() as sql:
        sql.execute("ANALYZE boards_message")
    with connection.cursor() as sql:
        sql.execute("SET LOCAL enable_seqscan = off; SET LOCAL enable_indexscan = off")
    assert "message_words" in Message.objects.filter(searching.has_all_pairs("路灯不亮")).explain()


@pytest.mark.parametrize("most", [10, 3000])
def test_frequent_and_rare_words_walk_through_the_same_pages(client, monkeypatch, most):
    monkeypatch.setattr(searching, "MOST_SIFTED", most)
    made = [a_message(at=MONDAY + timedelta(minutes=number // 2)).get_absolute_url() for number in range(45)]
    seen, address = [], "/search/?q=路灯不亮"
    while address:
        page = client.get(address).context["found"].page
        seen += [row.href for row in page.rows]
        last, address = page, page.older and f"/search/{page.older}"
    back = client.get(f"/search/{last.newer}").context["found"].page
    assert seen == made[::-1]
    assert [row.href for row in back.rows] == seen[20:40]


def test_few_hits_are_counted_and_many_are_not(monkeypatch):
    for _number in range(3):
        a_message()
    few = search("路灯", cursor=None, at=MONDAY).count
    monkeypatch.setattr(searching, "MOST_SIFTED", 2)
    assert (few, search("路灯", cursor=None, at=MONDAY).count) == (3, None)


@pytest.mark.parametrize(("most", "questions"), [(3000, 7), (10, 9)])
def test_a_search_asks_a_few_questions(client, monkeypatch, django_assert_max_num_queries, most, questions):
    monkeypatch.setattr(searching, "MOST_SIFTED", most)
    for number in range(25):
        a_message(at=MONDAY + timedelta(minutes=number))
    client.get("/search/", {"q": "别的"})  # the number of searches that are let through is kept from here on
    with django_assert_max_num_queries(questions):
        client.get("/search/", {"q": "路灯不亮"})
