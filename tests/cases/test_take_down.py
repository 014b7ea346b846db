"""A public message is taken down with a reason, leaves a tombstone, and may come back; another person decides an objection."""

from __future__ import annotations

from datetime import timedelta

import pytest

from boards.models import Message
from cases.actions.contest import contest
from cases.actions.errors import CaseError, HeldBack, WrongState
from cases.actions.put_back import put_back
from cases.actions.take_down import take_down
from cases.actions.uphold import uphold
from cases.actions.withdraw import withdraw
from cases.models import Case, Event
from cases.rules.states import State
from notify.models import Outbox
from tests.cases.desk_pages import words_of
from tests.cases.pages import signed_in
from tests.cases.removals import WHY, another_reviewer, contested, taken_down
from tests.factories import MONDAY, a_case, cast

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=1)


def a_public_case(**more) -> Case:
    return a_case(State.HANDLING, **more)


def is_up(case: Case) -> bool:
    return Message.objects.up().filter(number=case.number).exists()


def test_the_address_answers_with_a_tombstone_that_says_why(client):
    case = taken_down(a_public_case().pk, LATER)
    answer = client.get(f"/messages/{case.number}/")
    assert answer.status_code == 410
    assert "泄露个人隐私" in words_of(answer)
    assert case.title not in words_of(answer)
    assert WHY not in words_of(answer)  # the words are for the author


def test_the_author_is_told_why_and_how_to_object():
    case = taken_down(a_public_case().pk, LATER)
    notice = Outbox.objects.get(user=case.author, channel="site", subject__contains="撤下")
    assert WHY in notice.body
    assert "泄露个人隐私" in notice.body
    assert "异议" in notice.body


def test_handling_goes_on_and_nothing_brings_the_message_back_by_itself():
    case = taken_down(a_public_case().pk, LATER)
    assert case.state == State.HANDLING
    withdraw(case.pk, by=case.author, at=LATER)
    assert not is_up(case)


def test_what_is_not_public_cannot_be_taken_down():
    with pytest.raises(HeldBack):
        take_down(a_case().pk, by=cast().reviewer, at=LATER, code="ads", reason="广告。")


def test_an_objection_is_decided_by_somebody_else():
    case = contested(a_public_case().pk, LATER)
    with pytest.raises(HeldBack):
        put_back(case.pk, by=another_reviewer(case), at=LATER, reason="核对过了。")
    put_back(case.pk, by=cast().reviewer, at=LATER, reason="核对过了。")
    assert is_up(case)


def test_who_took_it_down_may_undo_a_mistake_before_anybody_objects():
    case = taken_down(a_public_case().pk, LATER)
    put_back(case.pk, by=another_reviewer(case), at=LATER, reason="误操作。")
    assert is_up(case)


def test_the_author_objects_once_and_reads_the_decision():
    case = contested(a_public_case().pk, LATER)
    with pytest.raises(HeldBack):
        contest(case.pk, by=case.author, at=LATER, reason="再说一遍。")
    uphold(case.pk, by=cast().supervisor, at=LATER, reason="住址属个人隐私。")
    with pytest.raises(HeldBack):
        contest(case.pk, by=case.author, at=LATER, reason="再说一遍。")
    page = words_of(signed_in(case.author).get(f"/my/cases/{case.number}/"))
    assert "住址属个人隐私。" in page


def test_another_taking_down_may_be_objected_to_again():
    case = contested(a_public_case().pk, LATER)
    put_back(case.pk, by=cast().reviewer, at=LATER, reason="核对过了。")
    contested(case.pk, LATER)
    assert Event.objects.filter(case=case, verb="contest").count() == 2


def test_a_message_withdrawn_meanwhile_does_not_come_back():
    case = taken_down(a_public_case().pk, LATER)
    withdraw(case.pk, by=case.author, at=LATER)
    put_back(case.pk, by=cast().reviewer, at=LATER, reason="核对过了。")
    assert not is_up(case)


def test_the_author_objects_on_a_page_without_scripts():
    case = taken_down(a_public_case().pk, LATER)
    client, page = signed_in(case.author), f"/my/cases/{case.number}/contest/"
    assert page in words_of(client.get(f"/my/cases/{case.number}/"))
    case.refresh_from_db()
    answer = client.post(page, {"version": case.version, "reason": "我写的是办公地址。"})
    assert answer.status_code == 303
    assert Case.objects.get(pk=case.pk).contested_at is not None


def test_a_stranger_does_not_object():
    case = taken_down(a_public_case().pk, LATER)
    with pytest.raises(CaseError):
        contest(case.pk, by=cast().handler, at=LATER, reason="我也不同意。")


def test_a_message_is_taken_down_once():
    case = taken_down(a_public_case().pk, LATER)
    with pytest.raises((HeldBack, WrongState)):
        take_down(case.pk, by=cast().reviewer, at=LATER, code="ads", reason="广告。")


def test_answered_meanwhile_it_comes_back_with_its_reply():
    case = taken_down(a_case(State.REPLIED).pk, LATER)
    put_back(case.pk, by=cast().reviewer, at=LATER, reason="核对过了。")
    assert Message.objects.up().get(number=case.number).replies.count() == 1
