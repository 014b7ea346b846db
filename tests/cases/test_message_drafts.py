"""Drafts of messages: kept for 30 days, sealed, nobody else's; two windows lose nothing; sending ends them."""

from __future__ import annotations

import json
import threading
import uuid
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from accounts.models import User
from boards.models import Board
from cases.actions.errors import HeldBack
from cases.actions.keep_message_draft import MOST_DRAFTS, keep_message_draft, purge_message_drafts
from cases.actions.submit import submit
from cases.models import Case, MessageDraft
from tests import factories
from tests.cases.pages import BODY, TITLE, address_of, form_of, signed_in, words_of
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db
KEY = uuid.UUID(int=7)


@pytest.fixture
def browser(zhang_citizen: User) -> Client:
    return signed_in(zhang_citizen)


def kept(user: User, board: Board, words: str = TITLE, *, key: uuid.UUID = KEY, seen: int = 0, at=MONDAY):
    return keep_message_draft(key, by=user, at=at, board=board, seen=seen, typed={"title": words})


def titles() -> list[str]:
    return sorted(each.opened()["title"] for each in MessageDraft.objects.all())


# --- the action --------------------------------------------------------------------------------------------------------


def test_words_are_kept_and_come_back(zhang_citizen: User, board: Board) -> None:
    kept(zhang_citizen, board)
    assert MessageDraft.objects.get().opened() == {"title": TITLE}


def test_no_word_of_a_draft_stands_in_the_database(zhang_citizen: User, board: Board) -> None:
    kept(zhang_citizen, board)
    assert TITLE not in json.dumps(list(MessageDraft.objects.values()), default=str, ensure_ascii=False)


def test_the_page_that_kept_last_goes_on_keeping(zhang_citizen: User, board: Board) -> None:
    first = kept(zhang_citizen, board)
    again = kept(zhang_citizen, board, "改过的标题", seen=first.version)
    assert (again.version, again.is_copy, titles()) == (2, False, ["改过的标题"])


def test_two_windows_lose_nothing(zhang_citizen: User, board: Board) -> None:
    kept(zhang_citizen, board, "左边的字")
    other = kept(zhang_citizen, board, "右边的字", seen=0)
    assert other.is_copy
    assert titles() == ["右边的字", "左边的字"]


def test_the_same_words_twice_are_one_version(zhang_citizen: User, board: Board) -> None:
    kept(zhang_citizen, board)
    assert kept(zhang_citizen, board).version == 1


def test_somebody_elses_key_opens_nothing(zhang_citizen: User, board: Board) -> None:
    kept(factories.a_citizen(), board, "别人的字")
    assert kept(zhang_citizen, board, "自己的字").key != KEY
    assert titles() == ["别人的字", "自己的字"]


def test_there_is_an_end_to_drafts(zhang_citizen: User, board: Board) -> None:
    for number in range(MOST_DRAFTS):
        kept(zhang_citizen, board, key=uuid.UUID(int=100 + number))
    with pytest.raises(HeldBack, match="请先在“我的草稿”里删去"):
        kept(zhang_citizen, board)


def test_sending_ends_the_draft(zhang_citizen: User, board: Board) -> None:
    kept(zhang_citizen, board)
    words = factories.a_submission(board, submission_key=KEY)
    submit(words, by=zhang_citizen, author=zhang_citizen, at=MONDAY)
    assert not MessageDraft.objects.exists()


def test_what_was_sent_is_not_kept_again(zhang_citizen: User, board: Board) -> None:
    words = factories.a_submission(board, submission_key=KEY)
    submit(words, by=zhang_citizen, author=zhang_citizen, at=MONDAY)
    with pytest.raises(HeldBack, match="已经提交"):
        kept(zhang_citizen, board)


def test_thirty_days_and_no_longer(zhang_citizen: User, board: Board) -> None:
    kept(zhang_citizen, board, "旧的")
    kept(zhang_citizen, board, "新的", key=uuid.UUID(int=8), at=MONDAY + timedelta(days=1))
    assert purge_message_drafts(MONDAY + timedelta(days=30, hours=1)) == 1
    assert titles() == ["新的"]


@pytest.mark.django_db(transaction=True)
def test_two_windows_at_the_same_moment_lose_nothing() -> None:
    user, board = factories.a_citizen(), factories.a_board()
    start = threading.Barrier(4)

    def keep(words: str) -> None:
        start.wait()
        kept(user, board, words)
        connection.close()

    windows = [threading.Thread(target=keep, args=(f"第{number}个窗口",)) for number in range(4)]
    for each in windows:
        each.start()
    for each in windows:
        each.join()
    assert titles() == [f"第{number}个窗口" for number in range(4)]


@pytest.mark.django_db(transaction=True)
def test_keeping_and_sending_at_the_same_moment_leave_no_draft() -> None:
    user, board = factories.a_citizen(), factories.a_board()
    for number in range(5):
        key, start = uuid.UUID(int=500 + number), threading.Barrier(2)

        def send(key: uuid.UUID = key, start: threading.Barrier = start) -> None:
            start.wait()
            words = factories.a_submission(board, submission_key=key)
            submit(words, by=user, author=user, at=MONDAY + timedelta(days=key.int))
            connection.close()

        sender = threading.Thread(target=send)
        sender.start()
        start.wait()
        try:
            kept(user, board, key=key)
        except HeldBack:
            pass
        sender.join()
    assert Case.objects.count() == 5
    assert not MessageDraft.objects.exists()


# --- the pages ---------------------------------------------------------------------------------------------------------


def test_a_draft_is_kept_without_a_script_and_shown_again(browser: Client, board: Board) -> None:
    answer = browser.post(address_of(board), form_of(title="短", body="", keep="1", other_name="王大娘"))
    assert answer.status_code == 303
    page = words_of(browser.get(answer["Location"]))
    assert all(words in page for words in ("草稿已存", 'value="短"', "王大娘"))
    assert not Case.objects.exists()


def test_the_resumed_form_ends_its_draft(browser: Client, board: Board) -> None:
    form = form_of()
    browser.post(address_of(board), form | {"keep": "1"})
    browser.post(address_of(board), form)
    assert (Case.objects.count(), MessageDraft.objects.count()) == (1, 0)


def test_the_script_is_told_key_and_version(browser: Client, board: Board) -> None:
    form = form_of()
    told = browser.post(f"{address_of(board)}keep/", form).json()
    assert (told["key"], told["version"]) == (form["submission_key"], 1)
    again = browser.post(
        f"{address_of(board)}keep/", form | {"draft_version": "1", "body": "另外的字"}
    ).json()
    assert (again["key"], again["version"]) == (form["submission_key"], 2)


def test_the_second_window_gets_a_key_of_its_own(browser: Client, board: Board) -> None:
    form = form_of()
    browser.post(f"{address_of(board)}keep/", form)
    told = browser.post(f"{address_of(board)}keep/", form | {"body": "另一个窗口里的字"}).json()
    assert told["key"] != form["submission_key"]
    assert "另存" in told["words"]


def test_who_is_signed_out_is_told_so_and_nothing_is_kept(board: Board) -> None:
    answer = Client().post(f"{address_of(board)}keep/", form_of())
    assert answer.status_code == 401
    assert "没有存上" in answer.json()["words"]
    assert not MessageDraft.objects.exists()


def test_the_list_leads_back_to_the_form(browser: Client, board: Board) -> None:
    browser.post(address_of(board), form_of(keep="1"))
    page = words_of(browser.get("/my/drafts/"))
    draft = MessageDraft.objects.get()
    assert TITLE in page
    assert f'href="{address_of(board)}?draft={draft.key}"' in page
    assert BODY in words_of(browser.get(f"{address_of(board)}?draft={draft.key}"))


def test_the_list_takes_the_same_queries_for_many_drafts(
    browser: Client, board: Board, zhang_citizen: User, django_assert_max_num_queries
) -> None:
    for number in range(6):
        kept(zhang_citizen, board, key=uuid.UUID(int=100 + number))
    with django_assert_max_num_queries(6):
        browser.get("/my/drafts/")


def test_a_draft_can_be_deleted(browser: Client, zhang_citizen: User, board: Board) -> None:
    kept(zhang_citizen, board)
    browser.post(f"/my/drafts/{KEY}/delete/")
    assert not MessageDraft.objects.exists()


def test_drafts_of_others_are_not_there(browser: Client, board: Board) -> None:
    kept(factories.a_citizen(), board, "别人的字")
    assert browser.get(f"{address_of(board)}?draft={KEY}").status_code == 404
    assert browser.post(f"/my/drafts/{KEY}/delete/").status_code == 404
    assert "别人的字" not in words_of(browser.get("/my/drafts/"))
    assert MessageDraft.objects.exists()


@pytest.mark.parametrize("key", ["x", "", "\x00", str(uuid.UUID(int=1))])
def test_a_strange_draft_is_not_found(browser: Client, board: Board, key: str) -> None:
    assert browser.get(address_of(board), {"draft": key}).status_code == 404


def test_strange_words_are_kept_without_harm(browser: Client, board: Board) -> None:
    form = form_of(title="\x00坏" * 20_000, submission_key="x", draft_version="٣", hide=["a\x00"])
    assert browser.post(f"{address_of(board)}keep/", form).status_code == 200
