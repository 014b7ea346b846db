"""Endorsing: once a person, taken back while open, counted in the same breath, private words for the handlers alone."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client

from accounts.models import User
from boards import posting
from boards.models import Message
from cases.actions.approve_reply import approve_reply
from cases.actions.countersign import countersign
from cases.actions.endorse import endorse, take_back_endorsement
from cases.actions.errors import CaseMissing, HeldBack, NotAllowed, StalePage
from cases.actions.follow import follow, unfollow
from cases.actions.merge import merge
from cases.actions.unmerge import unmerge
from cases.models import Case, CaseFollow, CoAuthor, Endorsement
from cases.rules.states import Kind, State
from tests.cases.desk_pages import address, browser
from tests.cases.pages import signed_in, words_of
from tests.factories import MONDAY, a_case, a_citizen, cast

pytestmark = pytest.mark.django_db

LATER = MONDAY + timedelta(days=4)
WORDS = "我家在二单元，晚上也看不见路。"


@pytest.fixture
def case() -> Case:
    return a_case(State.HANDLING)


@pytest.fixture
def reader() -> User:
    return a_citizen("市民9QRT")


def counted(case: Case) -> tuple[int, int, int]:
    """In the rows, in the file, on the board."""
    rows = Endorsement.objects.filter(case=case).count()
    file = Case.objects.get(pk=case.pk)
    return rows, file.endorsement_count, Message.objects.get(number=file.number).endorsement_count


def test_rows_file_and_board_count_the_same(case: Case, reader: User) -> None:
    endorse(case.pk, by=reader, at=LATER)
    endorse(case.pk, by=a_citizen(), at=LATER)
    assert counted(case) == (2, 2, 2)


def test_the_second_click_changes_nothing(case: Case, reader: User) -> None:
    endorse(case.pk, by=reader, at=LATER, words=WORDS)
    endorse(case.pk, by=reader, at=LATER, words="")
    assert counted(case) == (1, 1, 1)
    assert Endorsement.objects.get().words == WORDS


def test_the_database_itself_refuses_a_second_one(case: Case, reader: User) -> None:
    endorse(case.pk, by=reader, at=LATER)
    with pytest.raises(IntegrityError), transaction.atomic():
        Endorsement.objects.create(case=case, origin=case, user=reader, at=LATER)


def test_an_endorsement_is_no_event_and_makes_no_page_stale(case: Case, reader: User) -> None:
    before = Case.objects.values_list("version", "event_count").get(pk=case.pk)
    endorse(case.pk, by=reader, at=LATER)
    assert Case.objects.values_list("version", "event_count").get(pk=case.pk) == before


def test_a_verb_keeps_the_count(reader: User) -> None:
    case = a_case(State.REVIEWING)
    endorse(case.pk, by=reader, at=LATER)
    countersign(case.pk, by=cast().signer, at=LATER)
    assert counted(case) == (1, 1, 1)


def test_taking_back_and_again(case: Case, reader: User) -> None:
    endorse(case.pk, by=reader, at=LATER)
    take_back_endorsement(case.pk, by=reader)
    assert counted(case) == (0, 0, 0)
    take_back_endorsement(case.pk, by=reader)
    assert counted(case) == (0, 0, 0)
    endorse(case.pk, by=reader, at=LATER)
    assert counted(case) == (1, 1, 1)


def test_after_the_end_nobody_endorses_and_nobody_takes_back(reader: User) -> None:
    case = a_case(State.REPLIED)
    endorse(case.pk, by=reader, at=LATER)
    Case.objects.filter(pk=case.pk).update(state=State.CLOSED, outcome="solved")
    with pytest.raises(HeldBack):
        take_back_endorsement(case.pk, by=reader)
    with pytest.raises(NotAllowed):
        endorse(case.pk, by=a_citizen(), at=LATER)
    assert counted(case) == (1, 1, 1)


def test_nobody_endorses_an_own_message(case: Case) -> None:
    with pytest.raises(NotAllowed, match="自己的留言"):
        endorse(case.pk, by=case.author, at=LATER)


@pytest.mark.parametrize("more", [{"kind": Kind.REPORT}, {"wants_public": False}])
def test_what_the_public_may_not_read_is_not_there(reader: User, more: dict) -> None:
    case = a_case(State.HANDLING, **more)
    with pytest.raises(CaseMissing):
        endorse(case.pk, by=reader, at=LATER)
    assert signed_in(reader).get(f"/messages/{case.number}/endorse/").status_code == 404
    assert signed_in(reader).get(f"/messages/{case.number}/follow/").status_code == 404


def test_what_was_taken_down_is_not_there(case: Case, reader: User) -> None:
    posting.take_down(case.number, at=LATER)
    with pytest.raises(CaseMissing):
        endorse(case.pk, by=reader, at=LATER)
    assert signed_in(reader).get(f"/messages/{case.number}/endorse/").status_code == 404


def test_the_words_are_sealed_and_no_public_page_has_them(case: Case, reader: User, client: Client) -> None:
    endorse(case.pk, by=reader, at=LATER, words=WORDS)
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed FROM cases_endorsement")
        assert "二单元" not in cursor.fetchone()[0]
    assert "二单元" not in words_of(client.get(f"/messages/{case.number}/"))


def test_the_handlers_read_words_and_number_and_no_name(case: Case, reader: User) -> None:
    endorse(case.pk, by=reader, at=LATER, words=WORDS)
    page = words_of(browser(cast().handler).get(address(case)))
    assert "附议（1 人）" in page
    assert WORDS in page
    assert reader.nickname not in page
    assert "附议 1" in words_of(browser(cast().handler).get("/admin/cases/case/"))


# --- merged -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def pair() -> tuple[Case, Case]:
    """(the one that joins, the one that it joins)"""
    return a_case(State.ACCEPTED, author=a_citizen("市民6YYY")), a_case(State.HANDLING)


def join(pair: tuple[Case, Case]) -> None:
    merge(pair[0].pk, by=cast().intake, at=LATER, into=pair[1].number, reason="同一处路灯。")


def part(pair: tuple[Case, Case]) -> None:
    unmerge(pair[0].pk, by=cast().intake, at=LATER, reason="不是同一处。")


def test_endorsements_go_along_once_a_person_and_come_back(pair: tuple[Case, Case], reader: User) -> None:
    other, target = pair
    for each in pair:
        endorse(each.pk, by=reader, at=LATER)
    alone = a_citizen()
    endorse(other.pk, by=alone, at=LATER)
    join(pair)
    assert counted(target) == (2, 2, 2)
    part(pair)
    assert counted(other) == (2, 2, 2)
    assert counted(target) == (1, 1, 1)
    assert set(Endorsement.objects.filter(case=other).values_list("user", flat=True)) == {reader.pk, alone.pk}


def test_the_author_of_a_merged_message_is_not_counted_as_an_endorser_there(pair: tuple[Case, Case]) -> None:
    other, target = pair
    endorse(target.pk, by=other.author, at=LATER)
    join(pair)
    assert counted(target)[1:] == (0, 0)
    assert CoAuthor.objects.filter(user=other.author, left_at=None).exists()
    part(pair)
    assert counted(target) == (1, 1, 1)


def test_who_endorses_a_merged_message_endorses_where_it_is_handled(
    pair: tuple[Case, Case], reader: User
) -> None:
    other, target = pair
    join(pair)
    answer = signed_in(reader).post(f"/messages/{other.number}/endorse/", {"words": ""})
    assert answer["Location"] == f"/messages/{target.number}/endorse/"
    assert counted(target) == (1, 1, 1)


def test_words_can_be_read_after_a_merge(pair: tuple[Case, Case], reader: User) -> None:
    endorse(pair[0].pk, by=reader, at=LATER, words=WORDS)
    join(pair)
    assert Endorsement.objects.get(case=pair[1]).words == WORDS


def test_follows_go_along_too(pair: tuple[Case, Case], reader: User) -> None:
    other, target = pair
    follow(other.pk, by=reader, at=LATER)
    join(pair)
    assert CaseFollow.objects.get().case_id == target.pk
    assert Case.objects.get(pk=target.pk).follower_count == 1
    unfollow(CaseFollow.objects.get().pk, by=reader)
    part(pair)
    assert [each.follower_count for each in Case.objects.order_by("pk")] == [0, 0]


# --- pages ----------------------------------------------------------------------------------------------------------------


def test_the_public_page_links_to_it_and_holds_no_form(case: Case, client: Client) -> None:
    page = words_of(client.get(f"/messages/{case.number}/"))
    assert f'href="/messages/{case.number}/endorse/"' in page
    assert 'method="post"' not in page


def test_a_stranger_signs_in_and_comes_back(case: Case, client: Client) -> None:
    there = f"/messages/{case.number}/endorse/"
    assert client.get(there)["Location"] == f"/accounts/login/?next={there}"


def test_endorsing_and_undoing_by_plain_forms(case: Case, reader: User) -> None:
    browser_ = signed_in(reader)
    there = f"/messages/{case.number}/endorse/"
    assert 'name="words"' in words_of(browser_.get(there))
    assert "附议成功" in words_of(browser_.post(there, {"words": WORDS}, follow=True))
    assert counted(case) == (1, 1, 1)
    assert "撤回附议" in words_of(browser_.get(there))
    browser_.post(there, {"undo": "1"})
    assert counted(case) == (0, 0, 0)


def test_too_many_words_are_said_so_and_kept(case: Case, reader: User) -> None:
    answer = signed_in(reader).post(f"/messages/{case.number}/endorse/", {"words": "长" * 201})
    assert "请删去 1 个字" in words_of(answer)
    assert "长" * 201 in words_of(answer)
    assert counted(case) == (0, 0, 0)


def test_a_get_endorses_nothing(case: Case, reader: User) -> None:
    signed_in(reader).get(f"/messages/{case.number}/endorse/?words=x")
    assert counted(case) == (0, 0, 0)


def test_the_own_endorsements_page_by_page_in_a_fixed_number_of_queries(
    reader: User, django_assert_max_num_queries: Callable
) -> None:
    empty = words_of(signed_in(reader).get("/my/endorsed/"))
    assert "还没有附议" in empty
    numbers = [a_case(State.ACCEPTED).number for _ in range(22)]
    for number in numbers:
        endorse(Case.objects.get(number=number).pk, by=reader, at=LATER, words=WORDS)
    browser_ = signed_in(reader)
    with django_assert_max_num_queries(6):
        first = words_of(browser_.get("/my/endorsed/"))
    assert sum(number in first for number in numbers) == 20
    last = Endorsement.objects.order_by("pk")[2].pk
    assert f"?before={last}" in first
    second = words_of(browser_.get(f"/my/endorsed/?before={last}"))
    assert [number in second for number in numbers[:2]] == [True, True]


def test_somebody_elses_private_title_is_not_in_the_own_list(reader: User) -> None:
    case = a_case(State.ACCEPTED, title="请联系 13911112222 修路灯")
    endorse(case.pk, by=reader, at=LATER)
    assert "13911112222" not in words_of(signed_in(reader).get("/my/endorsed/"))


# --- races ----------------------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_tabs_and_a_double_click_count_once() -> None:
    case, reader, together = a_case(State.HANDLING), a_citizen("市民9QRT"), threading.Barrier(4)

    def click(_number: int) -> int:
        browser_ = signed_in(reader)
        together.wait()
        try:
            return browser_.post(f"/messages/{case.number}/endorse/", {"words": ""}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(click, range(4))) == {302}
    assert counted(case) == (1, 1, 1)


@pytest.mark.django_db(transaction=True)
def test_many_at_once_and_a_verb_between_them_lose_no_count() -> None:
    case = a_case(State.REVIEWING)
    people, signer = [a_citizen(f"市民{n}ABC") for n in range(5)], cast().signer
    together = threading.Barrier(6)

    def go(number: int) -> None:
        together.wait()
        try:
            if number == 5:
                countersign(case.pk, by=signer, at=LATER)
            else:
                endorse(case.pk, by=people[number], at=LATER)
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(go, range(6)))
    assert counted(case) == (5, 5, 5)


@pytest.mark.django_db(transaction=True)
def test_a_merge_and_endorsements_at_once_neither_block_nor_lose() -> None:
    other, target = a_case(State.ACCEPTED, author=a_citizen("市民6YYY")), a_case(State.HANDLING)
    people, intake = [a_citizen(f"市民{n}ABC") for n in range(4)], cast().intake
    together = threading.Barrier(5)

    def go(number: int) -> None:
        together.wait()
        try:
            if number == 4:
                merge(other.pk, by=intake, at=LATER, into=target.number, reason="同一处。")
            else:
                with suppress(StalePage):  # merged between the look and the lock
                    endorse((other, target)[number % 2].pk, by=people[number], at=LATER)
        finally:
            connection.close()

    with ThreadPoolExecutor(5) as pool:
        list(pool.map(go, range(5)))
    rows = Endorsement.objects.filter(case=target).count()
    assert counted(target) == (rows, rows, rows)
    assert not Endorsement.objects.filter(case=other).exists()


def test_the_reply_is_approved_with_endorsers_as_without(django_assert_max_num_queries: Callable) -> None:
    """The door's own part is one row; see test_broadcast.py for what the job does."""
    case = a_case(State.REVIEWING)
    countersign(case.pk, by=cast().signer, at=LATER)
    endorse(case.pk, by=a_citizen(), at=LATER)
    approve_reply(case.pk, by=cast().reviewer, at=LATER)
    assert counted(case) == (1, 1, 1)
