"""Asking on under a reply: twice, on a short clock, by every author; and each answer is rated on its own."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.actions.approve_reply import approve_reply
from cases.actions.ask_again import ask_again
from cases.actions.countersign import countersign
from cases.actions.draft_reply import draft_reply
from cases.actions.errors import HeldBack, NotAllowed, WrongState
from cases.actions.rate import rate
from cases.models import Case, Rating
from cases.rules.states import State
from notify.models import Outbox
from tests.cases.invariants import broken_rules, look_at
from tests.cases.pages import signed_in
from tests.cases.ways import due, on, replied
from tests.factories import GOOD, a_case, a_citizen, cast

pytestmark = pytest.mark.django_db

CALL = "联系人：市政科，电话 0990-6100000。"
ANSWERS = {
    "03-11": "您好！西门的两盏路灯我局 3 月 10 日晚到现场查看，系线路老化，已更换电缆，当晚恢复照明。" + CALL,
    "03-13": "您好！您追问的停车场照明由物业负责，我局 3 月 12 日已约谈，物业承诺 3 月 20 日前装好。" + CALL,
}
WHAT = "回复只说了东门的路灯，西门的呢？"


def author_of(pk: int):
    return Case.objects.get(pk=pk).author


def answered_again(pk: int, day: str) -> None:
    draft_reply(pk, by=cast().handler, at=on(f"{day} 10:00"), body=ANSWERS[day], outcome="solved")
    countersign(pk, by=cast().signer, at=on(f"{day} 11:00"))
    approve_reply(pk, by=cast().reviewer, at=on(f"{day} 12:00"))


def test_the_unit_answers_again_on_a_short_clock_without_a_new_contact():
    pk = replied("03-09 09:30")
    ask_again(pk, by=author_of(pk), at=on("03-10 10:00"), reason=WHAT)
    assert due(pk, "reply") == "03-13 18:00"
    answered_again(pk, "03-11")
    assert broken_rules(look_at(pk)) == []


def test_the_unit_reads_the_question():
    pk = replied("03-09 09:30")
    Outbox.objects.all().delete()
    ask_again(pk, by=author_of(pk), at=on("03-10 10:00"), reason=WHAT)
    assert WHAT in Outbox.objects.get(user=cast().handler, channel="site").body


def test_twice_and_no_more():
    pk = replied("03-09 09:30")
    for day, answer in (("03-10", "03-11"), ("03-12", "03-13")):
        ask_again(pk, by=author_of(pk), at=on(f"{day} 10:00"), reason=WHAT)
        answered_again(pk, answer)
    with pytest.raises(HeldBack, match="最多追问两次"):
        ask_again(pk, by=author_of(pk), at=on("03-16 10:00"), reason=WHAT)


def test_only_an_author_asks_and_only_after_a_reply():
    pk = replied("03-09 09:30")
    with pytest.raises(NotAllowed):
        ask_again(pk, by=a_citizen("市民ABCD"), at=on("03-10 10:00"), reason=WHAT)
    rate(pk, by=author_of(pk), at=on("03-10 10:00"), verdict=GOOD)
    with pytest.raises(WrongState):
        ask_again(pk, by=author_of(pk), at=on("03-10 11:00"), reason=WHAT)


def test_the_next_reply_is_rated_as_another_round():
    pk = replied("03-09 09:30")
    ask_again(pk, by=author_of(pk), at=on("03-10 10:00"), reason=WHAT)
    answered_again(pk, "03-11")
    rate(pk, by=author_of(pk), at=on("03-12 10:00"), verdict=GOOD)
    assert Rating.objects.get(case=pk).round == 2
    assert broken_rules(look_at(pk)) == []


def test_through_the_page():
    case = a_case(State.REPLIED, at=timezone.now() - timedelta(hours=9))
    sent = {"version": case.version, "reason": WHAT}
    assert signed_in(case.author).post(f"/my/cases/{case.number}/ask_again/", sent).status_code == 303
    case.refresh_from_db()
    assert (case.state, case.again_count) == (State.HANDLING, 1)
