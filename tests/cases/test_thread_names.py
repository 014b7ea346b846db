"""In one thread no two people sign alike, and no name tells a number."""

import secrets
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accounts.rules.nickname import new_nickname, reveals_number
from boards.models import Message
from cases.actions.merge import merge
from cases.models import Case
from cases.rules.states import State
from cases.rules.thread_names import LONGEST, name_in_thread
from tests.factories import MONDAY, a_case, a_citizen, cast

names = st.text(alphabet="市民老张aA2-", min_size=1, max_size=LONGEST)


@given(names, st.lists(names, max_size=8))
def test_the_name_is_free_and_fits(wanted: str, taken: list[str]) -> None:
    name = name_in_thread(wanted, taken)
    assert name.casefold() not in {each.casefold() for each in taken}
    assert 0 < len(name) <= LONGEST


@given(names, st.lists(names, max_size=8))
def test_a_free_name_is_kept(wanted: str, taken: list[str]) -> None:
    others = [each for each in taken if each.casefold() != wanted.casefold()]
    assert name_in_thread(wanted, others) == wanted


def pair(author_of_both=None) -> tuple[Case, Case]:
    target = a_case(State.ACCEPTED, author=author_of_both or a_citizen(), author_name="老张")
    case = a_case(State.ACCEPTED, author=author_of_both or a_citizen(), author_name="老张")
    merge(case.pk, by=cast().intake, at=MONDAY + timedelta(hours=3), into=target.number, reason="同一处路灯")
    return Case.objects.get(pk=target.pk), Case.objects.get(pk=case.pk)


@pytest.mark.django_db
def test_whoever_joins_a_thread_where_the_name_is_taken_gets_a_number() -> None:
    target, case = pair()
    assert (target.author_name, case.author_name) == ("老张", "老张-2")
    assert Message.objects.get(number=case.number).author_name == "老张-2"


@pytest.mark.django_db
def test_one_persons_messages_are_signed_alike() -> None:
    target, case = pair(a_citizen())
    assert target.author_name == case.author_name == "老张"


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_a_first_name_never_tells_any_number(phone: str) -> None:
    assert not reveals_number(new_nickname(secrets.choice), phone)


def test_a_first_name_has_room_for_many_people() -> None:
    """It is drawn, not counted: the next one cannot be guessed from the last."""
    assert len({new_nickname(secrets.choice) for _each in range(300)}) > 280
