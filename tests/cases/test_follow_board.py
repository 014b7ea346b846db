"""The digest of a followed board: daily or weekly, what went up since the last one, once, and nothing where nothing did."""

from __future__ import annotations

import pytest

from accounts.models import User
from cases.actions.follow_board import follow_board, unfollow_board
from cases.actions.tell_boards import tell_boards
from cases.models import BoardFollow
from cases.rules.following import last_end
from notify.models import Outbox
from tests.cases.pages import signed_in, words_of
from tests.cases.ways import accepted, on
from tests.factories import a_board, a_citizen, cast

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader() -> User:
    cast()
    return a_citizen("市民9QRT")


def told(user: User) -> list[str]:
    return list(
        Outbox.objects.filter(user=user, channel="site").order_by("pk").values_list("body", flat=True)
    )


def start(reader: User, rhythm: str, text: str = "03-09 09:00") -> None:
    follow_board(a_board().pk, by=reader, at=on(text), rhythm=rhythm)


@pytest.mark.parametrize(
    ("rhythm", "at", "end"),
    [
        ("daily", "03-11 18:06", "03-11 18:00"),
        ("daily", "03-11 18:04", "03-10 18:00"),
        ("daily", "03-12 03:00", "03-11 18:00"),
        ("weekly", "03-13 18:06", "03-13 18:00"),  # a Friday
        ("weekly", "03-13 12:00", "03-06 18:00"),
        ("weekly", "03-15 12:00", "03-13 18:00"),
    ],
)
def test_when_a_digest_ends(rhythm: str, at: str, end: str) -> None:
    assert last_end(rhythm, on(at)) == on(end)


def test_the_day_is_told_in_the_evening_and_once(reader: User) -> None:
    start(reader, "daily")
    accepted("03-09 10:00", title="东门路灯不亮")
    tell_boards(on("03-09 17:00"))
    assert not told(reader)
    tell_boards(on("03-09 18:06"))
    tell_boards(on("03-09 18:16"))
    (body,) = told(reader)
    assert "市长信箱：1 件新留言" in body
    assert "东门路灯不亮" in body


def test_the_next_day_tells_only_what_is_new(reader: User) -> None:
    start(reader, "daily")
    accepted("03-09 10:00", title="东门路灯不亮")
    tell_boards(on("03-09 18:06"))
    accepted("03-09 19:00", title="西门垃圾没人收")
    tell_boards(on("03-10 18:06"))
    assert "东门" not in told(reader)[1]
    assert "西门" in told(reader)[1]


def test_a_day_without_messages_is_silent_and_lost_days_are_made_up_for(reader: User) -> None:
    start(reader, "daily")
    tell_boards(on("03-09 18:06"))
    assert not told(reader)
    accepted("03-10 10:00")
    accepted("03-11 10:00")
    tell_boards(on("03-12 18:06"))
    (body,) = told(reader)
    assert "2 件新留言" in body


def test_a_week_is_told_on_friday(reader: User) -> None:
    start(reader, "weekly")
    accepted("03-09 10:00")
    tell_boards(on("03-12 18:06"))
    assert not told(reader)
    tell_boards(on("03-13 18:06"))
    assert len(told(reader)) == 1


def test_what_was_there_before_is_not_told(reader: User) -> None:
    accepted("03-09 10:00")
    start(reader, "daily", "03-09 12:00")
    tell_boards(on("03-09 18:06"))
    assert not told(reader)


def test_several_boards_are_one_notice(reader: User) -> None:
    start(reader, "daily")
    other = a_board("water", title="水务局")
    follow_board(other.pk, by=reader, at=on("03-09 09:00"), rhythm="daily")
    accepted("03-09 10:00")
    accepted("03-09 10:00", board=other)
    tell_boards(on("03-09 18:06"))
    (body,) = told(reader)
    assert "市长信箱：1 件新留言" in body
    assert "水务局：1 件新留言" in body


def test_following_twice_changes_the_rhythm_and_nothing_else(reader: User) -> None:
    start(reader, "daily")
    start(reader, "weekly", "03-10 09:00")
    row = BoardFollow.objects.get()
    assert (row.rhythm, row.told_until) == ("weekly", on("03-09 09:00"))


def test_following_and_stopping_by_plain_forms(reader: User) -> None:
    browser, there = signed_in(reader), f"/boards/{a_board().slug}/follow/"
    assert 'name="rhythm"' in words_of(browser.get(there))
    assert "请选择一项" in words_of(browser.post(there, {"rhythm": "hourly"}))
    browser.post(there, {"rhythm": "daily"})
    assert "市长信箱" in words_of(browser.get("/my/follows/"))
    browser.post(there, {"undo": "1"})
    assert not BoardFollow.objects.exists()


def test_stopping_what_is_not_followed_is_silent(reader: User) -> None:
    unfollow_board(a_board().pk, by=reader)
    assert not BoardFollow.objects.exists()


def test_the_board_links_to_it(reader: User, client) -> None:
    assert f'href="/boards/{a_board().slug}/follow/"' in words_of(client.get(f"/boards/{a_board().slug}/"))
