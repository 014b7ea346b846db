"""Authors, desk and sweep at the very same moment on real transactions: one wins, the other is told, nothing is doubled."""

from __future__ import annotations

from datetime import timedelta

import pytest

from cases.actions.appeal import appeal
from cases.actions.ask_again import ask_again
from cases.actions.ask_info import ask_info
from cases.actions.decline import decline
from cases.actions.give_info import give_info
from cases.actions.merge import merge
from cases.actions.rate import rate
from cases.actions.split import Part, split
from cases.actions.tick import tick
from cases.actions.withdraw import withdraw
from cases.models import Case, Clock, Pause, Rating
from cases.rules.states import State
from tests.cases.invariants import broken_rules, look_at
from tests.cases.test_race import LATER, at_once, refusals, verbs
from tests.cases.ways import accept_it, assign_it, draft_it, publish_it, sign_it
from tests.factories import BAD, GOOD, a_case, a_citizen, cast

ROUNDS = range(2)
pytestmark = pytest.mark.django_db(transaction=True)

PARTS = [
    Part("路灯坏了要修", "小区东门外三盏路灯坏了半个月。"),
    Part("垃圾没有人清运", "小区西门垃圾堆了一个星期。"),
]


def sound(*cases: Case) -> bool:
    return all(broken_rules(look_at(each.pk)) == [] for each in cases)


@pytest.mark.parametrize("_round", ROUNDS)
def test_the_desk_merges_while_the_author_withdraws(_round: int) -> None:
    case, target, by = a_case(), a_case(), cast().intake
    results = at_once(
        lambda: merge(case.pk, by=by, at=LATER, into=target.number, reason="同一件事。"),
        lambda: withdraw(case.pk, by=case.author, at=LATER),
    )
    assert len(refusals(results)) == 1
    assert verbs(case)[1:] in (["merge"], ["withdraw"])
    assert sound(case, target)


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_target_is_withdrawn_while_another_joins_it(_round: int) -> None:
    case, target, by = a_case(), a_case(), cast().intake
    results = at_once(
        lambda: merge(case.pk, by=by, at=LATER, into=target.number, reason="同一件事。"),
        lambda: withdraw(target.pk, by=target.author, at=LATER),
    )
    assert len(refusals(results)) == 1
    assert sound(case, target)


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_are_merged_into_each_other(_round: int) -> None:
    one, two, by = a_case(), a_case(), cast().intake
    results = at_once(
        lambda: merge(one.pk, by=by, at=LATER, into=two.number, reason="同一件事。"),
        lambda: merge(two.pk, by=by, at=LATER, into=one.number, reason="同一件事。"),
    )
    assert len(refusals(results)) == 1
    states = Case.objects.filter(pk__in=[one.pk, two.pk]).values_list("state", flat=True)
    assert sorted(states) == [State.MERGED, State.SUBMITTED]
    assert sound(one, two)


@pytest.mark.parametrize("_round", ROUNDS)
def test_the_answer_comes_in_the_moment_in_which_the_time_is_over(_round: int) -> None:
    case = a_case()
    ask_info(case.pk, by=cast().intake, at=LATER, words="请补充照片。")
    end = Pause.objects.get(case=case).until_at
    at_once(lambda: tick(end), lambda: give_info(case.pk, by=case.author, at=end, words="照片已补。"))
    assert verbs(case).count("give_info") == 1
    assert sound(case)


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_rating_comes_in_the_moment_in_which_the_window_ends(_round: int) -> None:
    case = a_case(State.REPLIED)
    end = Clock.objects.get(case=case, name="rating").due_at
    at_once(
        lambda: tick(end), lambda: rate(case.pk, by=case.author, at=end - timedelta(seconds=1), verdict=BAD)
    )
    assert sum(verb in ("rate", "close", "start_revisit") for verb in verbs(case)) in (1, 2)
    assert sound(case)


@pytest.mark.parametrize("_round", ROUNDS)
def test_two_authors_rate_at_once_and_the_second_closes(_round: int) -> None:
    case, other = a_case(), a_case(author=a_citizen("市民9QRT"))
    merge(other.pk, by=cast().intake, at=LATER, into=case.number, reason="同一件事。")
    case = _answered(case)
    at = case.replied_at + timedelta(hours=1)
    results = at_once(
        *(lambda by=by: rate(case.pk, by=by, at=at, verdict=GOOD) for by in (case.author, other.author))
    )
    assert refusals(results) == []
    assert (Rating.objects.filter(case=case).count(), Case.objects.get(pk=case.pk).state) == (2, State.CLOSED)
    assert sound(case, other)


def _answered(case: Case) -> Case:
    sign_it(assign_it(accept_it(case.pk, "03-09 18:00"), "03-09 18:10"), "03-09 18:20")
    publish_it(draft_it(case.pk, "03-10 10:00"), "03-10 11:00")
    return Case.objects.get(pk=case.pk)


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_question_comes_in_the_moment_in_which_the_case_is_closed(_round: int) -> None:
    case = a_case(State.REPLIED)
    end = Clock.objects.get(case=case, name="rating").due_at
    at_once(lambda: tick(end), lambda: ask_again(case.pk, by=case.author, at=end, reason="西门的呢？"))
    assert len(set(verbs(case)) & {"ask_again", "close", "start_revisit"}) == 1
    assert sound(case)


@pytest.mark.parametrize("_round", ROUNDS)
def test_an_appeal_sent_twice_at_once_is_one(_round: int) -> None:
    case = a_case()
    decline(case.pk, by=cast().intake, at=LATER, code="N1", words="请向省厅反映。")
    results = at_once(*[lambda: appeal(case.pk, by=case.author, at=LATER, reason="属于本市。")] * 2)
    assert len(refusals(results)) == 1
    assert verbs(case).count("appeal") == 1
    assert sound(case)


@pytest.mark.parametrize("_round", ROUNDS)
def test_a_message_split_twice_at_once_is_split_once(_round: int) -> None:
    case, by = a_case(), cast().intake
    results = at_once(*[lambda: split(case.pk, by=by, at=LATER, parts=PARTS)] * 2)
    assert len(refusals(results)) == 1
    assert case.parts.count() == 2
    assert sound(case, *case.parts.all())
