"""申请退单: once a unit, in time, with the competent unit and the basis; by the signer where the unit has one."""

from __future__ import annotations

import pytest

from accounts.roles import Role
from cases.actions.ask_return import ask_return
from cases.actions.draft_reply import draft_reply
from cases.actions.errors import HeldBack
from cases.actions.log_contact import log_contact
from cases.actions.refuse_return import refuse_return
from cases.actions.tick import tick
from cases.actions.withdraw import withdraw
from cases.models import Application, Case, Event
from notify.models import Outbox
from tests.cases.desk_pages import address, browser, do, words_of
from tests.cases.transfers import (
    BASIS,
    ask,
    grant,
    handed,
    handler_of,
    roads,
    sign_now,
    twice_transferred,
    water,
)
from tests.cases.ways import due, on
from tests.factories import REPLY, a_member, cast

pytestmark = pytest.mark.django_db


def test_an_application_names_the_competent_unit_and_the_basis():
    pk = ask(handed("03-09 09:00"), "03-09 10:00")
    asked = Application.objects.get(case=pk)
    assert (asked.unit, asked.competent, asked.reason, asked.answer) == (cast().lead, water(), BASIS, "open")


def test_the_case_goes_on_while_the_desk_decides():
    pk = handed("03-09 09:00")
    before = due(pk, "reply"), due(pk, "sign")
    ask(pk, "03-09 10:00")
    case = Case.objects.get(pk=pk)
    assert (case.state, case.wants_return) == ("assigned", True)
    assert (due(pk, "reply"), due(pk, "sign")) == before


def test_an_unsigned_case_signs_itself_though_a_return_is_asked_for():
    pk = ask(handed("03-09 09:00"), "03-09 10:00")
    tick(on("03-09 15:00"))
    case = Case.objects.get(pk=pk)
    assert (case.state, case.wants_return) == ("handling", True)


def test_a_unit_with_a_signer_speaks_through_the_signer():
    pk = handed("03-09 09:00")
    with pytest.raises(HeldBack, match="请由审签人提出"):
        ask_return(pk, by=cast().handler, at=on("03-09 10:00"), competent_id=water().pk, reason=BASIS)


def test_a_unit_without_a_signer_speaks_through_its_handler():
    pk = grant(ask(handed("03-09 09:00"), "03-09 09:10"), "03-09 09:20", water())
    ask_return(pk, by=handler_of(water()), at=on("03-09 10:00"), competent_id=roads().pk, reason=BASIS)
    assert Event.objects.filter(case=pk, verb="ask_return").last().role == "handler"


def test_a_unit_asks_once_a_case():
    pk = ask(handed("03-09 09:00"), "03-09 10:00")
    refuse_return(pk, by=cast().intake, at=on("03-09 10:10"), reason="属于你单位职责。")
    with pytest.raises(HeldBack, match="只能申请一次退单"):
        ask(pk, "03-09 10:20")


def test_a_second_application_waits_for_the_first():
    pk = ask(handed("03-09 09:00"), "03-09 10:00")
    with pytest.raises(HeldBack, match="请等待受理单位决定"):
        ask(pk, "03-09 10:20")


@pytest.mark.parametrize(("at", "is_late"), [("03-10 17:59", False), ("03-10 18:00", True)])
def test_after_one_workday_from_signing_it_is_too_late(at, is_late):
    pk = sign_now(handed("03-09 09:00"), "03-09 10:00")
    if is_late:
        with pytest.raises(HeldBack, match="现在已经过期"):
            ask(pk, at)
    else:
        assert ask(pk, at)


def test_a_unit_does_not_name_itself():
    with pytest.raises(HeldBack, match="不能是本单位"):
        ask(handed("03-09 09:00"), "03-09 10:00", cast().lead)


def test_a_unit_that_is_out_of_use_cannot_be_named():
    gone = water()
    gone.is_active = False
    gone.save()
    with pytest.raises(HeldBack, match="已停用"):
        ask(handed("03-09 09:00"), "03-09 10:00", gone)


def test_no_reason_no_return():
    with pytest.raises(HeldBack, match="请填写理由"):
        ask(handed("03-09 09:00"), "03-09 10:00", reason=" ")


def test_the_desk_is_told():
    pk = ask(handed("03-09 09:00"), "03-09 10:00")
    event = Event.objects.get(case=pk, verb="ask_return")
    told = Outbox.objects.get(key=f"event-{event.pk}:{cast().intake.pk}:site")
    assert "认为应由市水务局办理" in told.body
    assert "办理期限仍至" in told.body


def test_after_two_transfers_the_supervisors_are_told_as_well():
    pk = twice_transferred()
    event = Event.objects.filter(case=pk, verb="ask_return").last()
    assert Outbox.objects.filter(key=f"event-{event.pk}:{cast().supervisor.pk}:site").exists()


def test_a_unit_that_drafts_a_reply_wants_no_return_any_more():
    pk = sign_now(ask(handed("03-09 09:00"), "03-09 09:10"), "03-09 10:00")
    log_contact(pk, by=cast().handler, at=on("03-09 10:10"), way="phone", result="已联系。")
    draft_reply(pk, by=cast().handler, at=on("03-09 11:00"), body=REPLY, outcome="solved")
    assert Application.objects.get(case=pk).answer == "lapsed"
    assert not Case.objects.get(pk=pk).wants_return


def test_with_the_case_ends_the_application():
    pk = ask(handed("03-09 09:00"), "03-09 10:00")
    withdraw(pk, by=Case.objects.get(pk=pk).author, at=on("03-09 11:00"))
    assert Application.objects.get(case=pk).answer == "lapsed"


def test_the_page_says_why_the_handler_cannot_ask():
    case = Case.objects.get(pk=handed("03-09 09:00"))
    shown = words_of(browser(cast().handler).get(address(case)))
    assert "请由审签人提出" in shown
    assert address(case, "ask_return") not in shown


def test_the_signer_asks_on_the_page_and_the_own_unit_is_not_offered():
    pk = handed("03-09 09:00")
    case = Case.objects.get(pk=pk)
    water()
    form = browser(cast().signer).get(address(case, "ask_return")).context["form"]
    offered = {value for _group, units in form.fields["competent_id"].choices[1:] for value, _label in units}
    assert water().pk in offered
    assert cast().lead.pk not in offered
    assert do(cast().signer, case, "ask_return").status_code == 303


def test_the_desk_finds_it_in_the_list_of_returns():
    case = Case.objects.get(pk=ask(handed("03-09 09:00"), "03-09 10:00"))
    shown = words_of(browser(cast().intake).get("/admin/cases/case/?work=to_decide"))
    assert case.number in shown
    assert "待定退单" in shown


def test_whoever_is_both_handler_and_signer_may_ask():
    pk = handed("03-09 09:00")
    both = a_member("both", "郑两任", cast().lead, Role.HANDLER, Role.SIGNER)
    ask_return(pk, by=both, at=on("03-09 10:00"), competent_id=water().pk, reason=BASIS)
    assert Case.objects.get(pk=pk).wants_return
