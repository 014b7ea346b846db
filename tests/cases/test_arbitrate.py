"""责任审定: after two transfers a supervisor decides; the decision binds, and is kept as duty memory (职责清单)."""

from __future__ import annotations

import pytest

from cases.actions._units import CoUnit
from cases.actions.arbitrate import arbitrate
from cases.actions.errors import HeldBack
from cases.models import Application, Case, Clock, Duty, duty_of
from tests.cases.desk_pages import address, browser, words_of
from tests.cases.invariants import broken_rules, look_at
from tests.cases.transfers import (
    ask,
    grant,
    handed,
    owned_board,
    roads,
    sign_now,
    twice_transferred,
    water,
)
from tests.cases.ways import accepted, due, on
from tests.factories import a_board, a_unit, cast

pytestmark = pytest.mark.django_db


def decide(pk, text, lead=None, **more):
    given = {"lead_id": (lead or water()).pk, "reason": "依“三定”规定第三条审定。", **more}
    arbitrate(pk, by=cast().supervisor, at=on(text), **given)
    return pk


def test_the_decision_hands_the_case_over_for_good():
    case = Case.objects.get(pk=decide(twice_transferred(), "03-09 11:00"))
    assert (case.state, case.lead, case.is_arbitrated, case.transfer_count) == ("assigned", water(), True, 2)
    assert due(case.pk, "sign") == "03-09 17:00"
    assert broken_rules(look_at(case.pk)) == []


def test_a_transfer_by_decision_does_not_restart_the_handling_time():
    pk = decide(twice_transferred(), "03-09 11:00")
    reply = Clock.objects.get(case=pk, name="reply")
    assert (reply.run, reply.started_at) == (1, on("03-09 09:00"))


def test_before_two_transfers_there_is_nothing_to_decide():
    pk = ask(handed("03-09 09:00"), "03-09 10:00")
    with pytest.raises(HeldBack, match="改派不满两次"):
        decide(pk, "03-09 11:00")


def test_nobody_decides_where_no_unit_gives_the_case_back():
    pk = handed("03-09 09:00")
    grant(ask(pk, "03-09 09:10"), "03-09 09:20", water())
    grant(ask(pk, "03-09 09:30", roads()), "03-09 09:40", roads())
    with pytest.raises(HeldBack, match="没有申请退单"):
        decide(pk, "03-09 11:00")


def test_what_is_decided_is_not_given_back():
    pk = decide(twice_transferred(), "03-09 11:00", a_fourth())
    with pytest.raises(HeldBack, match="已责任审定由市城市管理局办理"):
        ask(pk, "03-09 11:30")


def a_fourth():
    return a_unit("city", "市城市管理局")


def test_the_decision_may_leave_the_case_where_it_is():
    pk = decide(twice_transferred(), "03-09 11:00", roads())
    asked = Application.objects.filter(case=pk).last()
    assert (Case.objects.get(pk=pk).lead, asked.answer, asked.unit) == (roads(), "refused", roads())


def test_the_decision_is_kept_for_category_and_region():
    pk = decide(twice_transferred(), "03-09 11:00")
    duty = Duty.objects.get()
    assert (duty.case_id, duty.unit, duty.by, duty.is_current) == (pk, water(), cast().supervisor, True)
    assert duty.category == Case.objects.get(pk=pk).category


def test_a_later_decision_takes_its_place():
    decide(twice_transferred(), "03-09 11:00")
    decide(twice_transferred("03-10", (roads(), a_fourth())), "03-10 11:00", a_fourth())
    assert list(Duty.objects.order_by("id").values_list("unit__code", "is_current")) == [
        ("water", False),
        ("city", True),
    ]


def test_the_next_case_of_that_kind_is_proposed_to_the_unit_with_the_reference():
    first = Case.objects.get(pk=decide(twice_transferred(), "03-09 11:00"))
    case = Case.objects.get(pk=accepted("03-10 09:00"))
    answer = browser(cast().intake).get(address(case, "assign"))
    form = answer.context["form"]
    label, options = form.fields["lead_id"].choices[1]
    assert (str(label), options[0][0], form["lead_id"].value()) == ("职责清单", water().pk, water().pk)
    assert f"市水务局（{first.number}，2026年3月9日责任审定）" in words_of(answer)


def test_a_return_by_that_unit_is_refused_with_the_reference():
    first = Case.objects.get(pk=decide(twice_transferred(), "03-09 11:00"))
    pk = grant(ask(handed("03-10 09:00"), "03-10 09:10"), "03-10 09:20", water())
    with pytest.raises(HeldBack, match=f"已责任审定由市水务局办理（{first.number}，2026年3月9日）"):
        ask(pk, "03-10 09:30", roads())


def test_another_unit_may_still_give_such_a_case_back():
    decide(twice_transferred(), "03-09 11:00")
    assert ask(handed("03-10 09:00"), "03-10 09:10")


def test_another_region_is_another_matter():
    decide(twice_transferred(), "03-09 11:00")
    board = owned_board("county", region_code="654202")
    case = Case.objects.select_related("board").get(pk=accepted("03-10 09:00", board=board))
    assert duty_of(case) is None


def test_the_region_is_that_of_the_board():
    board = a_board()
    board.region_code = "654200"
    board.save()
    decide(twice_transferred(), "03-09 11:00")
    assert Duty.objects.get().region_code == "654200"


def test_co_units_may_be_named_with_the_decision():
    pk = decide(twice_transferred(), "03-09 11:00", co_units=[CoUnit(roads().pk, "路面恢复")])
    case = Case.objects.get(pk=pk)
    assert (case.co_unit_ids, case.advice_owed) == ([roads().pk], 1)


def test_a_decision_needs_its_ground():
    with pytest.raises(HeldBack, match="请填写理由"):
        decide(twice_transferred(), "03-09 11:00", reason="")


def test_the_supervisor_finds_it_in_a_list_and_decides_on_its_page():
    case = Case.objects.get(pk=twice_transferred())
    client = browser(cast().supervisor)
    assert case.number in words_of(client.get("/admin/cases/case/?work=to_arbitrate"))
    sends = {"version": case.version, "lead_id": water().pk, "reason": "依“三定”规定审定。"}
    assert client.post(address(case, "arbitrate"), sends).status_code == 303
    case.refresh_from_db()
    assert case.is_arbitrated


def test_after_the_decision_the_unit_signs_and_handles():
    pk = sign_now(decide(twice_transferred(), "03-09 11:00"), "03-09 11:30")
    assert Case.objects.get(pk=pk).state == "handling"
