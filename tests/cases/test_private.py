"""What the author keeps private: pointed out before sending, decided by the author, read by nobody but the handlers."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from boards.models import Board, Message, Reply, SearchText
from boards.rules.redact import redact
from cases.models import Case
from cases.models.case_copy import show_copy
from cases.reads.my_case import own_title
from cases.rules.personal_places import PlaceKind, personal_places
from cases.rules.private import MARK, hide, public_text, still_there
from cases.rules.states import State
from tests import factories
from tests.cases import desk_pages
from tests.cases.pages import BODY, address_of, form_of, signed_in, words_of

db = pytest.mark.django_db
BODY_WITH_NAME = "我叫张三，住幸福里3号楼2单元501室，小区东门的路灯坏了半个月，请尽快修好。"
letters = st.text(alphabet="路灯坏了张三李四0123456789， 〇号楼\n", max_size=60)


# --- masking -----------------------------------------------------------------------------------------------------------


@given(letters, st.lists(st.text(alphabet="路灯坏了张三李四0123456789", min_size=2, max_size=4), max_size=5))
def test_no_private_passage_is_ever_left(text: str, passages: list[str]) -> None:
    for shown in (hide(text, passages), public_text(text, passages)):
        assert not [each for each in passages for piece in re.split("〔[^〕]*〕", shown) if each in piece]


@given(letters, st.lists(st.text(alphabet="张三138", min_size=2, max_size=4), max_size=3))
def test_a_mask_never_lets_a_number_out_that_was_masked_without_it(text: str, passages: list[str]) -> None:
    text = f"{text}电话13812345678{text}"
    pieces = re.split("〔[^〕]*〕", public_text(text, passages))
    rest = re.split("〔[^〕]*〕", redact(text).text)
    assert all(any(piece in whole for whole in rest) for piece in pieces)


@given(letters)
def test_who_hides_nothing_changes_nothing(text: str) -> None:
    assert hide(text, []) == text


def test_overlapping_passages_become_one_mask() -> None:
    assert hide("张三李四来了", ["张三李", "三李四"]) == f"{MARK}来了"


def test_a_number_that_is_touched_is_hidden_whole() -> None:
    assert hide("打13812345678找我", ["1381"]) == f"打{MARK}找我"


def test_what_the_author_wrote_over_is_not_kept() -> None:
    assert still_there(["张三", "李四", "张三"], ["张三来了"]) == ["张三"]


# --- what is pointed out -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("我叫张三，请帮忙", PlaceKind.NAME, "张三"),
        ("姓名：王建国 电话", PlaceKind.NAME, "王建国"),
        ("本人赵敏，住城东", PlaceKind.NAME, "赵敏"),
        ("业主李四", PlaceKind.NAME, "李四"),
        ("住3号楼2单元501室", PlaceKind.DOOR, "3号楼2单元501室"),
        ("家在１２栋５０１", PlaceKind.DOOR, "１２栋５０１"),
        ("一号楼二单元的灯", PlaceKind.DOOR, "一号楼二单元"),
    ],
)
def test_a_place_that_shows_who_it_is_is_found(text: str, kind: PlaceKind, words: str) -> None:
    assert [(each.kind, each.words) for each in personal_places([text])] == [(kind, words)]


@pytest.mark.parametrize(
    "text",
    [
        "小区东门外的三盏路灯坏了半个月",
        "人民路与建设街路口3号公交站台",
        "请联系人社局处理",
        "我是高新区居民，反映供热问题",
        "一共20户没有暖气",
        "业主们都很着急",
    ],
)
def test_ordinary_words_are_left_alone(text: str) -> None:
    assert personal_places([text]) == []


@given(st.text(max_size=80))
def test_what_is_found_stands_in_the_text(text: str) -> None:
    assert all(each.words in text for each in personal_places([text]))


# --- before it is sent -------------------------------------------------------------------------------------------------


def sent(user: User, **more: object) -> str:
    board = factories.a_board()
    return words_of(signed_in(user).post(address_of(board), form_of(**more)))


@db
def test_the_first_try_asks_about_what_was_found_and_sends_nothing(zhang_citizen: User) -> None:
    page = sent(zhang_citizen, body=BODY_WITH_NAME)
    assert not Case.objects.exists()
    assert re.findall(r'name="hide" value="([^"]*)"', page) == ["张三", "3号楼2单元501室"]


@db
def test_who_has_been_asked_is_not_asked_again(zhang_citizen: User) -> None:
    sent(zhang_citizen, body=BODY_WITH_NAME, shown=["张三", "3号楼2单元501室"], hide=["张三"])
    assert Case.objects.get().private_passages == ["张三"]


@db
def test_a_message_that_is_not_public_asks_nothing(zhang_citizen: User) -> None:
    sent(zhang_citizen, body=BODY_WITH_NAME, visibility="private")
    assert Case.objects.get().private_passages == []


@db
def test_ticks_stay_over_an_error(zhang_citizen: User) -> None:
    page = sent(zhang_citizen, title="短", body=BODY_WITH_NAME, shown=["张三"], hide=["张三"])
    assert '<input type="hidden" name="hide" value="张三">' in page
    assert '<input type="hidden" name="shown" value="张三">' in page


@db
def test_a_passage_of_ones_own_choice_is_hidden_in_the_preview(zhang_citizen: User) -> None:
    page = sent(zhang_citizen, hide_more="三盏路灯\n老人", preview="1")
    assert f"小区东门外的<mark>{MARK}</mark>坏了半个月" in page
    assert f"<mark>{MARK}</mark>出行很不安全" in page


@db
def test_a_passage_that_is_nowhere_is_told(zhang_citizen: User) -> None:
    page = sent(zhang_citizen, hide_more="没有写过的话")
    assert not Case.objects.exists()
    assert "都没有“没有写过的话”" in page


@db
@pytest.mark.parametrize("words", ["灯", "长" * 201])
def test_a_passage_of_no_good_length_is_told(zhang_citizen: User, words: str) -> None:
    assert "每处 2 至 200 个字" in sent(zhang_citizen, hide_more=words)


# --- after it is sent --------------------------------------------------------------------------------------------------


def a_hidden_case(state: State = State.ACCEPTED, **more: object) -> Case:
    words = {"title": "张三家门口路灯坏了", "body": BODY_WITH_NAME, "place": "幸福里", **more}
    return factories.a_case(state, private_passages=["张三", "3号楼2单元501室", "幸福里"], **words)


@db
def test_the_public_reads_marks_instead() -> None:
    case = a_hidden_case()
    message = Message.objects.get(number=case.number)
    assert (message.title, message.place) == (f"{MARK}家门口路灯坏了", "")
    assert message.body.startswith(f"我叫{MARK}，住{MARK}，小区")


@db
def test_the_text_that_search_reads_knows_none_of_them() -> None:
    case = a_hidden_case()
    assert "张三" not in SearchText.objects.get(message__number=case.number).said


@db
def test_a_reply_that_quotes_them_is_masked() -> None:
    words = {"body": f"{BODY}请到现场查看。", "private_passages": ["现场查看"]}
    case = factories.a_case(State.REPLIED, **words)
    assert "现场查看" in factories.REPLY
    assert f"派人到{MARK}，" in Reply.objects.get(message__number=case.number).body


@db
def test_handlers_read_everything_and_which_passages_are_private(wang_handler: User) -> None:
    case = a_hidden_case(State.HANDLING)
    page = words_of(desk_pages.browser(wang_handler).get(desk_pages.address(case)))
    assert BODY_WITH_NAME in page
    assert "张三、3号楼2单元501室、幸福里" in page


@db
def test_who_joined_the_case_reads_the_public_words(zhang_citizen: User) -> None:
    assert own_title(a_hidden_case(), zhang_citizen.pk) == f"{MARK}家门口路灯坏了"


@db
def test_a_report_has_no_passages_for_those_who_read_its_copy(board: Board) -> None:
    case = a_hidden_case(kind="report")
    show_copy(case)
    assert (case.private_passages, case.region, case.group_size) == ([], None, None)
