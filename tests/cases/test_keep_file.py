"""/my/files/: photos go up ahead of their form; the word that comes back is worth something to their owner only."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from accounts.models import Limit, User
from boards.models import Board
from cases.actions._files import remove_orphans
from cases.models import Attachment, Case
from tests import factories
from tests.cases.pages import a_picture, address_of, form_of, signed_in, words_of

pytestmark = pytest.mark.django_db

HERE = "/my/files/"


@pytest.fixture
def browser(zhang_citizen: User) -> Client:
    return signed_in(zhang_citizen)


def kept(browser: Client, *files: Any, word: str = "", **more: Any) -> dict[str, Any]:
    response = browser.post(HERE, {"kept": word, "attachments": files, **more})
    assert response.status_code == 200, response.content.decode()
    return response.json()


def test_a_photo_that_went_up_ahead_belongs_to_the_message(browser: Client, board: Board) -> None:
    answer = kept(browser, a_picture("一.png"))
    answer = kept(browser, a_picture("二.png"), word=answer["kept"])
    assert [each["name"] for each in answer["files"]] == ["一.png", "二.png"]
    browser.post(address_of(board), form_of(kept=answer["kept"]))
    assert list(Attachment.objects.values_list("name", flat=True)) == ["一.png", "二.png"]
    assert Attachment.objects.first().width == 32


def test_nothing_is_a_row_before_the_message_is_sent(browser: Client) -> None:
    kept(browser, a_picture())
    assert Attachment.objects.count() == 0
    assert remove_orphans(timezone.now() + timezone.timedelta(hours=3)) == 1


def test_one_that_is_not_wanted_any_more_goes_at_once(browser: Client, settings) -> None:
    first = kept(browser, a_picture("一.png"))
    answer = kept(browser, a_picture("二.png"), word=first["kept"], drop=first["files"][0]["key"])
    assert [each["name"] for each in answer["files"]] == ["二.png"]
    assert len([each for each in settings.MEDIA_ROOT.rglob("*") if each.is_file()]) == 1


@pytest.mark.parametrize(
    ("file", "words"),
    [
        (SimpleUploadedFile("坏.jpg", b"<svg onload=alert(1)>"), "“坏.jpg”没有加上：只接收"),
        (SimpleUploadedFile("空.jpg", b""), "“空.jpg”没有加上：这个文件是空的"),
        (SimpleUploadedFile("x.gif", b"GIF89a/*<svg/onload=alert(1)>*/=1;"), "“x.gif”没有加上：只接收"),
    ],
)
def test_a_refused_file_is_told_in_words(browser: Client, file: SimpleUploadedFile, words: str) -> None:
    file.seek(0)
    response = browser.post(HERE, {"kept": "", "attachments": file})
    assert (response.status_code, "kept" in response.json()) == (400, False)
    assert response.json()["words"].startswith(words)


def test_no_file_at_all_is_told(browser: Client) -> None:
    assert "没有收到文件" in browser.post(HERE, {"kept": ""}).json()["words"]


def test_six_are_the_most_over_all_tries(browser: Client) -> None:
    word = kept(browser, *(a_picture() for _ in range(6)))["kept"]
    response = browser.post(HERE, {"kept": word, "attachments": a_picture()})
    assert "附件最多 6 个" in response.json()["words"]


def test_the_word_of_somebody_else_opens_nothing(browser: Client) -> None:
    word = kept(signed_in(factories.a_citizen()), a_picture())["kept"]
    response = browser.post(HERE, {"kept": word, "attachments": a_picture()})
    assert (response.status_code, "files" in response.json()) == (400, False)


def test_a_stranger_is_told_that_the_words_are_still_there(board: Board) -> None:
    response = Client().post(HERE, {"attachments": a_picture()})
    assert response.status_code == 403
    assert "您写的内容还在这一页" in response.json()["words"]


def test_the_token_is_asked_for_and_looking_is_not_sending(zhang_citizen: User) -> None:
    assert signed_in(zhang_citizen, enforce_csrf_checks=True).post(HERE).status_code == 403
    assert signed_in(zhang_citizen).get(HERE).status_code == 405


def test_too_many_are_told_when_to_come_back_and_another_person_is_not_affected(browser: Client) -> None:
    Limit.objects.create(name="upload", most=2)
    kept(browser, a_picture(), a_picture())
    response = browser.post(HERE, {"attachments": a_picture()})
    assert (response.status_code, int(response["Retry-After"]) > 3500) == (429, True)
    assert re.search(r"请在 (明天 )?\d\d:\d\d 之后再试", response.json()["words"])
    kept(signed_in(factories.a_citizen()), a_picture())


def test_the_answer_is_kept_by_nobody(browser: Client) -> None:
    assert "no-store" in browser.post(HERE, {"attachments": a_picture()})["Cache-Control"]


def test_the_form_offers_the_camera_and_carries_the_words_of_its_script(
    browser: Client, board: Board
) -> None:
    page = words_of(browser.get(address_of(board)))
    assert re.search(r'name="attachments"[^>]* capture="environment"', page)
    assert f'data-keep="{HERE}"' in page
    assert all(f"data-{name}=" in page for name in ("busy", "done", "big", "lost", "offline", "odd", "most"))


def test_a_photo_of_the_camera_and_one_of_the_album_go_up_with_the_plain_form(
    browser: Client, board: Board
) -> None:
    browser.post(address_of(board), form_of(attachments=[a_picture("相册.png"), a_picture("现拍.png")]))
    assert Case.objects.get().attachments.count() == 2
