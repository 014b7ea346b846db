"""A message's page: where it stands, who waits for whom since when, what was replied."""

from datetime import timedelta

import pytest

from boards import posting
from boards.models import Message
from boards.reads.message import message_page, paragraphs
from cases.rules.states import State
from tests import factories
from tests.boards.messages import a_message, an_answered_message
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=12)


def read(message, at=LATER):
    row = Message.objects.select_related("board", "unit", "category").get(pk=message.pk)
    return message_page(row, at)


def notes(message, at=LATER):
    return dict(read(message, at).notes)


def test_the_page_shows_words_reply_unit_and_signer(client):
    message = an_answered_message()
    page = client.get(message.get_absolute_url()).content.decode()
    assert all(
        words in page for words in ("三盏路灯坏了半个月", "更换灯具三盏", "市住房和城乡建设局", "市政科")
    )


def test_text_is_shown_as_text(client):
    message = a_message(title="<script>alert(1)</script>", body="<img src=x onerror=alert(1)>")
    page = client.get(message.get_absolute_url()).content.decode()
    assert "<script>alert" not in page
    assert "<img src=x" not in page


def test_paragraphs_lose_the_blanks_that_people_indent_with():
    assert paragraphs("　　第一段。\r\n\r\n  第二段。\u2028") == ("第一段。", "第二段。")


def test_an_open_message_says_how_long_the_author_has_waited():
    assert notes(a_message())["群众等待"] == "已等待 12 天，自提交起不间断计算"


def test_an_answered_message_says_how_long_the_reply_took():
    assert notes(an_answered_message())["群众等待"].endswith("；提交后 2 天收到回复")


def test_a_closed_message_says_how_long_it_took_to_the_end():
    closed = an_answered_message(state="closed", closed_at=MONDAY + timedelta(days=5))
    assert notes(closed)["群众等待"] == "从提交到办结共 5 天；提交后 2 天收到回复"


def test_every_stay_of_the_handling_time_is_told():
    since = (LATER - timedelta(days=2)).isoformat()
    stays = [
        {"who": "受理和审核", "seconds": 3600, "since": None},
        {"who": "市城管局", "seconds": 86400, "since": None},
        {"who": "市住建局", "seconds": 0, "since": since},
    ]
    assert (
        notes(a_message(hops=stays))["单位用时"]
        == "受理和审核 1 小时；市城管局 1 天；市住建局 2 天（正在办理）"
    )


def test_the_stays_of_a_real_case_follow_its_events():
    case = factories.a_case(State.REPLIED)
    stays = Message.objects.get(pk=case.message_id).hops
    assert [stay["who"] for stay in stays] == ["受理和审核", "市住房和城乡建设局", "受理和审核"]
    assert all(stay["since"] is None for stay in stays)


def test_a_provisional_due_date_is_marked():
    message = a_message(due_at=LATER + timedelta(days=3), is_due_provisional=True)
    assert notes(message)["办理期限"].startswith("2026年3月24日（周二）09:30（暂定")


def test_a_moved_due_date_keeps_the_first_one_in_sight():
    message = a_message(first_due_at=LATER, due_at=LATER + timedelta(days=3))
    assert "原期限 2026-03-21" in notes(message)["办理期限"]


def test_an_overdue_message_says_by_how_much():
    message = a_message(due_at=LATER - timedelta(days=2), overdue_at=LATER - timedelta(days=2))
    assert notes(message)["办理期限"].endswith("已超过 2 天")
    assert read(message).badge.words == "已超期"


@pytest.mark.parametrize(
    ("state", "standings"),
    [
        (State.ACCEPTED, ["done", "now", "", "", ""]),
        (State.HANDLING, ["done", "done", "done", "now", ""]),
        (State.CLOSED, ["done"] * 5),
    ],
)
def test_the_five_steps_follow_a_real_case(state, standings):
    case = factories.a_case(state)
    page = read(case.message)
    assert [step.standing for step in page.steps] == standings


def test_the_timeline_of_a_real_case_begins_with_its_author():
    case = factories.a_case(State.REPLIED)
    words = [line.words for line in read(case.message).timeline]
    assert (words[0], words[-1]) == ("网民提交留言", "市住房和城乡建设局已回复")


def test_a_taken_down_message_answers_410_with_a_way_on(client):
    message = a_message()
    posting.take_down(message.number, at=LATER)
    answer = client.get(message.get_absolute_url())
    assert answer.status_code == 410
    assert "路灯" not in answer.content.decode()


@pytest.mark.parametrize("number", ["WZ-2026-999999-9", "nix", "-", "0" * 300])
def test_an_unknown_number_is_not_found(client, number):
    assert client.get(f"/messages/{number}/").status_code == 404


def test_the_page_asks_three_questions_however_long_the_story(client, board, django_assert_max_num_queries):
    message = an_answered_message(board)
    unit = factories.a_unit("housing", "市住房和城乡建设局")
    lines = [posting.Line("remind", "催办一次", unit.pk, MONDAY) for _number in range(80)]
    posting.add_progress(message.pk, lines, board_id=board.pk)
    with django_assert_max_num_queries(3):
        client.get(message.get_absolute_url())
