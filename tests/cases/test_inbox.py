"""The first page of the desk: each member finds the own work, counted and the most pressing first."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role, standing_of
from cases.models import Pause, current_policy
from cases.reads import inbox as reads
from cases.rules.states import PauseGround, State
from tests.cases.desk_pages import another_unit, browser, words_of
from tests.factories import LINE, MONDAY, a_board, a_case, a_member, cast

pytestmark = pytest.mark.django_db
WORK = {
    "intake": {"to_accept", "to_assign", "to_decide", "waiting"},
    "handler": {"to_sign", "to_contact", "to_reply", "to_advise", "to_claim", "mine", "my_unit", "waiting"},
    "signer": {"to_countersign", "my_unit"},
    "reviewer": {"to_review"},
    "revisitor": {"to_revisit"},
    "supervisor": {"to_arbitrate"},
}


def counts(user, at=MONDAY):
    return {each.key: each.count for each in reads.counts(standing_of(user), at)}


@pytest.mark.parametrize("who", WORK)
def test_only_lists_that_fit_the_roles_are_offered(who):
    assert set(counts(getattr(cast(), who))) == WORK[who] | {"due_today", "overdue"}


@pytest.mark.parametrize(
    ("state", "who", "key"),
    [
        (State.SUBMITTED, "intake", "to_accept"),
        (State.ACCEPTED, "intake", "to_assign"),
        (State.ASSIGNED, "handler", "to_sign"),
        (State.HANDLING, "handler", "to_contact"),
        (State.REVIEWING, "signer", "to_countersign"),
        (State.REVISITING, "revisitor", "to_revisit"),
    ],
)
def test_a_case_lies_in_the_list_of_whoever_has_to_act(state, who, key):
    a_case(state)
    assert counts(getattr(cast(), who))[key] == 1


def test_a_reply_waits_for_the_platform_only_after_the_unit_has_signed():
    case = a_case(State.REVIEWING)
    assert counts(cast().reviewer)["to_review"] == 0
    from cases.actions.countersign import countersign

    countersign(case.pk, by=cast().signer, at=MONDAY + timedelta(hours=5))
    assert counts(cast().reviewer)["to_review"] == 1


def test_a_board_without_the_units_signature_goes_to_the_platform_at_once():
    a_case(State.REVIEWING, board=a_board("east", review="platform"))
    assert counts(cast(a_board("east")).reviewer)["to_review"] == 1


def test_nobody_reviews_the_own_draft():
    case = a_case(State.REVIEWING)
    drafter = a_member("wang_handler", "王承办", cast().lead, Role.SIGNER)
    assert case.drafter_id == drafter.pk
    assert counts(drafter)["to_countersign"] == 0


def test_another_units_work_is_not_counted():
    a_case(State.ASSIGNED)
    stranger = a_member("stranger", "别家", another_unit(), Role.HANDLER)
    assert counts(stranger)["to_sign"] == 0


def test_what_is_over_its_time_is_counted_even_while_the_sweep_stands_still():
    a_case(State.SUBMITTED)
    later = MONDAY + timedelta(days=3)
    assert counts(cast().intake, later)["overdue"] == 1
    assert counts(cast().intake, later)["due_today"] == 0


def test_what_ends_today_is_counted():
    a_case(State.ACCEPTED)  # to be assigned on the same workday
    assert counts(cast().intake)["due_today"] == 1


def test_counting_stops_at_a_hundred(monkeypatch):
    monkeypatch.setattr(reads, "COUNTED_TO", 2)
    for _each in range(4):
        a_case()
    found = {each.key: each for each in reads.counts(standing_of(cast().intake), MONDAY)}
    assert (found["to_accept"].count, found["to_accept"].words) == (3, "2+")


def test_the_most_pressing_stands_first():
    later, sooner = a_case(at=MONDAY + timedelta(days=1)), a_case(at=MONDAY)
    work = reads.inbox(standing_of(cast().intake), at=MONDAY, calendar=current_policy().calendar)
    assert [row.number for row in work.pressing] == [sooner.number, later.number]


@pytest.mark.parametrize("who", [*WORK, "everybody"])
def test_the_page_asks_a_fixed_number_of_queries(who, django_assert_max_num_queries):
    for state in LINE:
        a_case(state, at=timezone.now() - timedelta(hours=10))
    client = browser(_everybody() if who == "everybody" else getattr(cast(), who))
    client.get("/admin/")
    with django_assert_max_num_queries(8):
        client.get("/admin/")


def _everybody():
    roles = [
        Role.INTAKE,
        Role.HANDLER,
        Role.SIGNER,
        Role.REVIEWER,
        Role.REVISITOR,
        Role.SUPERVISOR,
        Role.ADMIN,
    ]
    return a_member("everybody", "多面手", cast().lead, *roles)


def test_an_administrator_finds_the_tables_and_no_cases():
    a_case()
    admin = a_member("admin", "管理员甲", another_unit(), Role.ADMIN)
    page = words_of(browser(admin).get("/admin/"))
    assert "/admin/boards/board/" in page
    assert "/admin/cases/case/" not in page


def test_a_clerk_finds_no_tables():
    assert "/admin/boards/board/" not in words_of(browser(cast().intake).get("/admin/"))


def test_an_empty_desk_says_so():
    assert "现在没有待办" in words_of(browser(cast().handler).get("/admin/"))


def test_a_leader_sees_what_runs_in_the_own_mailbox():
    case = a_case(State.ASSIGNED)
    leader = a_member("leader", "周书记", case.board.owner, Role.LEADER)
    assert case.number in words_of(browser(leader).get("/admin/"))


def test_my_cases_are_those_that_i_handle_and_my_units_are_all_of_its_open_ones():
    a_case(State.HANDLING)
    a_case(State.ASSIGNED)
    a_case(State.REPLIED)
    colleague = a_member("xu_handler", "徐承办", cast().lead, Role.HANDLER)
    assert (counts(cast().handler)["mine"], counts(cast().handler)["my_unit"]) == (1, 2)
    assert (counts(colleague)["mine"], counts(colleague)["my_unit"]) == (0, 2)


def test_what_was_mine_in_another_unit_is_not_mine_any_more():
    case = a_case(State.HANDLING)
    gone = a_member("gone_handler", "已调离", another_unit(), Role.HANDLER)
    case.handler = gone
    case.save(update_fields=["handler"])
    assert counts(gone)["mine"] == 0


def test_what_waits_for_the_citizen_lies_apart():
    case = a_case(State.HANDLING)
    given = {"ground": PauseGround.INFO, "words": "请补充照片", "from_at": MONDAY, "until_at": MONDAY}
    Pause.objects.create(case=case, **given)
    case.pause_ground = PauseGround.INFO
    case.save(update_fields=["pause_ground"])
    for who in ("handler", "intake"):
        assert counts(getattr(cast(), who))["waiting"] == 1
    assert counts(cast().handler)["to_contact"] == 0
