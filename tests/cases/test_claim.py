"""主动认领: the unit whose mailbox it is takes a case itself; a report never."""

from __future__ import annotations

import pytest

from accounts.roles import Role, standing_of
from boards.models import Progress
from cases.actions.claim import claim
from cases.actions.errors import HeldBack, NotAllowed, WrongState
from cases.models import Assignment, Case, Clock
from tests.cases.desk_pages import address, browser, words_of
from tests.cases.invariants import broken_rules, look_at
from tests.cases.transfers import handler_of, owned_board, water
from tests.cases.ways import accepted, assigned, due, event_at, on, submitted
from tests.factories import a_category, a_member, a_unit, cast

pytestmark = pytest.mark.django_db


def claimed(pk, text, **more):
    claim(pk, by=handler_of(water()), at=on(text), **more)
    return Case.objects.get(pk=pk)


def test_an_unaccepted_case_is_accepted_signed_and_handled_in_one():
    case = claimed(
        submitted("03-09 09:00", board=owned_board()),
        "03-09 10:00",
        category_id=a_category().pk,
        grade="normal",
    )
    assert (case.state, case.lead, case.handler) == ("handling", water(), handler_of(water()))
    assert (case.accepted_at, case.signed_at) == (on("03-09 10:00"), on("03-09 10:00"))
    assert broken_rules(look_at(case.pk)) == []


def test_its_handling_time_begins_with_the_claim():
    case = claimed(submitted("03-09 09:00", board=owned_board()), "03-10 10:00", category_id=a_category().pk)
    assert (due(case.pk, "reply"), due(case.pk, "contact")) == ("03-17 18:00", "03-11 18:00")
    assert Clock.objects.get(case=case, name="intake").stopped_at == on("03-10 10:00")


def test_of_an_accepted_case_the_handling_time_runs_on_and_nothing_is_changed():
    pk = accepted("03-09 09:00", board=owned_board())
    case = claimed(pk, "03-10 10:00", category_id=a_category("0102", "供水").pk, grade="emergency_a")
    assert (case.accepted_at, case.grade, case.category.name) == (on("03-09 09:00"), "normal", "供热")
    assert due(pk, "reply") == "03-16 18:00"
    assert Clock.objects.get(case=pk, name="dispatch").stopped_at == on("03-10 10:00")


def test_the_hand_over_is_on_record():
    case = claimed(accepted("03-09 09:00", board=owned_board()), "03-10 10:00")
    row = Assignment.objects.get(case=case)
    assert (row.lead, row.by, row.signed_at, row.is_current) == (
        water(),
        handler_of(water()),
        on("03-10 10:00"),
        True,
    )


def test_without_a_category_nothing_is_claimed():
    pk = submitted("03-09 09:00", board=owned_board())
    with pytest.raises(HeldBack, match="请先选择类别"):
        claimed(pk, "03-09 10:00")


def test_a_report_is_not_claimed_and_not_seen_before_it_is_assigned():
    pk = accepted("03-09 09:00", board=owned_board(), kind="report")
    with pytest.raises(NotAllowed):
        claimed(pk, "03-09 10:00")
    assert not Case.objects.visible_to(standing_of(handler_of(water()))).filter(pk=pk).exists()


def test_only_the_owner_of_the_board_claims():
    pk = accepted("03-09 09:00", board=owned_board())
    with pytest.raises(NotAllowed, match="留言板所属单位的承办人"):
        claim(pk, by=cast().handler, at=on("03-09 10:00"))
    stranger = a_member("roads_handler", "马承办", a_unit("roads", "市交通运输局"), Role.HANDLER)
    assert browser(stranger).get(address(Case.objects.get(pk=pk))).status_code == 404


def test_what_was_assigned_is_not_claimed():
    pk = assigned("03-09 09:00", board=owned_board())
    with pytest.raises(WrongState):
        claimed(pk, "03-09 10:00")


def test_the_public_reads_that_the_unit_took_it_itself():
    case = claimed(accepted("03-09 09:00", board=owned_board()), "03-10 10:00")
    words = Progress.objects.filter(message=case.message_id).values_list("words", flat=True)
    assert list(words) == ["网民提交留言", "留言已受理", "市水务局主动认领，开始办理"]


def test_the_owner_finds_it_in_a_list_and_claims_it_on_its_page():
    case = Case.objects.get(pk=submitted("03-09 09:00", board=owned_board()))
    client = browser(handler_of(water()))
    assert case.number in words_of(client.get("/admin/cases/case/?work=to_claim"))
    sends = {"version": case.version, "category_id": a_category().pk, "grade": "normal"}
    assert client.post(address(case, "claim"), sends).status_code == 303
    case.refresh_from_db()
    assert (case.state, case.lead) == ("handling", water())


def test_of_an_accepted_case_the_page_asks_for_nothing():
    case = Case.objects.get(pk=accepted("03-09 09:00", board=owned_board()))
    form = browser(handler_of(water())).get(address(case, "claim")).context["form"]
    assert list(form.fields) == ["version"]


def test_the_reply_way_goes_on_as_usual():
    case = claimed(accepted("03-09 09:00", board=owned_board()), "03-10 10:00")
    assert event_at(case.pk, "claim") == ["03-10 10:00"]
    shown = browser(handler_of(water())).get(address(case)).context["buttons"]
    assert shown[0].verb == "log_contact"
