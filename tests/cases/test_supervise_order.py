"""supervise, report_back, lift (督办): numbered by the year without gaps, with a clock, until the supervisor lifts it."""

from __future__ import annotations

import pytest

from cases.actions.errors import HeldBack, NotAllowed
from cases.actions.lift import lift
from cases.actions.report_back import report_back
from cases.actions.tick import tick
from cases.actions.withdraw import withdraw
from cases.models import Case, Clock, Supervision
from notify.models import Outbox
from tests.cases.invariants import broken_rules, look_at
from tests.cases.side_roads import ordered
from tests.cases.ways import draft_it, due, event_at, on, publish_it, signed, submitted
from tests.factories import cast

pytestmark = pytest.mark.django_db


def order_of(pk: int) -> Supervision:
    return Supervision.objects.get(case=pk)


def reported(pk: int, text: str) -> int:
    report_back(pk, by=cast().handler, at=on(text), reason="已查明，明日整改到位。")
    return pk


def lifted(pk: int, text: str) -> int:
    lift(pk, by=cast().supervisor, at=on(text), reason="反馈属实，予以解除。")
    return pk


def test_orders_are_numbered_in_the_order_of_their_issue() -> None:
    numbers = [ordered(signed("03-09 09:30"), f"03-1{day} 10:00") for day in (0, 1, 2)]
    assert numbers == ["督〔2026〕1号", "督〔2026〕2号", "督〔2026〕3号"]


def test_each_year_begins_with_one_by_the_time_of_beijing() -> None:
    first = ordered(signed("2025-12-31 09:30"), "2025-12-31 23:59")
    second = ordered(signed("2025-12-31 09:30"), "2026-01-01 00:01")  # still December in Greenwich
    assert (first, second) == ("督〔2025〕1号", "督〔2026〕1号")


def test_an_order_that_was_not_issued_leaves_no_gap() -> None:
    pk = signed("03-09 09:30")
    ordered(pk, "03-10 10:00")
    with pytest.raises(HeldBack, match="已在督办"):
        ordered(pk, "03-10 11:00")
    assert ordered(signed("03-09 09:30"), "03-10 12:00") == "督〔2026〕2号"


@pytest.mark.parametrize(("urgency", "until"), [("general", "03-13 18:00"), ("urgent", "03-11 18:00")])
def test_an_order_has_three_workdays_or_one(urgency: str, until: str) -> None:
    pk = signed("03-09 09:30")
    ordered(pk, "03-10 10:00", urgency=urgency)
    assert due(pk, "supervision") == until
    assert order_of(pk).due_at == Clock.objects.get(case=pk, name="supervision").due_at
    assert broken_rules(look_at(pk)) == []


def test_an_order_without_report_is_marked() -> None:
    pk = signed("03-09 09:30")
    ordered(pk, "03-10 10:00")
    tick(on("03-13 19:00"))
    assert "03-13 18:00" in event_at(pk, "overdue")


def test_the_report_stands_under_the_order_and_does_not_stop_its_clock() -> None:
    pk = signed("03-09 09:30")
    ordered(pk, "03-10 10:00")
    reported(pk, "03-11 10:00")
    order = order_of(pk)
    assert (order.report, order.reported_at) == ("已查明，明日整改到位。", on("03-11 10:00"))
    assert Clock.objects.get(case=pk, name="supervision").stopped_at is None


def test_the_supervisor_lifts_it_and_the_clock_stops() -> None:
    pk = signed("03-09 09:30")
    ordered(pk, "03-10 10:00")
    lifted(pk, "03-12 10:00")
    assert Clock.objects.get(case=pk, name="supervision").stopped_at == on("03-12 10:00")
    assert (order_of(pk).lifted_at, Case.objects.get(pk=pk).supervised_at) == (on("03-12 10:00"), None)
    assert ordered(pk, "03-12 11:00") == "督〔2026〕2号"


def test_an_order_outlives_its_case_and_can_still_be_lifted() -> None:
    pk = signed("03-09 09:30")
    ordered(pk, "03-10 10:00")
    withdraw(pk, by=Case.objects.get(pk=pk).author, at=on("03-11 10:00"))
    assert (Clock.objects.get(case=pk, name="supervision").stopped_at, order_of(pk).lifted_at) == (
        on("03-11 10:00"), None,
    )  # fmt: skip
    lifted(pk, "03-12 10:00")
    assert broken_rules(look_at(pk)) == []


def test_the_unit_reports_also_after_its_reply() -> None:
    pk = draft_it(signed("03-09 09:30"), "03-10 09:30")
    ordered(pk, "03-10 10:00")
    publish_it(pk, "03-10 11:00")
    reported(pk, "03-10 12:00")
    assert order_of(pk).reported_at == on("03-10 12:00")


def test_only_supervisors_order_and_lift() -> None:
    pk = submitted("03-09 09:30")
    ordered(pk, "03-09 10:00")  # before any unit has it: an order to the desk
    with pytest.raises(NotAllowed):
        lift(pk, by=cast().intake, at=on("03-09 11:00"), reason="已受理。")
    assert order_of(pk).unit is None


def test_the_unit_reads_number_demand_and_limit() -> None:
    pk = signed("03-09 09:30")
    ordered(pk, "03-10 10:00")
    body = Outbox.objects.filter(user=cast().handler, channel="site").latest("pk").body
    assert "督〔2026〕1号" in body
    assert "2026年3月13日 18:00" in body
    assert "三日内查明原因并整改。" in body
