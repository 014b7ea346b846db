"""Extensions (延期): asked before the end, granted by another, capped; the first date stays beside the new one."""

from __future__ import annotations

import pytest

from boards.models import Message
from cases.actions.errors import HeldBack, NotAllowed, WrongState
from cases.actions.grant_extension import grant_extension
from cases.actions.refuse_extension import refuse_extension
from cases.actions.suspend import suspend
from cases.models import Answer, Application, Case, Clock, PolicyStamp
from cases.models.service_level import ServiceLevel
from notify.models import Outbox
from tests.cases.invariants import broken_rules, look_at
from tests.cases.side_roads import (
    WHY,
    asked,
    drafted_again,
    granted,
    published,
    resumed,
    second_signer,
    suspended,
)
from tests.cases.ways import accepted, assign_it, due, on, sign_it, signed
from tests.factories import a_member, cast

pytestmark = pytest.mark.django_db


def application(pk: int) -> Application:
    return Application.objects.filter(case=pk).latest("pk")


def fifty_seven_workdays() -> None:
    since = on("03-01 00:00").date()
    ServiceLevel.objects.create(
        clock="reply", kind="help_request", amount=57, measure="workdays", valid_from=since
    )
    PolicyStamp.moves_on()


def test_an_application_waits_and_moves_nothing() -> None:
    pk = asked(signed("03-09 09:30"), "03-10 10:00", 3)
    assert (due(pk, "reply"), Case.objects.get(pk=pk).wants_extension) == ("03-16 18:00", True)
    assert (application(pk).answer, application(pk).workdays) == (Answer.OPEN, 3)


def test_a_granted_extension_moves_the_end_by_workdays_and_keeps_the_first_date() -> None:
    pk = granted(asked(signed("03-09 09:30"), "03-10 10:00", 3), "03-11 10:00")
    clock = Clock.objects.get(case=pk, name="reply")
    assert (clock.due_at, clock.first_due_at) == (on("03-19 18:00"), on("03-16 18:00"))
    assert (application(pk).due_before, application(pk).due_after) == (clock.first_due_at, clock.due_at)
    assert broken_rules(look_at(pk)) == []


def test_the_board_shows_both_dates() -> None:
    pk = granted(asked(signed("03-09 09:30"), "03-10 10:00", 3), "03-11 10:00")
    message = Message.objects.get(number=Case.objects.get(pk=pk).number)
    assert (message.due_at, message.first_due_at) == (on("03-19 18:00"), on("03-16 18:00"))


def test_the_author_is_told_the_reason_and_the_new_date() -> None:
    pk = granted(asked(signed("03-09 09:30"), "03-10 10:00", 3), "03-11 10:00")
    notice = Outbox.objects.filter(user=Case.objects.get(pk=pk).author, channel="site").latest("pk")
    assert "由 2026年3月16日 18:00 延长至 2026年3月19日 18:00" in notice.body
    assert WHY in notice.body


def test_fewer_days_may_be_granted_but_never_more() -> None:
    pk = asked(signed("03-09 09:30"), "03-10 10:00", 3)
    with pytest.raises(HeldBack):
        granted(pk, "03-11 10:00", workdays=4)
    granted(pk, "03-11 10:00", workdays=1)
    assert due(pk, "reply") == "03-17 18:00"


@pytest.mark.parametrize(("kind", "most"), [("question", 2), ("help_request", 5), ("report", 10)])
def test_no_more_is_asked_for_than_ten_days_and_the_original_limit(kind: str, most: int) -> None:
    pk = sign_it(assign_it(accepted("03-09 09:30", kind=kind), "03-09 09:30"), "03-09 09:30")
    with pytest.raises(HeldBack, match=f"1 到 {most} 个工作日"):
        asked(pk, "03-09 10:00", most + 1)
    asked(pk, "03-09 10:00", most)


def test_an_emergency_cannot_be_extended() -> None:
    pk = accepted("03-09 09:30", "emergency_b")
    sign_it(assign_it(pk, "03-09 09:40"), "03-09 09:50")
    with pytest.raises(HeldBack, match="应急件"):
        asked(pk, "03-09 10:00", 1)


def test_whoever_asked_does_not_grant() -> None:
    pk = signed("03-09 09:30")
    both = a_member("lead_of_all", "冯兼任", cast().lead, "handler", "signer")
    asked(pk, "03-10 10:00", by=both)
    with pytest.raises(HeldBack, match="您申请的"):
        granted(pk, "03-11 10:00", by=both)
    granted(pk, "03-11 10:00", by=second_signer())


def test_the_second_extension_is_the_supervisors_and_there_is_no_third() -> None:
    pk = granted(asked(signed("03-09 09:30"), "03-10 10:00", 3), "03-11 10:00")
    asked(pk, "03-12 10:00", 5)
    with pytest.raises(NotAllowed):
        granted(pk, "03-12 11:00")
    granted(pk, "03-12 12:00", by=cast().supervisor)
    assert due(pk, "reply") == "03-26 18:00"
    with pytest.raises(HeldBack, match="已经延期两次"):
        asked(pk, "03-13 10:00")


def test_after_the_end_nothing_is_asked_and_nothing_granted() -> None:
    pk = asked(signed("03-09 09:30"), "03-10 10:00", 3)
    with pytest.raises(HeldBack, match="期限已过"):
        granted(pk, "03-16 18:00")
    other = signed("03-09 09:30")
    with pytest.raises(HeldBack, match="期限已过"):
        asked(other, "03-16 18:00")


def test_the_law_ends_extensions_after_ninety_days() -> None:
    fifty_seven_workdays()
    pk = signed("03-09 09:30")  # 57 workdays; the 90th day is Sunday 7 June
    assert due(pk, "reply") == "06-01 18:00"
    with pytest.raises(HeldBack, match="最多还能申请 4 个工作日"):
        asked(pk, "05-29 10:00", 10)
    granted(asked(pk, "05-29 10:00", 4), "05-29 11:00")
    assert due(pk, "reply") == "06-05 18:00"


def test_days_on_which_a_case_rested_do_not_count_against_the_ninety() -> None:
    fifty_seven_workdays()
    pk = suspended(signed("03-09 09:30"), "03-10 10:00", on("03-24 00:00").date())
    resumed(pk, "03-17 10:00")  # five workdays later: due on 8 June; the cap moves by seven days to 14 June
    assert due(pk, "reply") == "06-08 18:00"
    granted(asked(pk, "06-05 10:00", 4), "06-05 11:00")
    assert due(pk, "reply") == "06-12 18:00"


def test_a_refusal_gives_a_reason_and_leaves_the_date() -> None:
    pk = asked(signed("03-09 09:30"), "03-10 10:00", 3)
    refuse_extension(pk, by=cast().signer, at=on("03-10 11:00"), reason="可以按期办结。")
    assert (application(pk).answer, due(pk, "reply")) == (Answer.REFUSED, "03-16 18:00")
    asked(pk, "03-10 12:00", 1)  # and may be asked for again


def test_an_open_application_lapses_when_the_reply_goes_to_review() -> None:
    pk = drafted_again(asked(signed("03-09 09:30"), "03-10 10:00", 3), "03-11 10:00")
    assert application(pk).answer == Answer.LAPSED
    with pytest.raises(WrongState):
        granted(pk, "03-11 11:00")
    assert not Case.objects.get(pk=pk).wants_extension


def test_what_rests_is_not_extended_meanwhile() -> None:
    pk = asked(signed("03-09 09:30"), "03-10 10:00", 3)
    suspend(
        pk,
        by=cast().supervisor,
        at=on("03-10 11:00"),
        reason=WHY,
        plan="每周跟进。",
        review_on=on("03-17 00:00").date(),
    )
    with pytest.raises(HeldBack, match="挂账"):
        grant_extension(pk, by=cast().signer, at=on("03-10 12:00"), reason=WHY)
    resumed(pk, "03-11 10:00")
    granted(pk, "03-11 11:00")
    assert due(pk, "reply") == "03-20 18:00"  # one workday of rest, three of extension
    assert broken_rules(look_at(published(drafted_again(pk, "03-12 10:00"), "03-12 11:00"))) == []
