"""Posting a message: what is taken, what is refused in which words, and that nothing typed is ever lost."""

from __future__ import annotations

import re
import uuid
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from boards.models import Board
from cases.actions._files import remove_orphans
from cases.models import Attachment, Case, Contact, Event, PolicyStamp, ServiceLevel
from notify.models import Outbox
from tests import factories
from tests.cases.pages import BODY, TITLE, a_picture, address_of, an_address, form_of, signed_in, words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def browser(zhang_citizen: User) -> Client:
    return signed_in(zhang_citizen)


def kept_of(page: str) -> str:
    return re.search(r'name="kept" value="([^"]*)"', page)[1]


# --- the way that goes right -------------------------------------------------------------------------------------------


def test_a_message_becomes_a_case_and_the_browser_goes_on_to_its_page(browser: Client, board: Board) -> None:
    response = browser.post(address_of(board), form_of())
    case = Case.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"/my/cases/{case.number}/")
    assert (case.title, case.body, case.kind, case.state) == (TITLE, BODY, "help_request", "submitted")


def test_the_case_carries_nickname_and_verified_number_of_its_author(
    browser: Client, board: Board, zhang_citizen: User
) -> None:
    browser.post(address_of(board), form_of(contact_name="张大妈"))
    case, contact = Case.objects.get(), Contact.objects.get()
    assert (case.author, case.author_name) == (zhang_citizen, zhang_citizen.nickname)
    assert (contact.name, contact.phone) == ("张大妈", zhang_citizen.phone)


def test_what_no_form_offers_cannot_be_set_by_a_form(browser: Client, board: Board) -> None:
    forged = {
        "state": "closed",
        "author": "1",
        "grade": "emergency_a",
        "number": "WZ-1",
        "contact_phone": "1",
    }
    browser.post(address_of(board), form_of(**forged))
    case = Case.objects.get()
    assert (case.state, case.grade, case.number != "WZ-1") == ("submitted", "normal", True)


def test_the_lookup_code_is_shown_after_posting_and_kept_nowhere(browser: Client, board: Board) -> None:
    response = browser.post(address_of(board), form_of(), follow=True)
    code = re.search(r"<dt>查询码</dt><dd>(\w{8})</dd>", words_of(response))[1]
    case = Case.objects.get()
    stored = [
        case.lookup_digest,
        *Outbox.objects.values_list("body", flat=True),
        *map(str, Event.objects.values()),
    ]
    assert not any(code in text for text in stored)


def test_the_slip_stays_until_it_is_noted(browser: Client, board: Board) -> None:
    browser.post(address_of(board), form_of())
    page = f"/my/cases/{Case.objects.get().number}/"
    assert "查询码</dt>" in words_of(browser.get(page))
    assert "查询码</dt>" in words_of(browser.get(page))
    assert "查询码</dt>" not in words_of(browser.post(f"{page}noted/", follow=True))


def test_a_category_of_any_level_can_be_chosen(browser: Client, board: Board) -> None:
    category = factories.a_category()
    page = words_of(browser.get(address_of(board)))
    assert f'<optgroup label="{category.parent.name}">' in page
    browser.post(address_of(board), form_of(category=str(category.pk)))
    assert Case.objects.get().category == category


def test_each_kind_says_in_what_time_it_is_answered_by_the_policy_of_today(
    browser: Client, board: Board
) -> None:
    ServiceLevel.objects.create(
        clock="reply", kind="question", amount=3, measure="workdays", valid_from="2020-01-01"
    )
    PolicyStamp.moves_on()
    page = words_of(browser.get(address_of(board)))
    assert "受理后 3 个工作日内回复" in page
    assert "不设回复期限" in page


def test_a_report_is_never_public_whatever_the_form_says(browser: Client, board: Board) -> None:
    browser.post(address_of(board), form_of(kind="report", visibility="public"))
    assert Case.objects.get().wants_public is False


# --- sign-in -----------------------------------------------------------------------------------------------------------


def test_a_stranger_is_sent_to_the_sign_in_and_back(board: Board) -> None:
    response = Client().get(address_of(board))
    assert response["Location"] == f"/accounts/login/?next={address_of(board)}"


def test_words_sent_after_the_session_ended_are_there_after_the_sign_in(
    board: Board, zhang_citizen: User
) -> None:
    browser = Client(REMOTE_ADDR=an_address())
    browser.post(address_of(board), form_of())
    browser.force_login(zhang_citizen)
    page = words_of(browser.get(address_of(board)))
    assert TITLE in page
    assert BODY in page
    assert "已经恢复" in page


def test_an_account_without_a_verified_number_cannot_post(board: Board, li_intake: User) -> None:
    response = signed_in(li_intake).post(address_of(board), form_of())
    assert (response.status_code, Case.objects.count()) == (403, 0)


# --- refusals, each in Chinese beside its field ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("kind", "", "请选择留言类型。"),
        ("kind", "bribe", "请选择留言类型。"),
        ("title", "", "请填写标题。"),
        ("title", "短标题", "标题至少 5 个字，现在是 3 个字"),
        ("title", "长" * 41, "标题最多 40 个字，现在是 41 个字，请删去 1 个字。"),
        ("title", " \u3164\u200b\u2800 \u00ad", "请填写标题。"),
        ("body", "", "请填写正文。"),
        ("body", "太短了", "正文至少 10 个字"),
        ("body", "字" * 5001, "请删去 1 个字。"),
        ("place", "地" * 101, "地点最多 100 个字"),
        ("category", "999999", "请从列表里选一个类别，或者不选。"),
        ("category", "abc", "请从列表里选一个类别，或者不选。"),
        ("visibility", "", "请选择公开或不公开。"),
        ("visibility", "both", "请选择公开或不公开。"),
        ("contact_name", "名" * 51, "您的称呼最多 50 个字"),
    ],
)
def test_a_wrong_field_is_told_beside_it(
    browser: Client, board: Board, field: str, value: str, words: str
) -> None:
    response = browser.post(address_of(board), form_of(**{field: value}))
    assert Case.objects.count() == 0
    assert re.search(rf'id="id_{field}_error"[^§]*?{words}', words_of(response))


def test_what_was_typed_is_still_there_after_an_error(browser: Client, board: Board) -> None:
    page = words_of(
        browser.post(address_of(board), form_of(title="短", place="人民路", contact_name="张大妈"))
    )
    assert all(words in page for words in ("短", BODY, "人民路", "张大妈"))
    assert re.search(r'value="help_request" required checked', page)
    assert re.search(r'value="public" checked', page)


def test_the_length_is_counted_as_people_count(browser: Client, board: Board) -> None:
    browser.post(address_of(board), form_of(body="\r\n".join(["路" * 9] * 500)))
    assert len(Case.objects.get().body) == 500 * 9 + 499


def test_a_title_of_two_lines_becomes_one_line(browser: Client, board: Board) -> None:
    browser.post(address_of(board), form_of(title="路灯坏了\n请修一修"))
    assert Case.objects.get().title == "路灯坏了 请修一修"


def test_who_posts_too_much_reads_why_and_keeps_the_words(browser: Client, board: Board) -> None:
    for _ in range(5):
        assert browser.post(address_of(board), form_of()).status_code == 303
    response = browser.post(address_of(board), form_of(title="第六件留言的标题"))
    assert (response.status_code, Case.objects.count()) == (429, 5)
    assert re.search(r"请在 (明天 )?\d\d:\d\d 之后再提交", words_of(response))
    assert 0 < int(response["Retry-After"]) <= 3600
    assert "第六件留言的标题" in words_of(response)


# --- a closed board ----------------------------------------------------------------------------------------------------


@pytest.fixture
def closed_board(db: None) -> Board:
    return factories.a_board(
        "water", title="市水务局", is_open=False, closed_reason="机构改革，请到市住建局留言。"
    )


def test_a_closed_board_says_why_and_where_to_go(browser: Client, closed_board: Board) -> None:
    response = browser.get(address_of(closed_board))
    page = words_of(response)
    assert response.status_code == 200
    assert closed_board.closed_reason in page
    assert "全部留言板" in page
    assert 'name="title"' not in page


def test_a_closed_board_takes_nothing_and_gives_the_words_back(browser: Client, closed_board: Board) -> None:
    response = browser.post(address_of(closed_board), form_of())
    assert (response.status_code, Case.objects.count()) == (409, 0)
    assert BODY in words_of(response)


def test_an_unknown_board_is_not_found(browser: Client) -> None:
    assert browser.get("/boards/nowhere/post/").status_code == 404


# --- twice -------------------------------------------------------------------------------------------------------------


def test_the_same_form_sent_twice_makes_one_case(browser: Client, board: Board) -> None:
    form = form_of()
    first, second = browser.post(address_of(board), form), browser.post(address_of(board), form)
    assert Case.objects.count() == 1
    assert first["Location"] == second["Location"]


def test_other_words_on_an_old_page_are_not_taken_for_a_second_click(browser: Client, board: Board) -> None:
    form = form_of()
    browser.post(address_of(board), form)
    page = words_of(browser.post(address_of(board), form | {"title": "另外一件事情的标题"}))
    assert "还没有提交" in page
    assert "另外一件事情的标题" in page
    fresh = re.search(r'name="submission_key" value="([^"]+)"', page)[1]
    browser.post(address_of(board), form | {"title": "另外一件事情的标题", "submission_key": fresh})
    assert Case.objects.count() == 2


def test_the_key_of_somebody_elses_form_opens_nothing(browser: Client, board: Board) -> None:
    form = form_of()
    signed_in(factories.a_citizen()).post(address_of(board), form)
    response = browser.post(address_of(board), form)
    assert response.status_code == 429
    assert Case.objects.get().number not in words_of(response)


@pytest.mark.parametrize("key", ["", "not-a-key", "\x00", str(uuid.UUID(int=0))])
def test_a_strange_submission_key_does_no_harm(browser: Client, board: Board, key: str) -> None:
    assert browser.post(address_of(board), form_of(submission_key=key)).status_code == 303


# --- preview -----------------------------------------------------------------------------------------------------------


def test_the_preview_marks_what_the_public_will_not_see(browser: Client, board: Board) -> None:
    form = form_of(body="请尽快修好路灯，我的手机是 13812345678，谢谢。", preview="1")
    page = words_of(browser.post(address_of(board), form))
    assert "<mark>〔电话已隐去〕</mark>，谢谢。" in page
    assert Case.objects.count() == 0


def test_the_preview_of_a_private_message_says_that_nobody_sees_it(browser: Client, board: Board) -> None:
    page = words_of(browser.post(address_of(board), form_of(visibility="private", preview="1")))
    assert "这件留言不公开" in page


# --- files -------------------------------------------------------------------------------------------------------------


def test_good_files_become_attachments(browser: Client, board: Board) -> None:
    browser.post(
        address_of(board), form_of(attachments=[a_picture("一.png"), a_picture("二.jpg", kind="JPEG")])
    )
    assert list(Attachment.objects.values_list("name", "mime")) == [
        ("一.png", "image/png"),
        ("二.jpg", "image/jpeg"),
    ]


def test_files_of_a_form_with_an_error_need_not_be_chosen_again(browser: Client, board: Board) -> None:
    page = words_of(browser.post(address_of(board), form_of(title="短", attachments=[a_picture()])))
    assert "路灯.png" in page
    browser.post(address_of(board), form_of(kept=kept_of(page), attachments=[a_picture("二.png")]))
    assert list(Attachment.objects.values_list("name", flat=True)) == ["路灯.png", "二.png"]


def test_a_kept_file_can_be_dropped(browser: Client, board: Board) -> None:
    page = words_of(browser.post(address_of(board), form_of(title="短", attachments=[a_picture()])))
    key = re.search(r'name="drop" value="(\w+)"', page)[1]
    browser.post(address_of(board), form_of(kept=kept_of(page), drop=key))
    assert Case.objects.get().attachments.count() == 0


def test_a_refused_file_is_named_and_the_good_one_is_kept(browser: Client, board: Board) -> None:
    bad = a_picture("坏.png")
    bad.file.truncate(40)
    bad.size = 40
    page = words_of(browser.post(address_of(board), form_of(attachments=[a_picture("好.png"), bad])))
    assert Case.objects.count() == 0
    assert "“坏.png”没有加上" in page
    assert re.search(r"<li><span>好\.png", page)


def test_seven_files_are_too_many_also_over_two_tries(browser: Client, board: Board) -> None:
    page = words_of(
        browser.post(address_of(board), form_of(title="短", attachments=[a_picture() for _ in range(5)]))
    )
    page = words_of(
        browser.post(address_of(board), form_of(kept=kept_of(page), attachments=[a_picture(), a_picture()]))
    )
    assert "附件最多 6 个" in page
    assert Case.objects.count() == 0


def test_kept_files_of_somebody_else_cannot_be_named(browser: Client, board: Board) -> None:
    other = signed_in(factories.a_citizen())
    word = kept_of(words_of(other.post(address_of(board), form_of(title="短", attachments=[a_picture()]))))
    page = words_of(browser.post(address_of(board), form_of(kept=word)))
    assert Case.objects.count() == 0
    assert "请重新选择" in page


@pytest.mark.parametrize("word", ["x", "a:b:c", "\x00", "é" * 200])
def test_a_forged_list_of_kept_files_is_refused_in_words(browser: Client, board: Board, word: str) -> None:
    page = words_of(browser.post(address_of(board), form_of(kept=word)))
    assert "请重新选择" in page


def test_kept_files_that_nobody_came_back_for_are_swept(browser: Client, board: Board) -> None:
    page = words_of(browser.post(address_of(board), form_of(title="短", attachments=[a_picture()])))
    assert remove_orphans(timezone.now() + timedelta(hours=3)) == 1
    assert "请重新选择" in words_of(browser.post(address_of(board), form_of(kept=kept_of(page))))


# --- the page ----------------------------------------------------------------------------------------------------------


def test_the_page_is_kept_by_nobody(browser: Client, board: Board) -> None:
    response = browser.get(address_of(board))
    assert "no-store" in response["Cache-Control"]
    assert "private" in response["Cache-Control"]


def test_the_token_is_asked_for(board: Board, zhang_citizen: User) -> None:
    browser = signed_in(zhang_citizen, enforce_csrf_checks=True)
    assert browser.post(address_of(board), form_of()).status_code == 403


def test_looking_writes_nothing(browser: Client, board: Board, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(12) as caught:
        browser.get(address_of(board))
    assert not [each for each in caught.captured_queries if not each["sql"].upper().startswith("SELECT")]


def test_emergency_numbers_stand_beside_the_form(browser: Client, board: Board) -> None:
    page = words_of(browser.get(address_of(board)))
    assert all(f'href="tel:{number}"' in page for number in (110, 119, 120, 122))
