"""Deputies: written down by administrators for anybody and by everybody for the own leave; never a right that one lacks."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError

from accounts.models import Deputy, User
from accounts.roles import Role, standing_of
from tests.cases.desk_pages import browser
from tests.factories import a_board, a_member, a_unit, cast

pytestmark = pytest.mark.django_db
ADDRESS = "/admin/accounts/deputy/"
LEAVE = {"from_on": "2026-03-09", "until_on": "2026-03-20"}


def colleague() -> User:
    return a_member("wu_handler", "吴承办", cast().lead, Role.HANDLER)


def an_admin() -> User:
    return a_member("an_admin", "安管理", a_board().desk, Role.ADMIN)


def a_leave(person: User, deputy: User) -> Deputy:
    return Deputy(
        person=person, deputy=deputy, by=person, from_on=date(2026, 3, 9), until_on=date(2026, 3, 20)
    )


def test_a_member_writes_down_who_stands_in_for_the_own_leave() -> None:
    handler, deputy = cast().handler, colleague()
    answer = browser(handler).post(f"{ADDRESS}add/", {"deputy": deputy.pk, **LEAVE})
    assert answer.status_code == 302
    row = Deputy.objects.get()
    assert (row.person, row.deputy, row.by) == (handler, deputy, handler)


def test_a_member_cannot_send_somebody_else_on_leave() -> None:
    handler, deputy = cast().handler, colleague()
    browser(deputy).post(f"{ADDRESS}add/", {"person": cast().signer.pk, "deputy": handler.pk, **LEAVE})
    assert Deputy.objects.get().person == deputy


def test_a_member_sees_and_changes_the_own_leaves_only() -> None:
    row = a_leave(cast().handler, colleague())
    row.save()
    own, other = browser(cast().handler), browser(cast().signer)
    assert own.get(f"{ADDRESS}{row.pk}/change/").status_code == 200
    assert (
        other.get(f"{ADDRESS}{row.pk}/change/").status_code == 302
    )  # Django's way for a row that is not there
    assert "吴承办" in own.get(ADDRESS).content.decode()
    assert "吴承办" not in other.get(ADDRESS).content.decode()
    other.post(f"{ADDRESS}{row.pk}/delete/", {"post": "yes"})
    assert Deputy.objects.exists()


def test_a_leave_that_does_not_come_about_is_taken_back() -> None:
    row = a_leave(cast().handler, colleague())
    row.save()
    browser(cast().handler).post(f"{ADDRESS}{row.pk}/delete/", {"post": "yes"})
    assert not Deputy.objects.exists()


def test_an_administrator_writes_it_down_for_anybody() -> None:
    handler, deputy, admin = cast().handler, colleague(), an_admin()
    browser(admin).post(f"{ADDRESS}add/", {"person": handler.pk, "deputy": deputy.pk, **LEAVE})
    row = Deputy.objects.get()
    assert (row.person, row.by) == (handler, admin)


@pytest.mark.parametrize("who", ["signer", "intake", "supervisor"])
def test_who_does_not_hold_the_role_in_the_unit_is_refused(who: str) -> None:
    with pytest.raises(ValidationError, match="同一单位担任同一角色"):
        a_leave(cast().handler, getattr(cast(), who)).full_clean()


def test_the_same_role_in_another_unit_is_not_enough() -> None:
    stranger = a_member("he_handler", "何承办", a_unit("water", "市水务局"), Role.HANDLER)
    answer = browser(an_admin()).post(
        f"{ADDRESS}add/", {"person": cast().handler.pk, "deputy": stranger.pk, **LEAVE}
    )
    assert "同一单位担任同一角色" in answer.content.decode()
    assert not Deputy.objects.exists()


def test_a_leave_ends_after_it_began() -> None:
    answer = browser(cast().handler).post(
        f"{ADDRESS}add/", {"deputy": colleague().pk, "from_on": "2026-03-20", "until_on": "2026-03-09"}
    )
    assert "结束日期不能早于开始日期" in answer.content.decode()


def test_the_database_knows_it_too() -> None:
    with pytest.raises(IntegrityError, match="deputy_is_another_person"):
        a_leave(cast().handler, cast().handler).save()


def test_standing_in_gives_no_right() -> None:
    deputy = colleague()
    before = standing_of(User.objects.get(pk=deputy.pk))
    a_leave(cast().handler, deputy).save()
    assert standing_of(User.objects.get(pk=deputy.pk)) == before


@pytest.mark.parametrize(
    ("day", "expected"),
    [("2026-03-08", 0), ("2026-03-09", 1), ("2026-03-20", 1), ("2026-03-21", 0)],
)
def test_both_ends_of_a_leave_count(day: str, expected: int) -> None:
    a_leave(cast().handler, colleague()).save()
    assert Deputy.objects.on(date.fromisoformat(day)).count() == expected
