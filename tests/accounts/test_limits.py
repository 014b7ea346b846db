"""The table of limits: the stated number passes, the next is told when to come back, another person is not affected."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from accounts.actions import SignInRefused, ask_code, begin_password_try
from accounts.models import Limit
from accounts.roles import Role
from accounts.rules.limits import LIMITS, SHANGHAI, free_again, when_words
from accounts.tries import Tries, hold_off
from tests import factories

pytestmark = pytest.mark.django_db

NOON = datetime(2026, 3, 9, 12, 0, tzinfo=SHANGHAI)
PHONES = [f"139{n:08}" for n in range(200)]
ADDRESSES = [f"198.51.{n // 250}.{n % 250}" for n in range(200)]


def a_code(phone: str, address: str, at: datetime = NOON) -> datetime | None:
    """None when it was sent; else when to come back."""
    try:
        ask_code(phone, address=address, at=at)
    except SignInRefused as refused:
        return refused.until
    return None


def a_password(username: str, address: str, at: datetime = NOON) -> bool | None:
    return None if begin_password_try(username, address=address, at=at) else True


# Of each limit that PostgreSQL counts: the n-th try of one who is stopped, and a try of somebody else.
IN_POSTGRES: dict[str, tuple[Callable[[int], object], Callable[[], object]]] = {
    "code_number": (lambda n: a_code(PHONES[0], ADDRESSES[n]), lambda: a_code(PHONES[1], ADDRESSES[0])),
    "code_address": (lambda n: a_code(PHONES[n], ADDRESSES[0]), lambda: a_code(PHONES[99], ADDRESSES[1])),
    "password_pair": (lambda n: a_password("li", ADDRESSES[0]), lambda: a_password("li", ADDRESSES[1])),
    "password_account": (
        lambda n: a_password("li", ADDRESSES[n // 4]),
        lambda: a_password("wang", ADDRESSES[0]),
    ),
    "password_address": (
        lambda n: a_password(f"li{n}", ADDRESSES[0]),
        lambda: a_password("li1", ADDRESSES[1]),
    ),
}


@pytest.mark.parametrize("name", IN_POSTGRES)
def test_the_stated_number_passes_the_next_waits_and_another_does_not(name: str) -> None:
    one, another = IN_POSTGRES[name]
    most = LIMITS[name].most
    assert [one(n) for n in range(most)] == [None] * most
    cache.clear()
    assert one(most) in (True, NOON + LIMITS[name].window)
    assert another() is None


@pytest.mark.parametrize("name", [name for name, usual in LIMITS.items() if name not in IN_POSTGRES])
def test_redis_counts_as_the_table_says(name: str) -> None:
    tries, most = Tries(name), LIMITS[name].most
    assert tries.count("one", most)
    assert not tries.are_left("one")
    assert not tries.count("one")
    wait = tries.again_at("one") - timezone.now()
    assert LIMITS[name].window - timedelta(seconds=30) < wait <= LIMITS[name].window
    assert tries.count("another")


def test_a_family_behind_one_address_is_not_stopped() -> None:
    """Five people, each with a mistyped number and a second code within the hour."""
    for person in range(5):
        for code in range(3):
            assert a_code(PHONES[person], ADDRESSES[0], NOON + timedelta(minutes=code)) is None


def test_the_site_as_a_whole_pays_for_no_more_than_its_limit() -> None:
    Limit.objects.create(name="code_site", most=3)
    assert [a_code(PHONES[n], ADDRESSES[n], NOON + timedelta(minutes=n)) for n in range(3)] == [None] * 3
    assert a_code(PHONES[3], ADDRESSES[3], NOON + timedelta(minutes=30)) == NOON + timedelta(hours=1)
    assert a_code(PHONES[3], ADDRESSES[3], NOON + timedelta(hours=1)) is None


def test_whoever_comes_back_when_told_is_let_through() -> None:
    for n in range(5):
        a_code(PHONES[0], ADDRESSES[n], NOON + timedelta(minutes=n))
    again = a_code(PHONES[0], ADDRESSES[9], NOON + timedelta(minutes=30))
    assert again == NOON + timedelta(hours=1)
    assert a_code(PHONES[0], ADDRESSES[9], again - timedelta(seconds=1)) == again
    assert a_code(PHONES[0], ADDRESSES[9], again) is None


def test_the_page_tells_the_time_to_people_and_to_programs(client: Client) -> None:
    answers = [client.post("/accounts/login/", {"phone": PHONES[0]}) for _ in range(6)]
    assert [answer.status_code for answer in answers] == [302] * 5 + [429]
    assert 3500 < int(answers[5]["Retry-After"]) <= 3600
    assert "之后再试。" in answers[5].content.decode()


def test_a_search_too_many_is_a_page_that_says_when(client: Client) -> None:
    Limit.objects.create(name="search", most=2)
    answers = [client.get("/search/", {"q": "路灯"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 0 < int(answers[2]["Retry-After"]) <= 600
    assert "之后再试。" in answers[2].content.decode()
    assert client.get("/search/", {"q": "路灯"}, REMOTE_ADDR=ADDRESSES[1]).status_code == 200


def test_the_empty_search_page_costs_nothing(client: Client) -> None:
    Limit.objects.create(name="search", most=1)
    assert [client.get("/search/").status_code for _ in range(3)] == [200] * 3


@pytest.mark.parametrize(
    ("hours", "words"), [(0.5, "12:30"), (11.99, "明天 00:00"), (13, "明天 01:00"), (60, "3月12日 00:00")]
)
def test_the_time_has_its_day_when_that_is_not_today(hours: float, words: str) -> None:
    assert when_words(NOON + timedelta(hours=hours), NOON) == words


@given(st.integers(0, 86_400_000_000))
def test_the_time_that_is_said_is_never_too_early(microseconds: int) -> None:
    until = NOON + timedelta(microseconds=microseconds)
    said = datetime.strptime(when_words(until, NOON)[-5:], "%H:%M")
    late = (said - until.replace(tzinfo=None)).total_seconds() % 86400
    assert 0 <= late < 60


@given(st.lists(st.integers(0, 3600), max_size=12), st.integers(1, 6))
def test_one_is_let_through_exactly_when_fewer_than_the_number_remain(seconds: list[int], most: int) -> None:
    newest = sorted((NOON + timedelta(seconds=each) for each in seconds), reverse=True)
    window = timedelta(hours=1)
    again = free_again(newest, most, window)
    if again is None:
        assert len(newest) < most
    else:
        assert sum(each + window > again for each in newest) < most
        assert sum(each + window >= again for each in newest) >= most


def test_a_second_that_is_left_is_a_whole_one() -> None:
    assert hold_off(HttpResponse(), NOON + timedelta(milliseconds=1), NOON)["Retry-After"] == "1"


# --- other numbers ----------------------------------------------------------------------------------------------------


@pytest.fixture
def desk(client: Client, board: object) -> Client:
    admin = factories.a_member("root", "管理员", factories.a_unit("office", "市信息办"), Role.ADMIN)
    client.force_login(admin)
    return client


def test_an_administrator_gives_a_limit_another_number_at_once(desk: Client) -> None:
    assert Tries("similar").count("one")  # the usual number is kept from here on
    desk.post(reverse("admin:accounts_limit_add"), {"name": "similar", "most": "2"})
    assert Tries("similar").count("one", 2)
    assert not Tries("similar").count("one")


def test_without_its_row_the_usual_number_holds_again(desk: Client) -> None:
    row = Limit.objects.create(name="similar", most=1)
    assert not Tries("similar").count("one", 2)
    desk.post(reverse("admin:accounts_limit_delete", args=[row.pk]), {"post": "yes"})
    assert Tries("similar").count("one", 2)


def test_nobody_can_be_shut_out_by_a_nought(desk: Client) -> None:
    page = desk.post(reverse("admin:accounts_limit_add"), {"name": "similar", "most": "0"})
    assert (page.status_code, Limit.objects.count()) == (200, 0)


def test_only_administrators_see_the_limits(client: Client, li_intake: object) -> None:
    client.force_login(li_intake)
    assert client.get(reverse("admin:accounts_limit_changelist")).status_code == 403
