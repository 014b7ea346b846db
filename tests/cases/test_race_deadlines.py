"""Deadlines, orders and promises at the very same moment, on real transactions: one wins, nothing is doubled, no number twice."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from cases.actions.approve_reply import approve_reply
from cases.actions.confirm_fulfilment import confirm_fulfilment
from cases.actions.countersign import countersign
from cases.actions.fulfil import fulfil
from cases.actions.grant_extension import grant_extension
from cases.actions.refute_fulfilment import refute_fulfilment
from cases.actions.resume import resume
from cases.actions.supervise import supervise
from cases.actions.tick import tick
from cases.models import Clock, Promise, Supervision
from tests.cases.invariants import broken_rules, look_at
from tests.cases.side_roads import (
    WHY,
    a_picture,
    asked,
    claimed,
    drafted_again,
    promised,
    second_signer,
    suspended,
)
from tests.cases.test_race import ROUNDS, at_once, refusals
from tests.cases.ways import on, signed, verbs
from tests.factories import a_member, cast

pytestmark = pytest.mark.django_db(transaction=True)
SOON = date(2026, 3, 13)


@pytest.mark.parametrize("_round", ROUNDS)
def test_an_extension_is_granted_in_the_moment_in_which_the_deadline_ends(_round: int) -> None:
    """Before the moment the grant may win, and then nothing is marked; at the moment it is too late."""
    pk = asked(signed("03-09 09:30"), "03-10 10:00", 3)
    end, by = on("03-16 18:00"), cast().signer
    before = end - timedelta(seconds=1)
    at_once(lambda: tick(end), lambda: grant_extension(pk, by=by, at=before, reason=WHY))
    tick(end)
    story, clock = verbs(pk), Clock.objects.get(case=pk, name="reply")
    assert ("grant_extension" in story) != (clock.overdue_at is not None)
    assert broken_rules(look_at(pk)) == []


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_signers_grant_the_same_application(_round: int) -> None:
    pk = asked(signed("03-09 09:30"), "03-10 10:00", 3)
    people = (cast().signer, second_signer())
    results = at_once(
        *(lambda by=by: grant_extension(pk, by=by, at=on("03-11 10:00"), reason=WHY) for by in people)
    )
    assert (len(refusals(results)), verbs(pk).count("grant_extension")) == (1, 1)
    assert Clock.objects.get(case=pk, name="reply").due_at == on("03-19 18:00")


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_supervisors_order_the_same_case(_round: int) -> None:
    pk, office = signed("03-09 09:30"), cast().supervisor.memberships.get().unit
    people = (cast().supervisor, a_member("hu_supervisor", "胡督查", office, "supervisor"))
    results = at_once(
        *(lambda by=by: supervise(pk, by=by, at=on("03-11 10:00"), reason="请查明。") for by in people)
    )
    assert (len(refusals(results)), Supervision.objects.filter(case=pk).count()) == (1, 1)


def test_eight_orders_at_once_have_eight_numbers_in_a_row() -> None:
    cases, by = [signed("03-09 09:30") for _ in range(8)], cast().supervisor
    at_once(*(lambda pk=pk: supervise(pk, by=by, at=on("03-11 10:00"), reason="请查明。") for pk in cases))
    assert sorted(Supervision.objects.values_list("ordinal", flat=True)) == list(range(1, 9))


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_supervisor_and_the_system_let_a_case_go_on(_round: int) -> None:
    pk = suspended(signed("03-09 09:30"), "03-10 10:00", date(2026, 3, 17))
    review, by = on("03-17 09:00"), cast().supervisor
    at_once(lambda: tick(review), lambda: resume(pk, by=by, at=review), lambda: tick(review))
    assert verbs(pk).count("resume") == 1
    assert broken_rules(look_at(pk)) == []


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_promise_is_reported_kept_in_the_moment_in_which_it_breaks(_round: int) -> None:
    pk, by = promised("03-09 09:30", SOON), cast().handler
    end = on("03-13 18:00")
    before = end - timedelta(seconds=1)
    at_once(
        lambda: tick(end),
        lambda: fulfil(pk, by=by, at=before, reason="已完成改造。", files=[a_picture()]),
        lambda: tick(end),
    )
    story, promise = verbs(pk), Promise.objects.get(case=pk)
    assert (promise.status, "reopen" in story) in {("claimed", False), ("broken", True)}
    assert broken_rules(look_at(pk)) == []


@pytest.mark.parametrize("_round", ROUNDS)
def test_one_supervisor_confirms_while_another_refutes(_round: int) -> None:
    pk = claimed(promised("03-09 09:30", SOON), "03-12 10:00")
    by, at = cast().supervisor, on("03-12 11:00")
    results = at_once(
        lambda: confirm_fulfilment(pk, by=by, at=at),
        lambda: refute_fulfilment(pk, by=by, at=at, reason="照片看不清。"),
    )
    assert len(refusals(results)) == 1
    assert broken_rules(look_at(pk)) == []


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_reply_is_published_in_the_moment_in_which_its_deadline_ends(_round: int) -> None:
    pk = drafted_again(signed("03-09 09:30"), "03-10 10:00")
    countersign(pk, by=cast().signer, at=on("03-10 11:00"))
    end, by = on("03-16 18:00"), cast().reviewer
    before = end - timedelta(seconds=1)
    at_once(lambda: tick(end), lambda: approve_reply(pk, by=by, at=before, override="已电话说明。"))
    tick(end)
    assert verbs(pk).count("approve_reply") == 1
    assert broken_rules(look_at(pk)) == []
