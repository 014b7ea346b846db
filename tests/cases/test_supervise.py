"""The supervisor's page: live, by the unit that has to act, and reminding one or many."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import standing_of
from cases.actions.beat import beat
from cases.models import Event, current_policy
from cases.reads import overdue
from cases.reads.overdue import Asked, overview
from cases.rules.states import State
from tests.cases.desk_pages import browser, words_of
from tests.factories import MONDAY, a_board, a_case, cast

pytestmark = pytest.mark.django_db
URL = "/supervise/"
LATER = MONDAY + timedelta(days=4)  # Friday


def seen(at=LATER, **asked):
    return overview(standing_of(cast().supervisor), Asked(**asked), at=at, calendar=current_policy().calendar)


def test_only_supervisors_come_in(client):
    assert browser(cast().intake).get(URL).status_code == 403
    assert client.get(URL)["Location"] == "/admin/login/?next=/supervise/"


def test_a_citizen_is_told_that_it_is_not_for_everybody(zhang_citizen):
    assert browser(zhang_citizen).get(URL).status_code == 403


def test_late_and_soon_are_told_apart():
    a_case(State.SUBMITTED)  # accepted by Tuesday 18:00
    a_case(State.SUBMITTED, at=LATER)
    found = seen()
    assert (found.late, found.red, found.soon, found.found) == (1, 0, 1, 2)


def test_three_workdays_later_it_is_red():
    a_case(State.SUBMITTED)
    assert seen(MONDAY + timedelta(days=7)).red == 1


def test_a_case_lies_with_the_unit_that_has_to_act():
    a_case(State.SUBMITTED)
    a_case(State.HANDLING)
    a_case(State.REVISITING)
    assert {each.name for each in seen().units} == {"社情民意办", "市住房和城乡建设局", "回访员"}


@pytest.mark.parametrize(("review", "unit"), [("both", "市住房和城乡建设局"), ("platform", "社情民意办")])
def test_a_reply_under_review_lies_with_whoever_looks_at_it(review, unit):
    a_case(State.REVIEWING, board=a_board(review, title=review, review=review), kind="suggestion")
    assert [each.name for each in seen().units] == [unit]


def test_one_unit_can_be_picked():
    a_case(State.SUBMITTED)
    case = a_case(State.HANDLING)
    found = seen(unit=str(case.lead_id))
    assert [each.row.number for each in found.cases] == [case.number]
    assert found.found == 1


@pytest.mark.parametrize("unit", ["0", "99999999999999999999", "x", "%00"])
def test_an_unknown_unit_picks_nothing(unit):
    a_case(State.SUBMITTED)
    assert browser(cast().supervisor).get(f"{URL}?unit={unit}&show=nothing&sort=nothing").status_code == 200


@pytest.mark.parametrize(("sort", "first"), [("due", 0), ("-due", 1), ("waiting", 0), ("-waiting", 1)])
def test_the_list_is_sorted_by_links(sort, first):
    cases = [a_case(at=MONDAY), a_case(at=MONDAY + timedelta(days=1))]
    assert seen(sort=sort).cases[0].row.number == cases[first].number


def test_the_sorted_head_turns_the_list_round():
    head = next(each for each in seen(sort="due").heads if each.order)
    assert (head.sort, head.order) == ("-due", "ascending")


def test_the_page_asks_a_fixed_number_of_queries(django_assert_max_num_queries):
    for state in (State.SUBMITTED, State.ACCEPTED, State.ASSIGNED, State.HANDLING, State.REVISITING):
        for _each in range(3):
            a_case(state)
    client = browser(cast().supervisor)
    client.get(URL)
    with django_assert_max_num_queries(12):
        client.get(URL)


def test_nothing_late_says_zero_and_when_last_checked():
    beat("tick_clocks", MONDAY)
    page = words_of(browser(cast().supervisor).get(URL))
    assert "0 件" in page
    assert "2026-03-09 09:30" in page


def test_the_list_is_cut_at_a_bound(monkeypatch):
    monkeypatch.setattr(overdue, "SHOWN", 2)
    for _each in range(3):
        a_case()
    found = seen()
    assert (len(found.cases), found.found, found.is_cut) == (2, 3, True)


def test_many_are_reminded_and_each_refusal_is_said():
    good, closed = a_case(State.HANDLING), a_case(State.CLOSED)
    sends = {"seen": [f"{case.pk}:{case.version}" for case in (good, closed)], "words": "请抓紧办理"}
    answer = browser(cast().supervisor).post(URL, sends, follow=True)
    event = Event.objects.get(verb="remind")
    assert (event.case_id, event.facts["words"]) == (good.pk, "请抓紧办理")
    assert "催办：1 件已完成" in words_of(answer)
    assert f"{closed.number} 这件留言现在是" in words_of(answer)


def test_a_second_click_reminds_nobody_twice():
    case = a_case(State.HANDLING)
    client, sends = browser(cast().supervisor), {"seen": [f"{case.pk}:{case.version}"]}
    client.post(URL, sends)
    client.post(URL, sends)
    assert Event.objects.filter(verb="remind").count() == 1


def test_after_reminding_the_same_list_stands_there():
    assert browser(cast().supervisor).post(f"{URL}?show=red&unit=3", {}).url == f"{URL}?show=red&unit=3"


def test_a_case_that_waits_for_its_author_is_not_the_supervisors():
    a_case(State.REPLIED, at=timezone.now() - timedelta(days=13, hours=20))
    assert words_of(browser(cast().supervisor).get(URL)).count("WZ-") == 0
