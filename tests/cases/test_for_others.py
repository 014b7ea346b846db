"""Writing for somebody else or for a group: what is begun must be whole; names are sealed, the number of people is public."""

from __future__ import annotations

import json

import pytest
from django.test import Client

from accounts.models import User
from boards.models import Board, Message
from cases.actions.submit import NamedPerson
from cases.models import Case, CasePerson, Event
from cases.rules.states import State
from tests import factories
from tests.cases import desk_pages
from tests.cases.pages import address_of, form_of, signed_in, words_of

pytestmark = pytest.mark.django_db
OTHER = {
    "other_name": "王大娘",
    "other_relation": "邻居",
    "other_phone": "0990-6100 001",
    "other_consent": "on",
}
GROUP = {"group_size": "12", "rep_name_1": "赵一", "rep_phone_1": "19900000011"}
GROUP |= {"rep_name_2": "钱二", "rep_phone_2": "19900000012"}


@pytest.fixture
def browser(zhang_citizen: User) -> Client:
    return signed_in(zhang_citizen)


def test_for_whom_it_is_written_is_kept_with_the_case(browser: Client, board: Board) -> None:
    browser.post(address_of(board), form_of(**OTHER))
    person = CasePerson.objects.get()
    assert (person.part, person.name, person.phone, person.relation) == (
        "beneficiary", "王大娘", "09906100001", "邻居",
    )  # fmt: skip


def test_a_group_has_its_number_and_its_representatives(browser: Client, board: Board) -> None:
    browser.post(address_of(board), form_of(**GROUP))
    assert Case.objects.get().group_size == 12
    assert [(each.part, each.name) for each in CasePerson.objects.all()] == [
        ("representative", "赵一"), ("representative", "钱二"),
    ]  # fmt: skip


def test_no_name_stands_in_the_database(browser: Client, board: Board) -> None:
    browser.post(address_of(board), form_of(**OTHER, **GROUP))
    rows = json.dumps(
        [list(model.objects.values()) for model in (CasePerson, Case, Event)], default=str, ensure_ascii=False
    )
    assert not [name for name in ("王大娘", "赵一", "19900000011") if name in rows]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({**OTHER, "other_consent": ""}, "other_consent"),
        ({**OTHER, "other_name": ""}, "other_name"),
        ({**OTHER, "other_relation": ""}, "other_relation"),
        ({**OTHER, "other_phone": "不知道"}, "other_phone"),
        ({**GROUP, "group_size": ""}, "group_size"),
        ({**GROUP, "group_size": "1"}, "group_size"),
        ({**GROUP, "group_size": "很多"}, "group_size"),
        ({**GROUP, "rep_phone_2": ""}, "rep_phone_2"),
        ({**GROUP, "rep_name_1": ""}, "rep_name_1"),
    ],
)
def test_what_is_begun_must_be_whole(
    browser: Client, board: Board, changed: dict[str, str], field: str
) -> None:
    page = words_of(browser.post(address_of(board), form_of(**changed)))
    assert not Case.objects.exists()
    assert f'href="#id_{field}"' in page
    assert '<details class="wz-more" open>' in page


def test_the_public_reads_the_number_of_people_and_no_name() -> None:
    people = [NamedPerson("representative", "赵一", "19900000011")]
    case = factories.a_case(State.ACCEPTED, group_size=12, people=people)
    page = words_of(Client().get(f"/messages/{case.number}/"))
    assert "代表 12 人" in page
    assert "赵一" not in page
    assert Message.objects.get(number=case.number).group_size == 12


def test_handlers_read_the_names_with_the_contact_data_and_leave_a_trace(wang_handler: User) -> None:
    people = [NamedPerson("beneficiary", "王大娘", "19900000021", "邻居")]
    case = factories.a_case(State.HANDLING, people=people)
    assert "王大娘" not in words_of(desk_pages.browser(wang_handler).get(desk_pages.address(case)))
    page = words_of(desk_pages.do(wang_handler, case, "reveal_contact"))
    assert "王大娘（邻居）" in page
    assert Event.objects.filter(case=case, verb="reveal_contact").count() == 1


def test_an_empty_part_asks_for_nothing(browser: Client, board: Board) -> None:
    browser.post(address_of(board), form_of())
    assert (Case.objects.get().group_size, CasePerson.objects.count()) == (None, 0)
