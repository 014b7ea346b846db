"""Sealed ratings and masked contact data: who reads what of a case that they may see."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.roles import Role, Standing
from cases.rules.permissions import CaseFacts
from cases.rules.sight import hides_author, masked_name, masked_phone, sees_rating, sees_revisits
from cases.rules.states import State
from tests.factories import MONDAY

LEAD, OTHER = 7, 8
CASE = CaseFacts(State.CLOSED, lead_id=LEAD)


def holder(role, unit):
    return Standing(1, {role: frozenset({unit})})


@pytest.mark.parametrize(
    ("who", "sees"),
    [
        (holder(Role.HANDLER, LEAD), False),
        (holder(Role.SIGNER, LEAD), False),
        (holder(Role.INTAKE, OTHER), False),
        (holder(Role.REVISITOR, OTHER), True),
        (holder(Role.REVISITOR, LEAD), False),
        (holder(Role.SUPERVISOR, OTHER), True),
    ],
)
def test_a_sealed_rating_is_read_outside_the_handling_unit(who, sees):
    assert sees_rating(who, CASE, sealed_until=MONDAY, at=MONDAY - timedelta(days=1)) is sees


def test_an_opened_seal_hides_nothing():
    assert sees_rating(holder(Role.HANDLER, LEAD), CASE, sealed_until=MONDAY, at=MONDAY)


def test_the_unit_does_not_listen_in_on_a_revisit():
    revisiting = CaseFacts(State.REVISITING, lead_id=LEAD)
    assert not sees_revisits(holder(Role.HANDLER, LEAD), revisiting)
    assert sees_revisits(holder(Role.REVISITOR, OTHER), revisiting)


@pytest.mark.parametrize(
    ("phone", "masked"),
    [("13800000000", "138****0000"), ("09906100000", "099****0000"), ("6100", "****00"), ("", "")],
)
def test_a_number_is_masked(phone, masked):
    assert masked_phone(phone) == masked


@pytest.mark.parametrize(
    ("name", "masked"), [("张三", "张*"), ("欧阳小明", "欧***"), ("李", "李*"), ("", "")]
)
def test_a_name_is_masked(name, masked):
    assert masked_name(name) == masked


def test_who_reports_is_hidden_even_masked():
    assert hides_author(CaseFacts(State.HANDLING, kind="report"))
