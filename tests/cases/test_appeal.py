"""Declining by a ground of the table, and the appeal against it: once, in five workdays, decided by somebody else."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from boards.models import Message
from cases.actions.accept import accept
from cases.actions.appeal import appeal
from cases.actions.decline import decline
from cases.actions.errors import CaseError, HeldBack, NotAllowed, WrongState
from cases.models import Case, Clock, DeclineGround
from cases.rules.states import DeclineCode, Kind, State
from notify.models import Outbox
from tests.cases.invariants import broken_rules, look_at
from tests.cases.pages import signed_in, words_of
from tests.cases.ways import due, on
from tests.factories import MONDAY, a_case, a_category, a_citizen, a_member, cast

pytestmark = pytest.mark.django_db

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
WHY = "路灯归市政管，属于本市职权。"


def declined(code: str = "N1", **more) -> Case:
    case = a_case(**more)
    decline(case.pk, by=cast().intake, at=MONDAY + HOUR, code=code, words="请向有关机关反映。")
    return Case.objects.get(pk=case.pk)


def another_clerk():
    return a_member("he_intake", "何受理", cast().intake.memberships.get().unit, "intake")


def test_every_code_has_a_row_with_words_and_a_channel():
    rows = DeclineGround.objects.all()
    assert {each.code for each in rows} == set(DeclineCode.values)
    assert all(each.words and each.channel for each in rows)


def test_a_table_that_was_not_loaded_yet_hinders_nobody():
    DeclineGround.objects.all().delete()
    case = declined("N1")
    assert not Message.objects.filter(number=case.number).exists()
    appeal(case.pk, by=case.author, at=MONDAY + DAY, reason=WHY)


def test_what_a_row_says_today_is_kept_for_what_is_declined_today():
    case = declined("N1")
    DeclineGround.objects.filter(code="N1").update(is_appealable=False)
    appeal(case.pk, by=case.author, at=MONDAY + DAY, reason=WHY)
    case.refresh_from_db()
    assert case.state == State.SUBMITTED


def test_a_ground_without_appeal_says_so():
    DeclineGround.objects.filter(code="N14").update(is_appealable=False)
    case = declined("N14")
    with pytest.raises(HeldBack, match="不能申诉"):
        appeal(case.pk, by=case.author, at=MONDAY + DAY, reason=WHY)


@pytest.mark.parametrize(("code", "is_up"), [("N1", True), ("N10", False)])
def test_the_row_decides_whether_the_words_are_public(code, is_up):
    case = declined(code)
    message = Message.objects.filter(number=case.number, is_up=True).first()
    assert (message is not None) == is_up
    if message:
        assert (message.state, message.decline_code) == ("declined", code)
        assert "请向有关机关反映" in message.decline_words


@pytest.mark.parametrize("more", [{"wants_public": False}, {"kind": Kind.REPORT}])
def test_what_is_private_or_a_report_stays_so(more):
    case = declined("N1", **more)
    assert not Message.objects.filter(number=case.number).exists()


def test_the_public_page_of_a_refusal_says_code_and_reason(client):
    case = declined("N1")
    page = words_of(client.get(f"/messages/{case.number}/"))
    assert "N1 不属于本市行政区域或职权范围" in page
    assert "请向有关机关反映" in page


def test_an_appeal_starts_the_desk_anew_and_the_wait_goes_on():
    case = declined()
    appeal(case.pk, by=case.author, at=on("03-10 10:00"), reason=WHY)
    assert due(case.pk, "intake") == "03-11 18:00"
    wait = Clock.objects.get(case=case, name="wait")
    assert (wait.started_at, wait.stopped_at) == (case.submitted_at, None)
    assert broken_rules(look_at(case.pk)) == []


def test_the_desk_and_the_author_are_told():
    case = declined()
    Outbox.objects.all().delete()
    appeal(case.pk, by=case.author, at=on("03-10 10:00"), reason=WHY)
    told = Outbox.objects.filter(channel="site")
    assert set(told.values_list("user", flat=True)) == {case.author_id, cast().intake.pk}


def test_the_notice_of_a_refusal_names_the_last_day():
    case = declined()
    assert (
        "2026年3月16日 18:00"
        in Outbox.objects.get(user=case.author, channel="site", subject__contains="不予受理").body
    )


def test_an_appeal_is_open_until_the_end_of_the_fifth_workday():
    case = declined()  # Monday 10:30, so that Monday the 16th is the fifth workday
    appeal(case.pk, by=case.author, at=on("03-16 17:59"), reason=WHY)
    case.refresh_from_db()
    assert case.state == State.SUBMITTED


def test_an_appeal_comes_too_late_from_that_moment_on():
    case = declined()
    with pytest.raises(HeldBack, match="过期"):
        appeal(case.pk, by=case.author, at=on("03-16 18:00"), reason=WHY)


def test_an_appeal_is_open_once():
    case = declined()
    appeal(case.pk, by=case.author, at=MONDAY + DAY, reason=WHY)
    decline(case.pk, by=another_clerk(), at=MONDAY + DAY + HOUR, code="N1", words="仍不属于本市职权。")
    with pytest.raises(HeldBack, match="已经申诉过"):
        appeal(case.pk, by=case.author, at=MONDAY + 2 * DAY, reason=WHY)


def test_only_the_author_appeals():
    case = declined()
    with pytest.raises(NotAllowed):
        appeal(case.pk, by=a_citizen("市民ABCD"), at=MONDAY + DAY, reason=WHY)


def test_who_declined_does_not_decide_the_appeal():
    case = declined()
    appeal(case.pk, by=case.author, at=MONDAY + DAY, reason=WHY)
    with pytest.raises(HeldBack, match="其他受理员"):
        accept(case.pk, by=cast().intake, at=MONDAY + DAY, category_id=a_category().pk)
    with pytest.raises(HeldBack, match="其他受理员"):
        decline(case.pk, by=cast().intake, at=MONDAY + DAY, code="N1", words="不变。")
    accept(case.pk, by=another_clerk(), at=MONDAY + DAY, category_id=a_category().pk)
    assert broken_rules(look_at(case.pk)) == []


def test_a_public_refusal_that_is_refused_anew_on_another_ground_comes_down():
    case = declined("N1")
    appeal(case.pk, by=case.author, at=MONDAY + DAY, reason=WHY)
    decline(case.pk, by=another_clerk(), at=MONDAY + DAY, code="N10", words="含违法内容。")
    assert not Message.objects.filter(number=case.number, is_up=True).exists()
    assert broken_rules(look_at(case.pk)) == []


def test_a_refusal_is_not_a_way_to_a_second_one():
    case = declined()
    with pytest.raises(WrongState):
        decline(case.pk, by=another_clerk(), at=MONDAY + DAY, code="N1", words="再次。")


def test_the_own_page_says_that_the_time_for_an_appeal_is_over():
    case = declined()
    assert "已经过期" in words_of(signed_in(case.author).get(f"/my/cases/{case.number}/"))


def test_an_appeal_through_the_page():

    case = a_case(at=timezone.now() - HOUR)
    decline(case.pk, by=cast().intake, at=timezone.now(), code="N1", words="请向有关机关反映。")
    browser = signed_in(case.author)
    page = words_of(browser.get(f"/my/cases/{case.number}/"))
    assert f"/my/cases/{case.number}/appeal/" in page
    case.refresh_from_db()
    sent = {"version": case.version, "reason": WHY}
    assert browser.post(f"/my/cases/{case.number}/appeal/", sent).status_code == 303
    again = browser.post(f"/my/cases/{case.number}/appeal/", sent)
    assert again.status_code == 409
    case.refresh_from_db()
    assert case.state == State.SUBMITTED


def test_a_refusal_to_appeal_leaves_everything_as_it_was():
    case = declined()
    with pytest.raises(CaseError):
        appeal(case.pk, by=case.author, at=MONDAY + DAY, reason="  ")
    case.refresh_from_db()
    assert (case.state, case.appealed_at) == (State.DECLINED, None)
