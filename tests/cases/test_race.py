"""Two people, two sweeps, a person and a sweep at the very same moment, on real transactions: one wins, nothing is doubled."""

from __future__ import annotations

import threading
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction

from boards.models import Reply
from cases.actions.accept import accept
from cases.actions.approve_reply import approve_reply
from cases.actions.arbitrate import arbitrate
from cases.actions.assign import assign
from cases.actions.claim import claim
from cases.actions.countersign import countersign
from cases.actions.draft_reply import draft_reply
from cases.actions.errors import CaseError, HeldBack, WrongState
from cases.actions.grant_return import grant_return
from cases.actions.log_contact import log_contact
from cases.actions.note import note
from cases.actions.rate import rate
from cases.actions.sign import sign
from cases.actions.submit import Receipt, submit
from cases.actions.tick import tick
from cases.actions.warn import warn
from cases.actions.withdraw import withdraw
from cases.models import Case, Clock, Duty, Event, Rating
from cases.rules.states import State
from notify.models import Outbox
from tests import factories
from tests.cases.invariants import broken_rules, look_at
from tests.cases.transfers import ask, handler_of, owned_board, roads, sign_now, twice_transferred, water
from tests.factories import (
    BAD,
    GOOD,
    MONDAY,
    REPLY,
    a_case,
    a_category,
    a_citizen,
    a_member,
    a_submission,
    cast,
)

pytestmark = pytest.mark.django_db(transaction=True)

LATER = MONDAY + timedelta(hours=8)
ROUNDS = range(3)


def at_once(*deeds: Callable[[], Any]) -> list[Any]:
    """Each deed in a thread and a connection of its own, all let go together; what each gave, a CaseError included."""
    barrier = threading.Barrier(len(deeds))

    def run(deed: Callable[[], Any]) -> Any:
        connection.ensure_connection()
        barrier.wait()
        try:
            return deed()
        except CaseError as refused:
            return refused
        finally:
            connection.close()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return [each.result() for each in [pool.submit(run, deed) for deed in deeds]]


def refusals(results: list[Any]) -> list[type[CaseError]]:
    return [type(each) for each in results if isinstance(each, CaseError)]


def verbs(case: Case) -> list[str]:
    return list(Event.objects.filter(case=case).order_by("seq").values_list("verb", flat=True))


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_clerks_accept_the_same_case(_round: int) -> None:
    case = a_case()
    second = a_member("he_intake", "何受理", case.board.desk, "intake")
    category = a_category().pk
    results = at_once(
        *(
            lambda by=by: accept(case.pk, by=by, at=LATER, category_id=category)
            for by in (cast().intake, second)
        )
    )
    assert refusals(results) == [WrongState]
    assert verbs(case) == ["submit", "accept"]


@pytest.mark.parametrize("_round", ROUNDS)
def test_the_desk_accepts_while_the_author_withdraws(_round: int) -> None:
    case = a_case()
    by, category = cast().intake, a_category().pk
    results = at_once(
        lambda: accept(case.pk, by=by, at=LATER, category_id=category),
        lambda: withdraw(case.pk, by=case.author, at=LATER),
    )
    assert verbs(case)[1:] == (["withdraw"] if refusals(results) else ["accept", "withdraw"])
    assert broken_rules(look_at(case.pk)) == []


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_reply_is_published_while_the_author_withdraws(_round: int) -> None:
    case = a_case(State.REVIEWING)
    countersign(case.pk, by=cast().signer, at=LATER)
    reviewer = cast().reviewer
    results = at_once(
        lambda: approve_reply(case.pk, by=reviewer, at=LATER),
        lambda: withdraw(case.pk, by=case.author, at=LATER),
    )
    assert refusals(results) == [WrongState]  # what is under review is no more withdrawn
    assert verbs(case)[-1] == "approve_reply"


@pytest.mark.parametrize("_round", ROUNDS)
def test_the_desk_assigns_while_the_author_withdraws(_round: int) -> None:
    case = a_case(State.ACCEPTED)
    by, lead = cast().intake, cast().lead.pk
    results = at_once(
        lambda: assign(case.pk, by=by, at=LATER, lead_id=lead),
        lambda: withdraw(case.pk, by=case.author, at=LATER),
    )
    assert verbs(case)[2:] == (["withdraw"] if refusals(results) else ["assign", "withdraw"])
    assert broken_rules(look_at(case.pk)) == []


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_reply_is_rated_once(_round: int) -> None:
    case = a_case(State.REPLIED)
    results = at_once(
        *(
            lambda verdict=verdict: rate(case.pk, by=case.author, at=LATER, verdict=verdict)
            for verdict in (GOOD, BAD)
        )
    )
    assert refusals(results) == [HeldBack]  # rated already, and told so
    assert Rating.objects.filter(case=case).count() == 1


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_reply_is_published_once(_round: int) -> None:
    case = a_case(State.REVIEWING)
    countersign(case.pk, by=cast().signer, at=LATER)
    reviewer = cast().reviewer
    results = at_once(*[lambda: approve_reply(case.pk, by=reviewer, at=LATER)] * 2)
    assert refusals(results) == [WrongState]
    assert Reply.objects.filter(message__number=case.number).count() == 1


@pytest.mark.parametrize("_round", ROUNDS)
def test_the_handler_signs_in_the_moment_in_which_the_system_does(_round: int) -> None:
    case = a_case(State.ASSIGNED)
    end = Clock.objects.get(case=case, name="sign").due_at
    handler = cast().handler
    at_once(lambda: tick(end), lambda: sign(case.pk, by=handler, at=end))
    assert verbs(case).count("sign") == 1
    assert broken_rules(look_at(case.pk)) == []


@pytest.mark.parametrize("_round", ROUNDS)
def test_the_desk_transfers_in_the_moment_in_which_the_system_signs(_round: int) -> None:
    """Signed for the first unit before the transfer or not at all: never for the second, whose time has only begun."""
    case = a_case(State.ASSIGNED)
    end = Clock.objects.get(case=case, name="sign").due_at
    ask(case.pk, "03-09 12:00")
    by, other = cast().intake, water().pk
    results = at_once(
        lambda: tick(end), lambda: grant_return(case.pk, by=by, at=end, lead_id=other, reason="经核对职责。")
    )
    case.refresh_from_db()
    assert refusals(results) == []
    assert (case.state, case.lead_id, case.signed_at) == (State.ASSIGNED, other, None)
    assert verbs(case)[-1] == "grant_return"
    assert broken_rules(look_at(case.pk)) == []


@pytest.mark.parametrize("_round", ROUNDS)
def test_the_desk_transfers_while_the_unit_sends_its_reply_to_review(_round: int) -> None:
    case = a_case(State.HANDLING)
    ask(case.pk, "03-09 13:00")
    by, handler, other = cast().intake, cast().handler, water().pk
    log_contact(case.pk, by=handler, at=LATER, way="phone", result="已联系。")
    results = at_once(
        lambda: grant_return(case.pk, by=by, at=LATER, lead_id=other, reason="经核对职责。"),
        lambda: draft_reply(case.pk, by=handler, at=LATER, body=REPLY, outcome="solved"),
    )
    assert len(refusals(results)) == 1
    assert sorted(verbs(case)[-1:]) in (["grant_return"], ["draft_reply"])
    assert broken_rules(look_at(case.pk)) == []


@pytest.mark.parametrize("_round", ROUNDS)
def test_the_owner_claims_while_the_desk_accepts(_round: int) -> None:
    case = a_case(board=owned_board())
    clerk, owner, category = cast().intake, handler_of(water()), a_category().pk
    results = at_once(
        lambda: accept(case.pk, by=clerk, at=LATER, category_id=category),
        lambda: claim(case.pk, by=owner, at=LATER, category_id=category),
    )
    case.refresh_from_db()
    assert case.state == State.HANDLING
    assert verbs(case)[1:] == (["claim"] if refusals(results) else ["accept", "claim"])
    assert broken_rules(look_at(case.pk)) == []


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_supervisor_decides_while_the_unit_sends_its_reply_to_review(_round: int) -> None:
    pk = sign_now(twice_transferred(), "03-09 10:00")
    handler, supervisor, other = handler_of(roads()), cast().supervisor, water().pk
    log_contact(pk, by=handler, at=LATER, way="phone", result="已联系。")
    results = at_once(
        lambda: arbitrate(pk, by=supervisor, at=LATER, lead_id=other, reason="依职责规定审定。"),
        lambda: draft_reply(pk, by=handler, at=LATER, body=REPLY, outcome="solved"),
    )
    assert len(refusals(results)) == 1
    assert broken_rules(look_at(pk)) == []


def test_two_decisions_at_once_on_the_same_matter_leave_one_in_force() -> None:
    pks = [twice_transferred() for _ in range(3)]
    supervisor, other = cast().supervisor, water().pk
    results = at_once(
        *(
            lambda pk=pk: arbitrate(pk, by=supervisor, at=LATER, lead_id=other, reason="依职责规定审定。")
            for pk in pks
        )
    )
    assert refusals(results) == []
    assert (Duty.objects.count(), Duty.objects.filter(is_current=True).count()) == (3, 1)


def test_two_sweeps_at_once_mark_each_clock_once() -> None:
    cases = [a_case() for _ in range(30)]
    sweep_at = MONDAY + timedelta(days=3)
    at_once(*[lambda: tick(sweep_at, batch=7)] * 3)
    tick(sweep_at)  # what one sweep had locked the other may have passed over
    assert [verbs(case) for case in cases] == [["submit", "overdue"]] * 30
    at_once(*[lambda: warn(sweep_at, batch=7)] * 3)
    desk = Outbox.objects.filter(user=cast().intake, channel="site", subject__contains="黄牌")
    assert desk.count() == 30


def test_two_sweeps_at_once_close_each_case_once() -> None:
    cases = [a_case(State.REPLIED) for _ in range(6)]
    at_once(*[lambda: tick(MONDAY + timedelta(days=20))] * 3)
    ends = [[verb for verb in verbs(case) if verb in ("close", "start_revisit")] for case in cases]
    assert all(len(each) == 1 for each in ends)


def test_two_sweeps_at_once_warn_once() -> None:
    cases = [a_case(State.HANDLING) for _ in range(10)]
    at_once(*[lambda: warn(MONDAY + timedelta(days=4), batch=3)] * 3)
    warned = Outbox.objects.filter(user=cast().handler, channel="site", subject__contains="即将到期")
    assert warned.count() == len(cases)


def test_people_work_on_while_the_sweep_goes_over_their_cases() -> None:
    cases = [a_case() for _ in range(12)]
    by, sweep_at = cast().intake, MONDAY + timedelta(days=3)

    def write(some: list[Case]) -> None:
        for case in some:
            note(case.pk, by=by, at=sweep_at, kind="call", words="电话核实。")

    at_once(lambda: tick(sweep_at, batch=2), lambda: write(cases[:6]), lambda: write(cases[6:]))
    tick(sweep_at)
    assert all(sorted(verbs(case)) == ["note", "overdue", "submit"] for case in cases)
    assert [broken_rules(look_at(case.pk)) for case in cases] == [[]] * 12


def test_one_form_sent_eight_times_at_once_makes_one_case() -> None:
    author, words = a_citizen(), a_submission(submission_key=uuid.uuid4())
    results: list[Receipt] = at_once(*[lambda: submit(words, by=author, author=author, at=MONDAY)] * 8)
    assert {each.number for each in results} == {Case.objects.get().number}
    assert sorted(each.is_new for each in results) == [False] * 7 + [True]


def test_who_waited_for_the_hand_over_sees_the_unit_that_has_the_case_now() -> None:
    """A row that changed while we waited for its lock is joined with what it named before: the unit must be read again."""
    case = a_case(State.ACCEPTED)
    clerk, lead = cast().intake, factories.cast().lead
    second = a_member("he_intake", "何受理", case.board.desk, "intake")
    waiting = threading.Thread(
        target=lambda: at_once(lambda: note(case.pk, by=second, at=LATER, kind="call", words="已告知。"))
    )
    with transaction.atomic():
        assign(case.pk, by=clerk, at=LATER, lead_id=lead.pk)
        waiting.start()
        _until_somebody_waits()
    waiting.join()
    assert Event.objects.get(case=case, verb="note").unit == lead


def _until_somebody_waits() -> None:
    """Until another connection of ours waits for a lock that this one holds."""
    sql = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'"
    for _ in range(400):
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_stat_clear_snapshot()")
            cursor.execute(sql)
            if cursor.fetchone()[0]:
                return
            cursor.execute("SELECT pg_sleep(0.01)")
    raise AssertionError("nobody came to wait")
