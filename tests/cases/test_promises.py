"""Promises (承诺): a dated reply binds the unit; kept with evidence, or broken and handled again on the day after."""

from __future__ import annotations

from datetime import date

import pytest

from cases.actions.confirm_fulfilment import confirm_fulfilment
from cases.actions.errors import HeldBack, NotAllowed
from cases.actions.fulfil import fulfil
from cases.actions.refute_fulfilment import refute_fulfilment
from cases.actions.reopen import reopen
from cases.actions.tick import tick
from cases.models import Attachment, Case, Clock, Event, Promise, PromiseStatus
from notify.models import Outbox
from tests.cases.invariants import broken_rules, look_at
from tests.cases.side_roads import (
    a_picture,
    claimed,
    drafted_again,
    last_verbs,
    promised,
    published,
    state_of,
)
from tests.cases.ways import due, event_at, on, verbs
from tests.factories import cast

pytestmark = pytest.mark.django_db
AUGUST = date(2026, 8, 31)  # a Monday
SOON = date(2026, 3, 13)


def statuses(pk: int) -> list[str]:
    return list(Promise.objects.filter(case=pk).order_by("pk").values_list("status", flat=True))


def clock(pk: int) -> Clock:
    return Clock.objects.filter(case=pk, name="promise").latest("run")


def confirmed(pk: int, text: str) -> int:
    confirm_fulfilment(pk, by=cast().supervisor, at=on(text))
    return pk


def refuted(pk: int, text: str) -> int:
    refute_fulfilment(pk, by=cast().supervisor, at=on(text), reason="照片看不出是这条路。")
    return pk


def test_a_dated_reply_makes_a_promise_with_a_clock_to_the_close_of_that_day() -> None:
    pk = promised("03-09 09:30", AUGUST)
    assert (statuses(pk), due(pk, "promise")) == ([PromiseStatus.OPEN], "08-31 18:00")
    assert Case.objects.get(pk=pk).promise_on == AUGUST
    assert broken_rules(look_at(pk)) == []


def test_closing_does_not_stop_the_promise_and_says_what_the_case_rests_on() -> None:
    pk = promised("03-09 09:30", AUGUST)
    tick(on("04-30 12:00"))
    case = Case.objects.get(pk=pk)
    assert clock(pk).stopped_at is None
    assert case.state in ("closed", "revisiting")
    assert case.state != "closed" or case.outcome == "promised"
    assert broken_rules(look_at(pk)) == []


def test_a_kept_promise_needs_evidence_and_a_supervisor() -> None:
    pk = promised("03-09 09:30", SOON)
    with pytest.raises(HeldBack, match="照片或文件"):
        fulfil(pk, by=cast().handler, at=on("03-12 10:00"), reason="已完成。", files=[])
    claimed(pk, "03-12 10:00")
    evidence = Attachment.objects.get(case=pk, purpose="evidence")
    assert evidence.seq == Event.objects.get(case=pk, verb="fulfil").seq
    with pytest.raises(NotAllowed):
        confirm_fulfilment(pk, by=cast().signer, at=on("03-12 11:00"))
    confirmed(pk, "03-20 10:00")  # long after the day: the clock had stopped in time
    assert (statuses(pk), Case.objects.get(pk=pk).promise_on) == ([PromiseStatus.KEPT], None)
    assert broken_rules(look_at(pk)) == []


def test_while_the_supervisor_looks_nothing_breaks() -> None:
    pk = claimed(promised("03-09 09:30", SOON), "03-12 10:00")
    tick(on("03-15 10:00"))
    assert (statuses(pk), state_of(pk)) == ([PromiseStatus.CLAIMED], "replied")


def test_a_second_report_waits_for_the_first() -> None:
    pk = claimed(promised("03-09 09:30", SOON), "03-12 10:00")
    with pytest.raises(HeldBack, match="等待督查确认"):
        claimed(pk, "03-12 11:00")


def test_a_refuted_report_leaves_the_promise_as_it_was() -> None:
    pk = refuted(claimed(promised("03-09 09:30", AUGUST), "03-12 10:00"), "03-12 11:00")
    assert (statuses(pk), clock(pk).stopped_at, due(pk, "promise")) == (
        [PromiseStatus.OPEN],
        None,
        "08-31 18:00",
    )
    claimed(pk, "03-12 12:00")
    assert broken_rules(look_at(pk)) == []


def test_refuted_after_its_day_it_is_broken_at_the_next_sweep() -> None:
    pk = refuted(claimed(promised("03-09 09:30", SOON), "03-12 10:00"), "03-16 11:00")
    tick(on("03-16 11:01"))
    assert (statuses(pk), state_of(pk)) == ([PromiseStatus.BROKEN], "handling")
    assert event_at(pk, "reopen") == ["03-16 11:00"]


def test_a_broken_promise_is_handled_again_and_supervisors_and_author_are_told() -> None:
    pk = promised("03-09 09:30", SOON)
    tick(on("03-15 10:00"))
    assert (statuses(pk), event_at(pk, "reopen")) == ([PromiseStatus.BROKEN], ["03-13 18:00"])
    case = Case.objects.get(pk=pk)
    assert (case.state, case.promise_on, case.outcome) == ("handling", None, "")
    told = Outbox.objects.filter(key__startswith=f"event-{Event.objects.get(case=pk, verb='reopen').pk}:")
    assert {cast().supervisor.pk, cast().handler.pk, case.author_id} <= set(
        told.values_list("user", flat=True)
    )
    assert broken_rules(look_at(pk)) == []


def test_a_closed_case_is_opened_again_for_its_broken_promise_however_often_it_was_before() -> None:
    pk = promised("03-09 09:30", AUGUST)
    Case.objects.filter(pk=pk).update(reopen_count=2)
    tick(on("09-01 10:00"))
    assert state_of(pk) == "handling"
    assert "reopen" in verbs(pk)


def test_on_the_evening_of_its_day_it_is_too_late_to_report() -> None:
    pk = promised("03-09 09:30", SOON)
    with pytest.raises(HeldBack, match="日期已过"):
        claimed(pk, "03-13 18:00")
    claimed(pk, "03-13 17:59")


def test_a_new_dated_reply_takes_the_place_of_the_promise() -> None:
    pk = promised("03-09 09:30", AUGUST)
    reopen(pk, by=cast().supervisor, at=on("03-10 10:00"), reason="改造方案未公开。")
    assert statuses(pk) == [PromiseStatus.ENDED]
    published(drafted_again(pk, "03-11 10:00", date(2026, 9, 30)), "03-11 11:00")
    assert (statuses(pk), due(pk, "promise")) == ([PromiseStatus.ENDED, PromiseStatus.OPEN], "09-30 18:00")
    assert broken_rules(look_at(pk)) == []


def test_a_date_that_has_come_while_the_draft_lay_is_not_published() -> None:
    pk = promised("03-09 09:30", AUGUST)
    reopen(pk, by=cast().supervisor, at=on("03-10 10:00"), reason="改造方案未公开。")
    drafted_again(pk, "03-11 10:00", date(2026, 3, 12))
    with pytest.raises(HeldBack, match="承诺日期已到"):
        published(pk, "03-12 18:00")
    assert last_verbs(pk, 1) == ["countersign"]


def test_evidence_is_for_the_staff() -> None:
    pk = promised("03-09 09:30", SOON)
    fulfil(pk, by=cast().handler, at=on("03-12 10:00"), reason="已完成。", files=[a_picture(1), a_picture(2)])
    assert Attachment.objects.filter(case=pk, purpose="evidence").count() == 2
