"""同意退单改派 and 驳回退单: the desk decides, at most two transfers; no transfer gives anybody new time."""

from __future__ import annotations

import pytest

from accounts.roles import standing_of
from boards.models import Progress
from cases.actions._units import CoUnit
from cases.actions.draft_reply import draft_reply
from cases.actions.errors import CaseMissing, HeldBack, WrongState
from cases.actions.log_contact import log_contact
from cases.actions.refuse_return import refuse_return
from cases.actions.tick import tick
from cases.models import Application, Assignment, Case, Clock, CoHandling, Event
from notify.models import Outbox
from tests.cases.desk_pages import address, browser, do, sent, words_of
from tests.cases.invariants import broken_rules, look_at
from tests.cases.transfers import (
    ask,
    grant,
    handed,
    handler_of,
    roads,
    sign_now,
    twice_transferred,
    water,
)
from tests.cases.ways import due, event_at, on, verbs
from tests.factories import REPLY, cast

pytestmark = pytest.mark.django_db


def refuse(pk: int, text: str, reason: str = "属你单位职责，请继续办理。") -> int:
    refuse_return(pk, by=cast().intake, at=on(text), reason=reason)
    return pk


def test_the_case_goes_to_the_other_unit_which_has_to_sign():
    pk = grant(ask(handed("03-09 09:00"), "03-09 10:00"), "03-09 11:00")
    case = Case.objects.get(pk=pk)
    assert (case.state, case.lead, case.transfer_count, case.wants_return) == ("assigned", water(), 1, False)
    assert due(pk, "sign") == "03-09 17:00"  # four office hours from the transfer: 11 to 12, 14 to 17


def test_neither_the_handling_time_nor_the_waiting_time_begins_anew():
    pk = handed("03-09 09:00")
    before = list(
        Clock.objects.filter(case=pk, name__in=("wait", "reply")).values("name", "started_at", "due_at")
    )
    grant(ask(pk, "03-10 10:00"), "03-10 11:00") if sign_now(pk, "03-09 09:30") else None
    after = list(
        Clock.objects.filter(case=pk, name__in=("wait", "reply")).values("name", "started_at", "due_at")
    )
    assert (before, len(after)) == (after, 2)


def test_a_case_that_was_signed_is_transferred_too_and_its_contact_clock_stops():
    pk = grant(ask(sign_now(handed("03-09 09:00"), "03-09 09:30"), "03-09 10:00"), "03-09 11:00")
    assert Case.objects.get(pk=pk).state == "assigned"
    assert Clock.objects.get(case=pk, name="contact").stopped_at == on("03-09 11:00")


def test_what_the_first_unit_had_begun_is_not_the_second_ones():
    pk = ask(sign_now(handed("03-09 09:00"), "03-09 09:30"), "03-09 09:40")
    log_contact(pk, by=cast().handler, at=on("03-09 10:00"), way="phone", result="已联系。")
    case = Case.objects.get(pk=grant(pk, "03-09 11:00"))
    assert (case.handler, case.signed_at, case.contacted_at, case.drafter) == (None, None, None, None)


def test_the_second_unit_signs_itself_when_its_own_time_is_over():
    pk = grant(ask(handed("03-09 09:00"), "03-09 10:00"), "03-09 11:00")
    tick(on("03-09 16:59"))
    assert Case.objects.get(pk=pk).state == "assigned"
    tick(on("03-09 17:00"))
    assert event_at(pk, "sign") == ["03-09 17:00"]


def test_every_hop_ends_where_the_next_begins():
    pk = grant(ask(handed("03-09 09:00"), "03-09 10:00"), "03-09 11:00")
    rows = Assignment.objects.filter(case=pk).with_left_at()
    assert [(each.lead, each.left_at, each.is_current) for each in rows] == [
        (cast().lead, on("03-09 11:00"), False),
        (water(), None, True),
    ]


def test_the_first_unit_does_not_see_the_case_any_more_and_its_application_still_counts():
    pk = grant(ask(handed("03-09 09:00"), "03-09 10:00"), "03-09 11:00")
    case = Case.objects.get(pk=pk)
    assert browser(cast().handler).get(address(case)).status_code == 404
    assert Application.objects.filter(unit=cast().lead, answer="granted").count() == 1
    assert Case.objects.visible_to(standing_of(handler_of(water()))).filter(pk=pk).exists()


def test_the_answer_stands_on_the_application():
    pk = grant(ask(handed("03-09 09:00"), "03-09 10:00"), "03-09 11:00", reason="属水务局。")
    asked = Application.objects.get(case=pk)
    assert (asked.answer, asked.words, asked.decided_by, asked.decided_at) == (
        "granted",
        "属水务局。",
        cast().intake,
        on("03-09 11:00"),
    )


def test_the_public_reads_who_handles_it_now():
    pk = grant(ask(handed("03-09 09:00"), "03-09 10:00"), "03-09 11:00")
    case = Case.objects.get(pk=pk)
    lines = Progress.objects.filter(message=case.message_id).values_list("words", flat=True)
    assert "经核实，改由市水务局办理" in lines
    assert case.message.unit == water()


def test_author_and_new_unit_are_told_that_the_time_runs_on():
    pk = grant(ask(handed("03-09 09:00"), "03-09 10:00"), "03-09 11:00")
    event = Event.objects.get(case=pk, verb="grant_return")
    author = Outbox.objects.get(key=f"event-{event.pk}:{event.case.author_id}:site")
    assert "改派不重新计算期限，仍应在 2026年3月16日 18:00 前答复您" in author.body


def test_the_desk_transfers_twice_at_most():
    pk = twice_transferred()
    with pytest.raises(HeldBack, match="再次改派须由督查员责任审定"):
        grant(pk, "03-09 10:00", cast().lead)
    assert Case.objects.get(pk=pk).transfer_count == 2


def test_the_same_unit_again_is_no_transfer():
    pk = ask(handed("03-09 09:00"), "03-09 10:00")
    with pytest.raises(HeldBack, match="请“驳回退单”"):
        grant(pk, "03-09 11:00", cast().lead)


def test_nobody_transfers_what_no_unit_gives_back():
    with pytest.raises(HeldBack, match="没有申请退单"):
        grant(handed("03-09 09:00"), "03-09 10:00")


def test_a_unit_that_is_out_of_use_gets_nothing():
    pk, gone = ask(handed("03-09 09:00"), "03-09 10:00", roads()), water()
    gone.is_active = False
    gone.save()
    with pytest.raises(HeldBack, match="已停用"):
        grant(pk, "03-09 11:00", gone)


def test_a_reply_under_review_is_not_taken_away():
    pk = sign_now(ask(handed("03-09 09:00"), "03-09 09:10"), "03-09 09:30")
    log_contact(pk, by=cast().handler, at=on("03-09 10:00"), way="phone", result="已联系。")
    draft_reply(pk, by=cast().handler, at=on("03-09 10:30"), body=REPLY, outcome="solved")
    with pytest.raises(WrongState):
        grant(pk, "03-09 11:00")


def test_co_units_stay_but_for_the_one_that_leads_now():
    pk = handed("03-09 09:00", CoUnit(water().pk, "管网"), CoUnit(roads().pk, "路面"))
    case = Case.objects.get(pk=grant(ask(pk, "03-09 10:00"), "03-09 11:00"))
    assert (case.co_unit_ids, case.advice_owed) == ([roads().pk], 1)
    assert list(CoHandling.objects.filter(case=pk).values_list("unit", "words")) == [(roads().pk, "路面")]


def test_the_desk_may_name_other_co_units():
    pk = handed("03-09 09:00", CoUnit(roads().pk))
    grant(ask(pk, "03-09 10:00"), "03-09 11:00", co_units=[])
    case = Case.objects.get(pk=pk)
    assert (case.co_unit_ids, case.advice_owed, CoHandling.objects.filter(case=pk).count()) == ([], 0, 0)


def test_the_page_proposes_the_unit_that_was_named():
    case = Case.objects.get(pk=ask(handed("03-09 09:00"), "03-09 10:00", roads()))
    answer = browser(cast().intake).get(address(case, "grant_return"))
    form = answer.context["form"]
    assert form["lead_id"].value() == roads().pk
    assert form.fields["lead_id"].choices[1][0] == "申请退单时提出的单位"
    assert "认为应由市交通运输局办理" in words_of(answer)


def test_what_is_chosen_on_the_page_is_done():
    case = Case.objects.get(pk=ask(handed("03-09 09:00"), "03-09 10:00"))
    assert do(cast().intake, case, "grant_return", co_add=roads().pk).status_code == 303
    case.refresh_from_db()
    assert (case.lead, case.co_unit_ids) == (water(), [roads().pk])


def test_the_file_waits_for_the_desk_and_then_for_the_supervisor():
    case = Case.objects.get(pk=ask(handed("03-09 09:00"), "03-09 10:00"))
    assert "等 <b>社情民意办</b> 决定退单申请" in words_of(browser(cast().intake).get(address(case)))
    case = Case.objects.get(pk=twice_transferred())
    shown = words_of(browser(cast().intake).get(address(case)))
    assert "等 <b>督查员</b> 责任审定" in shown
    assert "再次改派须由督查员责任审定" in shown


def test_an_old_page_of_the_first_unit_finds_nothing():
    pk = ask(handed("03-09 09:00"), "03-09 10:00")
    case = Case.objects.get(pk=pk)
    sends = sent("sign", case)
    grant(pk, "03-09 11:00")
    assert browser(cast().handler).post(address(case, "sign"), sends).status_code == 404


def test_a_refused_return_stays_where_it_is_and_says_why():
    pk = refuse(ask(handed("03-09 09:00"), "03-09 10:00"), "03-09 11:00")
    case, asked = Case.objects.get(pk=pk), Application.objects.get(case=pk)
    assert (case.state, case.lead, case.wants_return, case.transfer_count) == (
        "assigned",
        cast().lead,
        False,
        0,
    )
    assert (asked.answer, asked.words) == ("refused", "属你单位职责，请继续办理。")


def test_the_unit_is_told_of_the_refusal():
    pk = refuse(ask(handed("03-09 09:00"), "03-09 10:00"), "03-09 11:00")
    event = Event.objects.get(case=pk, verb="refuse_return")
    told = set(Outbox.objects.filter(key__startswith=f"event-{event.pk}:").values_list("user", flat=True))
    assert told == {cast().handler.pk, cast().signer.pk}


def test_a_refusal_needs_a_reason_and_an_application():
    pk = ask(handed("03-09 09:00"), "03-09 10:00")
    with pytest.raises(HeldBack, match="请填写理由"):
        refuse(pk, "03-09 11:00", " ")
    with pytest.raises(HeldBack, match="没有申请退单"):
        refuse(refuse(pk, "03-09 11:00"), "03-09 11:10")


def test_the_story_of_two_transfers_is_sound():
    pk = twice_transferred()
    assert verbs(pk).count("grant_return") == 2
    assert broken_rules(look_at(pk)) == []


def test_a_case_that_never_was():
    with pytest.raises(CaseMissing):
        grant(999_999, "03-09 11:00")
