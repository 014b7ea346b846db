"""suspend, resume (挂账): a supervisor lets a case rest; its clock stands still and goes on by itself at the review date."""

from __future__ import annotations

import pytest

from boards.models import Message
from cases.actions.draft_reply import draft_reply
from cases.actions.errors import HeldBack, NotAllowed
from cases.actions.resume import resume
from cases.actions.tick import tick
from cases.actions.withdraw import withdraw
from cases.models import Case, Clock, Pause, PauseEnd
from notify.models import Outbox
from tests.cases.invariants import broken_rules, look_at
from tests.cases.side_roads import WHY, last_verbs, resumed, suspended
from tests.cases.ways import due, event_at, on, signed, verbs
from tests.factories import REPLY, cast

pytestmark = pytest.mark.django_db
NEXT_WEEK = on("03-17 00:00").date()


def pause_of(pk: int) -> Pause:
    return Pause.objects.get(case=pk)


def test_a_suspended_case_rests_with_a_line_in_the_ledger() -> None:
    pk = suspended(signed("03-09 09:30"), "03-10 10:00", NEXT_WEEK)
    assert Clock.objects.get(case=pk, name="reply").paused_at == on("03-10 10:00")
    pause = pause_of(pk)
    assert (pause.words, pause.from_at, pause.until_at) == (WHY, on("03-10 10:00"), on("03-17 09:00"))
    assert broken_rules(look_at(pk)) == []


def test_what_rests_is_not_marked() -> None:
    pk = suspended(signed("03-09 09:30"), "03-10 10:00", on("04-08 00:00").date())
    tick(on("04-07 12:00"))
    assert verbs(pk)[-1] == "suspend"


def test_a_supervisor_lets_it_go_on_and_the_deadline_moves_by_the_workdays_of_rest() -> None:
    pk = resumed(suspended(signed("03-09 09:30"), "03-10 10:00", NEXT_WEEK), "03-12 15:00")
    assert due(pk, "reply") == "03-18 18:00"  # Wed 11 and Thu 12 of rest: Mon 16 becomes Wed 18
    assert (pause_of(pk).ended_how, Case.objects.get(pk=pk).pause_ground) == (PauseEnd.RESUMED, "")
    assert broken_rules(look_at(pk)) == []


def test_the_system_lets_it_go_on_at_the_review_date() -> None:
    pk = suspended(signed("03-09 09:30"), "03-10 10:00", NEXT_WEEK)
    tick(on("03-17 08:59"))
    assert last_verbs(pk, 1) == ["suspend"]
    tick(on("03-20 12:00"))
    assert event_at(pk, "resume") == ["03-17 09:00"]
    assert due(pk, "reply") == "03-23 18:00"  # five workdays later


def test_after_a_downtime_the_rows_are_as_if_the_sweep_had_been_there() -> None:
    pk = suspended(signed("03-09 09:30"), "03-10 10:00", NEXT_WEEK)
    tick(on("04-10 12:00"))
    assert last_verbs(pk) == ["resume", "overdue", "overdue"]
    assert event_at(pk, "overdue") == ["03-17 18:00", "03-23 18:00"]  # first contact, reply
    assert broken_rules(look_at(pk)) == []


def test_a_deadline_that_was_over_before_gets_no_new_time() -> None:
    pk = signed("03-09 09:30")
    tick(on("03-17 10:00"))
    resumed(suspended(pk, "03-17 11:00", on("03-24 00:00").date()), "03-20 10:00")
    assert due(pk, "reply") == "03-16 18:00"
    assert broken_rules(look_at(pk)) == []


@pytest.mark.parametrize("day", ["03-10", "03-09", "04-10"])
def test_the_review_date_lies_ahead_and_within_thirty_days(day: str) -> None:
    with pytest.raises(HeldBack, match="最长 30 天"):
        suspended(signed("03-09 09:30"), "03-10 10:00", on(f"{day} 00:00").date())


def test_only_supervisors_suspend_and_a_resting_case_cannot_be_answered() -> None:
    pk = suspended(signed("03-09 09:30"), "03-10 10:00", NEXT_WEEK)
    with pytest.raises(NotAllowed):
        resume(pk, by=cast().handler, at=on("03-10 11:00"))
    with pytest.raises(HeldBack, match="挂账"):
        draft_reply(pk, by=cast().handler, at=on("03-10 11:00"), body=REPLY, outcome="solved")


def test_the_author_is_told_why_and_until_when() -> None:
    pk = suspended(signed("03-09 09:30"), "03-10 10:00", NEXT_WEEK)
    notice = Outbox.objects.filter(user=Case.objects.get(pk=pk).author, channel="site").latest("pk")
    assert "2026年3月17日 09:00" in notice.body
    assert WHY in notice.body


def test_the_board_says_that_it_rests_and_that_it_goes_on() -> None:
    pk = resumed(suspended(signed("03-09 09:30"), "03-10 10:00", NEXT_WEEK), "03-12 15:00")
    message = Message.objects.get(number=Case.objects.get(pk=pk).number)
    assert list(message.progress.values_list("words", flat=True))[-2:] == ["暂缓办理", "恢复办理"]


def test_a_withdrawn_case_leaves_no_open_pause() -> None:
    pk = suspended(signed("03-09 09:30"), "03-10 10:00", NEXT_WEEK)
    withdraw(pk, by=Case.objects.get(pk=pk).author, at=on("03-11 10:00"))
    assert pause_of(pk).ended_how == PauseEnd.ENDED
    tick(on("03-20 12:00"))
    assert verbs(pk)[-1] == "withdraw"
