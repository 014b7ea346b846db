"""Seeing and doing, tested against each other: the pages and the door give the same answer to every person in every state."""

from __future__ import annotations

import pytest

from accounts.roles import Role, standing_of
from cases.desk import DESK
from cases.models import Case, facts_of
from cases.rules.permissions import may
from cases.rules.states import State
from cases.rules.transitions import MOVES
from tests.cases.desk_pages import LIST, address, another_unit, browser
from tests.factories import LINE, a_case, a_member, cast

pytestmark = pytest.mark.django_db
STATES = [*LINE, State.REVISITING, State.DECLINED]


def people():
    here = cast()
    yield from (here.intake, here.reviewer, here.handler, here.signer, here.revisitor, here.supervisor)
    yield a_member(
        "stranger", "别家承办", another_unit(), Role.HANDLER, Role.SIGNER, Role.INTAKE, Role.REVIEWER
    )
    yield a_member("own_revisitor", "本家回访", here.lead, Role.REVISITOR)
    yield a_member("leader", "周书记", here.intake.memberships.get().unit, Role.LEADER)
    yield a_member("editor", "编辑", another_unit(), Role.EDITOR)
    yield a_member("admin", "管理员甲", another_unit(), Role.ADMIN)


@pytest.mark.parametrize("state", STATES)
def test_a_page_is_there_exactly_for_those_who_see_the_case(state):
    case = a_case(state)
    for person in people():
        visible = Case.objects.visible_to(standing_of(person)).filter(pk=case.pk).exists()
        answer = browser(person).get(address(case))
        assert answer.status_code == (200 if visible else 404), person


@pytest.mark.parametrize("state", [State.SUBMITTED, State.REVIEWING, State.REVISITING])
def test_a_verb_answers_404_unseen_403_not_allowed_and_200_otherwise(state):
    case = a_case(state)
    for person in people():
        client, who = browser(person), standing_of(person)
        visible = Case.objects.visible_to(who).filter(pk=case.pk).exists()
        for verb in DESK:
            allowed = may(MOVES[verb], who, facts_of(case))
            expected = 404 if not visible else 200 if allowed else 403
            assert client.get(address(case, verb)).status_code == expected, (person, verb)


@pytest.mark.parametrize("role", [Role.ADMIN, Role.EDITOR])
def test_who_has_no_business_with_cases_finds_no_list(role):
    outsider = a_member("outsider", "外人", another_unit(), role)
    assert browser(outsider).get(LIST).status_code == 403


def test_a_superuser_has_no_short_cut():
    case = a_case()
    outsider = a_member("outsider", "外人", another_unit(), Role.ADMIN)
    outsider.is_superuser = True
    outsider.save()
    assert browser(outsider).get(address(case)).status_code == 404
    assert browser(outsider).get(LIST).status_code == 403


def test_an_official_who_left_the_post_is_outside_at_once():
    case, handler = a_case(State.HANDLING), cast().handler
    client = browser(handler)
    assert client.get(address(case)).status_code == 200
    handler.memberships.all().delete()
    assert client.get(address(case)).status_code == 302
