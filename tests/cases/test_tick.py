"""The sweeps: warnings before an end, marks at the end, cases that sign and close themselves; however late they come round."""

from __future__ import annotations

import hashlib
from datetime import date

import pytest

from cases.actions.accept import accept
from cases.actions.approve_reply import approve_reply
from cases.actions.log_contact import log_contact
from cases.actions.rate import rate
from cases.actions.record_revisit import Finding, record_revisit
from cases.actions.set_policy import add_version
from cases.actions.sign import sign
from cases.actions.tick import tick
from cases.actions.warn import warn
from cases.models import Case, Clock, Event, RevisitSample
from cases.rules.states import State
from notify.models import Outbox
from tests.cases.invariants import broken_rules, look_at
from tests.cases.side_roads import CALLS, leader
from tests.cases.ways import (
    accept_it,
    assign_it,
    assigned,
    draft_it,
    due,
    event_at,
    on,
    publish_it,
    replied,
    sign_it,
    signed,
    submitted,
    verbs,
    warnings,
)
from tests.factories import BAD, a_case, a_category, cast

pytestmark = pytest.mark.django_db


# --- warnings ---------------------------------------------------------------------------------------------------------


def test_the_handler_is_warned_once_at_each_share_and_the_signer_the_day_before() -> None:
    """Accepted Mon 10:00, due the next Mon 18:00: 6 + 35 office hours. Half: Thu 09:30. 80 %: Fri 16:48. The eve: Fri 18:00."""
    signed("03-09 10:00")
    counts = []
    for moment in [
        "03-12 09:29",
        "03-12 09:30",
        "03-12 09:31",
        "03-13 16:48",
        "03-13 17:59",
        "03-13 18:00",
        "03-16 17:59",
    ]:
        warn(on(moment))
        warn(on(moment))
        counts.append((warnings(), warnings("signer")))
    assert counts == [(0, 0), (1, 0), (1, 0), (2, 0), (2, 0), (2, 1), (2, 1)]


def test_after_a_downtime_people_are_warned_once_not_once_a_threshold() -> None:
    signed("03-09 10:00")
    warn(on("03-16 09:00"))
    assert (warnings(), warnings("signer")) == (0, 1)


def test_what_is_over_is_marked_and_no_more_warned_about() -> None:
    signed("03-09 10:00")
    warn(on("03-16 18:00"))
    assert warnings() == 0


def test_nobody_is_warned_of_what_is_answered() -> None:
    replied("03-09 10:00")
    warn(on("03-12 12:00"))
    assert warnings() == 0


# --- overdue ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("swept", ["03-10 18:00", "03-11 07:00", "05-20 12:00"])
def test_overdue_is_dated_at_the_due_moment_however_late_the_sweep(swept: str) -> None:
    pk = submitted("03-09 09:30")
    tick(on(swept))
    assert Clock.objects.get(case=pk, name="intake").overdue_at == on("03-10 18:00")
    assert event_at(pk, "overdue") == ["03-10 18:00"]


def test_a_minute_before_its_end_a_clock_is_not_overdue() -> None:
    submitted("03-09 09:30")
    assert tick(on("03-10 17:59")) == {"resumed": 0, "acted": 0, "marked": 0}


def test_a_second_sweep_finds_nothing_to_do() -> None:
    for state in (State.SUBMITTED, State.ASSIGNED, State.HANDLING, State.REPLIED):
        a_case(state)
    at = on("05-20 12:00")
    tick(at)
    before = (Event.objects.count(), Outbox.objects.count())
    assert tick(at) == {"resumed": 0, "acted": 0, "marked": 0}
    assert (Event.objects.count(), Outbox.objects.count()) == before


def test_more_clocks_than_a_batch_are_all_marked() -> None:
    for _ in range(5):
        submitted("03-09 09:30")
    assert mark_in_batches_of(2) == 5


def mark_in_batches_of(batch: int) -> int:
    return tick(on("03-20 12:00"), batch=batch)["marked"]


def test_whoever_has_to_act_and_the_desk_learn_of_it_once() -> None:
    accepted_pk = assigned("03-09 09:30")
    sign(accepted_pk, by=cast().handler, at=on("03-09 10:00"))
    for at in ("03-10 18:00", "03-11 09:00", "03-16 18:00", "03-17 09:00"):
        tick(on(at))
        warn(on(at))
    told = Outbox.objects.filter(subject__contains="黄牌", channel="site").values_list(
        "user__username", flat=True
    )
    assert sorted(told) == ["li_intake", "wang_handler"]  # of the reply clock and of the contact clock


def test_what_was_stopped_in_between_is_told_to_nobody() -> None:
    pk = signed("03-09 10:00")
    log_contact(pk, by=cast().handler, at=on("03-11 09:00"), way="phone", result="已联系。")
    warn(on("03-11 09:01"))
    assert event_at(pk, "overdue") == ["03-10 18:00"]
    assert not Outbox.objects.filter(subject__contains="黄牌").exists()


def test_a_verb_notes_what_the_sweep_has_not_come_to_yet() -> None:
    pk = submitted("03-09 09:30")
    accept(pk, by=cast().intake, at=on("03-12 09:00"), category_id=a_category().pk)
    assert verbs(pk) == ["submit", "overdue", "accept"]
    assert event_at(pk, "overdue") == ["03-10 18:00"]


def test_a_refused_verb_leaves_the_mark_to_the_sweep() -> None:
    pk = submitted("03-09 09:30")
    with pytest.raises(Exception, match="审核"):
        approve_reply(pk, by=cast().handler, at=on("03-12 09:00"))
    assert verbs(pk) == ["submit"]


# --- what the system does by itself -----------------------------------------------------------------------------------


def test_after_a_week_of_downtime_cases_are_signed_when_their_clock_ran_out() -> None:
    pk = assigned("03-09 09:30")  # sign by 15:30, contact by Tue 18:00, reply by next Mon 18:00
    tick(on("03-18 09:00"))
    assert [event_at(pk, "sign"), event_at(pk, "overdue")] == [
        ["03-09 15:30"],
        ["03-10 18:00", "03-16 18:00"],
    ]
    assert [each.facts["clock"] for each in Event.objects.filter(case=pk, verb="overdue")] == [
        "contact",
        "reply",
    ]


def test_the_system_signs_for_nobody() -> None:
    pk = assigned("03-09 09:30")
    tick(on("03-09 15:30"))
    case = Case.objects.get(pk=pk)
    assert (case.state, case.handler) == (State.HANDLING, None)


def an_answered_case(is_drawn: bool) -> int:
    """Answered on 9 March; its number is in the sample or not."""
    text = "03-09 15:00"
    pk = next(
        pk
        for pk in (submitted(text) for _ in range(200))
        if drawn(Case.objects.get(pk=pk).number) == is_drawn
    )
    return publish_it(draft_it(sign_it(assign_it(accept_it(pk, text), text), text), text), text)


def drawn(number: str, percent: int = 20, seed: str = "wenzheng-2026") -> bool:
    """As docs tell anybody to recompute it: the first 8 bytes of SHA-256 of seed|number, modulo 100."""
    return int(hashlib.sha256(f"{seed}|{number}".encode()).hexdigest()[:16], 16) % 100 < percent


@pytest.mark.parametrize("swept", ["03-23 18:00", "03-30 18:00"])
def test_a_case_that_nobody_rated_closes_at_the_end_of_its_window(swept: str) -> None:
    pk = an_answered_case(is_drawn=False)
    tick(on(swept))
    case = Case.objects.get(pk=pk)
    assert (case.state, case.closed_at, case.outcome) == (State.CLOSED, on("03-23 18:00"), "solved")


def test_a_case_that_was_drawn_is_revisited_and_its_event_names_the_seed() -> None:
    pk = an_answered_case(is_drawn=True)
    tick(on("03-30 18:00"))
    event = Event.objects.get(case=pk, verb="start_revisit")
    assert (event.at, event.facts) == (
        on("03-23 18:00"),
        {"ground": "sample", "seed": "wenzheng-2026", "level": "sample"},
    )
    assert due(pk, "revisit") == "03-30 18:00"  # five workdays after the 23rd


def test_a_report_is_revisited_whether_it_was_drawn_or_not() -> None:
    pk = replied("03-09 15:00", kind="report")
    tick(on("03-24 09:00"))
    assert Event.objects.get(case=pk, verb="start_revisit").facts["ground"] == "report"


@pytest.mark.parametrize(("verb", "ground"), [("supervise", "supervised"), ("instruct", "instructed")])
def test_what_a_supervisor_or_a_leader_took_up_is_revisited(verb: str, ground: str) -> None:
    text = "03-09 15:00"
    pk = accept_it(submitted(text), text)
    by = leader() if verb == "instruct" else cast().supervisor
    CALLS[verb](pk, by, on(text))
    publish_it(draft_it(sign_it(assign_it(pk, text), text), text), text)
    tick(on("03-30 18:00"))
    assert Event.objects.get(case=pk, verb="start_revisit").facts["ground"] == ground


def test_the_share_that_is_drawn_can_be_changed_from_a_day_on() -> None:
    add_version(RevisitSample(valid_from=date(2026, 3, 20), percent=0, seed="open-2026"))
    pk = an_answered_case(is_drawn=True)
    tick(on("03-24 09:00"))
    assert Case.objects.get(pk=pk).state == State.CLOSED


def test_an_author_who_is_never_reached_ends_the_revisit_without_a_word_about_satisfaction() -> None:
    pk = replied("03-09 15:00")
    rate(pk, by=Case.objects.get(pk=pk).author, at=on("03-10 10:00"), verdict=BAD)
    missed = Finding(is_reached=False, words="无人接听。")
    for moment in ("03-11 09:00", "03-11 15:00", "03-12 09:00"):
        record_revisit(pk, by=cast().revisitor, at=on(moment), finding=missed)
    assert Case.objects.get(pk=pk).state == State.CLOSED
    assert broken_rules(look_at(pk)) == []


def test_three_tries_on_one_day_are_not_enough() -> None:
    pk = replied("03-09 15:00")
    rate(pk, by=Case.objects.get(pk=pk).author, at=on("03-10 10:00"), verdict=BAD)
    for moment in ("03-11 09:00", "03-11 11:00", "03-11 15:00"):
        record_revisit(pk, by=cast().revisitor, at=on(moment), finding=Finding(is_reached=False))
    assert Case.objects.get(pk=pk).state == State.REVISITING


# --- one bad row ------------------------------------------------------------------------------------------------------


def test_one_case_that_cannot_be_marked_does_not_hold_up_the_others() -> None:
    pks = [submitted("03-09 09:30") for _ in range(4)]
    Case.objects.filter(pk=pks[1]).update(event_count=0)  # its next event would take a number that is taken
    tick(on("03-12 09:00"))
    assert [("overdue" in verbs(pk)) for pk in pks] == [True, False, True, True]


def test_the_servers_clock_may_jump_back_without_turning_the_story_round() -> None:
    pk = signed("03-09 10:00")
    log_contact(pk, by=cast().handler, at=on("03-09 08:00"), way="phone", result="已联系。")
    tick(on("03-08 08:00"))
    assert broken_rules(look_at(pk)) == []
