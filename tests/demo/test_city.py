"""The invented city: complete, consistent, and nowhere to be found."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from pathlib import Path

import pytest

from accounts.models import UnitKind, UnitLevel
from accounts.models.user import MOBILE
from accounts.roles import Role
from accounts.rules.nickname import has_right_shape, reveals_number, sounds_official
from boards.models import BoardKind, Publication
from demo.city import boards, regions, units
from demo.people import citizens, handler_of, member, staff

DIVISIONS = Path(__file__).resolve().parents[2].parent / "shared" / "data"
CODES = {each.code: each for each in units()}


def test_there_are_96_boards_with_addresses_of_their_own():
    assert len({each.slug for each in boards()}) == len(boards()) == 96


def test_the_boards_are_of_every_kind():
    assert {each.kind for each in boards()} == set(BoardKind.values)


def test_both_ways_of_publication_are_there():
    assert {each.publication for each in boards()} == set(Publication.values)


def test_one_board_is_closed_and_says_why():
    assert [bool(each.closed_reason) for each in boards() if not each.is_open] == [True]


def test_every_board_belongs_to_a_unit_and_has_a_desk():
    assert {code for each in boards() for code in (each.owner, each.desk)} <= set(CODES)


def test_the_mailboxes_of_secretary_and_mayor_come_first():
    assert [each.title for each in boards()[:2]] == ["书记信箱", "市长信箱"]


def test_there_are_seven_districts_and_counties():
    assert len(regions()) == sum(each.kind == BoardKind.REGION for each in boards()) == 7


def test_the_unit_tree_has_four_levels_and_every_kind():
    assert {each.level for each in units()} == set(UnitLevel.values)
    assert {each.kind for each in units()} == set(UnitKind.values)


def test_a_parent_comes_before_its_children():
    seen = {""}
    for each in units():
        assert each.parent in seen
        seen.add(each.code)


def test_no_two_units_share_code_or_office_phone():
    assert len(CODES) == len({each.office_phone for each in units()}) == len(units())


def test_region_codes_are_of_a_province_that_does_not_exist():
    assert all(re.fullmatch(r"99\d{4}(\d{3}){0,2}", each.region_code) for each in units())


@pytest.mark.parametrize("role", Role.values)
def test_every_role_is_held(role):
    assert [each for each in staff() if each.role == role]


@pytest.mark.parametrize("role", [Role.INTAKE, Role.REVIEWER, Role.REVISITOR, Role.SUPERVISOR])
def test_the_offices_above_have_at_least_two_people(role):
    assert sum(each.role == role for each in staff()) >= 2


def test_every_desk_has_intake_and_reviewer():
    for desk in {each.desk for each in boards()}:
        assert {member(desk, "intake", 0).unit, member(desk, "reviewer", 0).unit} == {desk}


def test_a_lead_unit_has_a_signer_beside_its_handler():
    leads = {each.unit for each in staff() if each.role == Role.HANDLER}
    assert leads == {each.unit for each in staff() if each.role == Role.SIGNER}
    assert all(handler_of(code).username != member(code, "signer", 0).username for code in leads)


def test_nobody_revisits_own_work():
    handling = {each.unit for each in staff() if each.role == Role.HANDLER}
    assert not handling & {each.unit for each in staff() if each.role == Role.REVISITOR}


def test_user_names_are_short_and_single():
    names = Counter(each.username for each in staff())
    assert max(names.values()) == 1
    assert max(map(len, names)) <= 14


def test_citizens_have_numbers_that_the_form_takes_and_no_operator_gives_out():
    assert all(re.match(MOBILE, each.phone) and each.phone.startswith("154") for each in citizens())


def test_nicknames_are_fit_for_the_public():
    for each in citizens():
        assert has_right_shape(each.nickname)
        assert not sounds_official(each.nickname)
        assert not reveals_number(each.nickname, each.phone)


def test_citizens_are_at_least_forty_and_all_different():
    people = citizens()
    assert (
        len(people) == len({each.phone for each in people}) == len({each.nickname for each in people}) >= 40
    )


@pytest.fixture(scope="module")
def real_names() -> set[str]:
    if not DIVISIONS.exists():
        pytest.skip("the list of real places is not beside the project")
    rows = json.loads((DIVISIONS / "divisions.json").read_text(encoding="utf-8"))["rows"]
    with gzip.open(DIVISIONS / "divisions_township.json.gz", "rt", encoding="utf-8") as towns:
        rows += json.load(towns)["rows"]
    return {stem(row["name"]) for row in rows}


def stem(name: str) -> str:
    """榆麓区 → 榆麓: real places are told apart by the name, not by their rank."""
    return re.sub(r"(市|区|县|镇|乡|街道)$", "", name)


def test_neither_city_nor_districts_nor_towns_exist(real_names):
    invented = {"澄岚"} | {stem(each.name) for each in regions()}
    invented |= {stem(town) for each in regions() for town in each.places["towns"]}
    assert not invented & real_names
