"""协办: any number of co-units with limits of their own; the lead's reply waits for their advice or says why it does not."""

from __future__ import annotations

import pytest

from accounts.roles import Role, standing_of
from cases.actions._files import StoredFile
from cases.actions._units import CoUnit
from cases.actions.co_advise import co_advise
from cases.actions.draft_reply import draft_reply
from cases.actions.errors import HeldBack, NotAllowed
from cases.actions.log_contact import log_contact
from cases.models import Attachment, Case, CoHandling, Event, current_policy
from cases.reads.inbox import counts
from cases.rules.co_units import co_limit
from cases.rules.workdays import Calendar
from notify.models import Outbox
from tests.cases.desk_pages import address, browser, do, words_of
from tests.cases.invariants import broken_rules, look_at
from tests.cases.pages import a_picture
from tests.cases.transfers import handed, handler_of, moment_of, roads, sign_now, water
from tests.cases.ways import accepted, due, on
from tests.factories import REPLY, a_member, cast

pytestmark = pytest.mark.django_db

ADVICE = "我局已查看，管线不在施工范围内，可以先行修复。"


def with_two(text: str = "03-09 09:00", **more) -> int:
    return handed(text, CoUnit(water().pk, "核实管线"), CoUnit(roads().pk, "核实路面"), **more)


def advise(pk, text, unit=None, advice=ADVICE, **more):
    co_advise(pk, by=handler_of(unit or water()), at=on(text), advice=advice, **more)
    return pk


def contacted(pk, day: str = "03-09"):
    sign_now(pk, f"{day} 09:30")
    log_contact(pk, by=cast().handler, at=on(f"{day} 09:40"), way="phone", result="已联系。")
    return pk


def draft(pk, text, **more):
    draft_reply(pk, by=cast().handler, at=on(text), body=REPLY, outcome="solved", **more)


def test_several_units_have_longer_and_the_first_limit_stays_in_sight():
    pk = with_two()  # 求助: five workdays alone, fifteen with others
    case = Case.objects.get(pk=pk)
    clock = case.clocks.get(name="reply")
    assert (moment_of(clock.due_at), moment_of(clock.first_due_at)) == ("03-30 18:00", "03-16 18:00")
    assert broken_rules(look_at(pk)) == []


def test_each_co_unit_has_its_words_and_two_workdays_less():
    rows = CoHandling.objects.filter(case=with_two()).order_by("id")
    assert [(each.unit, each.words, moment_of(each.due_at)) for each in rows] == [
        (water(), "核实管线", "03-26 18:00"),
        (roads(), "核实路面", "03-26 18:00"),
    ]


@pytest.mark.parametrize(
    ("reply_due", "asked", "limit"),
    [
        ("03-16 18:00", "03-09 09:00", "03-12 18:00"),  # Monday: two workdays before is Thursday
        ("03-12 18:00", "03-09 09:00", "03-10 18:00"),
        ("03-11 18:00", "03-09 09:00", "03-10 18:00"),  # at least one workday from now
        ("03-09 20:00", "03-09 18:30", "03-09 20:00"),  # an emergency: no later than the lead itself
        ("03-06 18:00", "03-09 09:00", "03-10 18:00"),  # the lead is late already
    ],
)
def test_the_limit_of_a_co_unit(reply_due, asked, limit):
    assert moment_of(co_limit(on(reply_due), on(asked), _calendar())) == limit


def test_where_the_lead_has_no_limit_the_co_unit_has_none():
    assert co_limit(None, on("03-09 09:00"), _calendar()) is None


def _calendar() -> Calendar:
    return current_policy().calendar


def test_an_emergency_is_not_given_more_time_by_more_units():
    pk = with_two(grade="emergency_b")
    assert due(pk, "reply") == "03-10 09:00"


@pytest.mark.parametrize("twice", [False, True])
def test_neither_the_lead_nor_a_unit_twice(twice):
    wrong = [CoUnit(water().pk), CoUnit(water().pk)] if twice else [CoUnit(cast().lead.pk)]
    with pytest.raises(HeldBack, match="只能列为协办一次" if twice else "不能与主办单位相同"):
        handed("03-09 09:00", *wrong)


def test_the_co_units_are_told_what_is_asked_and_until_when():
    handler_of(water())
    pk = with_two()
    event = Event.objects.get(case=pk, verb="assign")
    told = Outbox.objects.get(key=f"event-{event.pk}:{handler_of(water()).pk}:site")
    assert "请协办诉求件" in told.subject
    assert "在 2026年3月26日 18:00 前反馈协办意见" in told.body


def test_a_co_unit_reads_the_file_advises_and_notes_and_nothing_else():
    case = Case.objects.get(pk=with_two())
    page = browser(handler_of(water())).get(address(case))
    assert [each.verb for each in page.context["buttons"]] == ["co_advise", "note"]
    assert "核实管线" in words_of(page)


def test_signers_and_strangers_of_the_co_unit_do_not_see_it():
    case = Case.objects.get(pk=with_two())
    signer = a_member("water_signer", "许审签", water(), Role.SIGNER)
    assert not Case.objects.visible_to(standing_of(signer)).filter(pk=case.pk).exists()


def test_advice_stands_in_the_file_and_is_no_longer_owed():
    pk = advise(with_two(), "03-09 10:00")
    row, case = CoHandling.objects.get(case=pk, unit=water()), Case.objects.get(pk=pk)
    assert (row.advice, row.advised_by, row.advised_at) == (ADVICE, handler_of(water()), on("03-09 10:00"))
    assert case.advice_owed == 1
    assert ADVICE in words_of(browser(cast().handler).get(address(case)))


def test_advice_may_be_given_before_the_lead_has_signed_and_again_afterwards():
    pk = advise(
        sign_now(advise(with_two(), "03-09 09:20"), "03-09 09:30"), "03-09 11:00", advice="补充：已修复。"
    )
    assert CoHandling.objects.get(case=pk, unit=water()).advice == "补充：已修复。"
    assert Case.objects.get(pk=pk).advice_owed == 1


def test_empty_advice_is_none():
    with pytest.raises(HeldBack, match="请填写协办意见"):
        advise(with_two(), "03-09 10:00", advice=" ")


def test_only_the_asked_units_advise():
    pk = handed("03-09 09:00", CoUnit(water().pk))
    with pytest.raises(NotAllowed):
        advise(pk, "03-09 10:00", roads())


def test_files_come_with_the_advice():
    file = StoredFile("report.pdf", "application/pdf", b"%PDF-1.4 fine")
    pk = advise(with_two(), "03-09 10:00", files=[file])
    row = Attachment.objects.get(case=pk)
    assert (row.purpose, row.seq) == ("advice", Event.objects.get(case=pk, verb="co_advise").seq)


def test_the_form_takes_files_too():
    pk = contacted(with_two())
    answer = do(
        handler_of(water()), Case.objects.get(pk=pk), "co_advise", advice=ADVICE, papers=[a_picture()]
    )
    assert answer.status_code == 303
    assert Attachment.objects.get(case=pk).purpose == "advice"


def test_the_lead_is_told():
    pk = advise(with_two(), "03-09 10:00")
    event = Event.objects.get(case=pk, verb="co_advise")
    assert "市水务局已对诉求件" in Outbox.objects.get(key=f"event-{event.pk}:{cast().handler.pk}:site").body


def test_the_reply_waits_for_the_advice():
    pk = advise(contacted(with_two()), "03-09 10:00")
    with pytest.raises(HeldBack, match="还有 1 个协办单位没有反馈意见"):
        draft(pk, "03-09 11:00")
    draft(advise(pk, "03-09 11:10", roads()), "03-09 11:20")
    assert Case.objects.get(pk=pk).state == "reviewing"


def test_or_the_lead_says_why_it_does_not_wait():
    pk = contacted(with_two())
    draft(pk, "03-09 11:00", co_reason="两单位已当面说明，书面意见随后补。")
    facts = Event.objects.get(case=pk, verb="draft_reply").facts
    assert (facts["owed"], facts["co_reason"]) == (2, "两单位已当面说明，书面意见随后补。")


def test_the_form_asks_for_the_reason_only_when_advice_is_owed():
    owed, heard = contacted(with_two()), contacted(handed("03-09 09:00"))
    asked = [
        "co_reason"
        in browser(cast().handler).get(address(Case.objects.get(pk=pk), "draft_reply")).context["form"].fields
        for pk in (owed, heard)
    ]
    assert asked == [True, False]


def test_the_reason_that_was_not_needed_is_not_kept():
    pk = contacted(handed("03-09 09:00"))
    draft(pk, "03-09 11:00", co_reason="多余")
    assert "co_reason" not in Event.objects.get(case=pk, verb="draft_reply").facts


def test_the_unit_finds_what_it_owes_in_a_list_of_its_own():
    pk = with_two()
    who = standing_of(handler_of(water()))
    owed = {each.key: each.count for each in counts(who, on("03-09 10:00"))}
    assert owed["to_advise"] == 1
    advise(pk, "03-09 10:00")
    assert {each.key: each.count for each in counts(who, on("03-09 10:00"))}["to_advise"] == 0


def test_co_units_are_chosen_on_the_page_one_by_one_each_with_its_words():
    case = Case.objects.get(pk=accepted("03-09 09:00"))
    client, lead = browser(cast().intake), cast().lead.pk
    typed = {"version": case.version, "lead_id": lead, "words": "请牵头", "co_add": water().pk, "add": "1"}
    again = client.post(address(case, "assign"), typed).context["form"]
    assert [value for value, _label in again.fields["co_unit_ids"].choices] == [water().pk]
    assert again["words"].value() == "请牵头"
    sends = {**typed, "co_unit_ids": [water().pk], f"co_words_{water().pk}": "核实管线", "co_add": roads().pk}
    del sends["add"]
    assert client.post(address(case, "assign"), sends).status_code == 303
    rows = CoHandling.objects.filter(case=case).order_by("id")
    assert [(each.unit, each.words) for each in rows] == [(water(), "核实管线"), (roads(), "")]


def test_the_page_does_not_take_the_lead_as_its_own_co_unit():
    case = Case.objects.get(pk=accepted("03-09 09:00"))
    lead = cast().lead.pk
    answer = do(cast().intake, case, "assign", lead_id=lead, co_add=lead)
    assert "协办单位不能与主办单位相同" in words_of(answer)


def test_a_co_unit_may_not_reveal_the_contact_data():
    case = Case.objects.get(pk=with_two())
    answer = browser(handler_of(water())).get(address(case, "reveal_contact"))
    assert answer.status_code == 403
