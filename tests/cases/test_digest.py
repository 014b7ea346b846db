"""The morning digest: each member of the staff once a workday, what waits and what ends; nothing where there is nothing."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import Deputy
from accounts.roles import Role
from cases import tasks
from cases.actions.countersign import countersign
from cases.actions.tell_digests import is_owed, tell_digests
from cases.models import Heartbeat, current_policy
from cases.reads.digest import digests
from cases.rules.states import State
from notify.models import Outbox
from tests.cases.ways import assigned, on, signed, submitted
from tests.factories import MONDAY, a_board, a_case, a_citizen, a_member, a_unit, cast

pytestmark = pytest.mark.django_db


def send(text: str) -> None:
    at = on(text)
    tell_digests(digests(at, current_policy().calendar), at=at, day=at.date())


def ring(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """The job, when beat rings at that moment."""
    monkeypatch.setattr(tasks.timezone, "now", lambda: on(text))
    tasks.send_digests()


def digest_of(username: str) -> str:
    rows = Outbox.objects.filter(user__username=username, channel="site", key__startswith="digest-")
    return "\n".join(rows.values_list("body", flat=True))


def readers() -> set[str]:
    rows = Outbox.objects.filter(channel="site", key__startswith="digest-")
    return set(rows.values_list("user__username", flat=True))


def test_each_reads_what_waits_in_the_own_lists() -> None:
    cast()
    submitted("03-09 10:00")
    submitted("03-09 10:00")
    assigned("03-09 10:00")
    send("03-10 08:30")
    assert "待我办理：待受理 2 件。" in digest_of("li_intake")
    assert "待我办理：待签收 1 件。" in digest_of("wang_handler")


def test_what_ends_today_what_ends_on_the_next_workday_and_what_is_over() -> None:
    """Each waits to be accepted by the close of the next workday: Thursday's by Friday, Friday's by Monday."""
    cast()
    for posted in ("03-11 10:00", "03-12 10:00", "03-12 11:00", "03-13 08:00"):
        submitted(posted)
    send("03-13 08:30")
    assert "期限：已超期 1 件，今日到期 2 件，下一工作日到期 1 件。" in digest_of("li_intake")
    send("03-16 08:30")
    assert "期限：已超期 3 件，今日到期 1 件。" in digest_of("li_intake")


def test_who_has_nothing_reads_nothing() -> None:
    cast()
    submitted("03-09 10:00")
    send("03-10 08:30")
    assert readers() == {"li_intake", "sun_supervisor"}


def test_without_any_work_nobody_reads_anything() -> None:
    cast()
    send("03-10 08:30")
    assert readers() == set()


def test_supervisors_read_what_is_over_by_unit_and_for_how_long() -> None:
    cast()
    signed("03-09 10:00")  # contact by Tuesday 18:00
    submitted("03-11 10:00")  # accept by Thursday 18:00
    send("03-13 08:30")
    assert "市住房和城乡建设局：超期 1 件，其中红牌 0 件，最长超期 3 个工作日。" in digest_of(
        "sun_supervisor"
    )
    assert "社情民意办：超期 1 件，其中红牌 0 件，最长超期 1 个工作日。" in digest_of("sun_supervisor")


def test_leaders_read_of_their_own_boards() -> None:
    other = a_board("other", title="他人信箱", owner=a_unit("elsewhere", "他处"))
    a_member("zheng_leader", "郑市长", a_board().owner, Role.LEADER)
    signed("03-09 10:00")
    a_case(State.HANDLING, board=other, author=a_citizen())
    send("03-10 08:30")
    assert "市长信箱：在办 1 件" in digest_of("zheng_leader")
    assert "他人信箱" not in digest_of("zheng_leader")


def test_the_own_draft_waits_for_somebody_else() -> None:
    lead = cast().lead
    both = a_member("wang_handler", "王承办", lead, Role.SIGNER)
    a_case(State.REVIEWING)
    send("03-10 08:30")
    assert "待审签" not in digest_of(both.username)
    assert "待审签 1 件" in digest_of("qian_signer")


def test_the_list_moves_on_with_the_case() -> None:
    case = a_case(State.REVIEWING)
    countersign(case.pk, by=cast().signer, at=MONDAY + timedelta(hours=6))
    send("03-10 08:30")
    assert "待审核 1 件" in digest_of("zhao_reviewer")
    assert digest_of("qian_signer") == ""


def test_a_deputy_reads_for_whom() -> None:
    deputy = a_member("wu_handler", "吴承办", cast().lead, Role.HANDLER)
    Deputy.objects.create(
        person=cast().handler, deputy=deputy, by=deputy, from_on=date(2026, 3, 9), until_on=date(2026, 3, 10)
    )
    assigned("03-09 10:00")
    send("03-10 08:30")
    assert "您今天代理：王承办。" in digest_of("wu_handler")
    assert "代理" not in digest_of("wang_handler")


def test_a_mail_goes_out_at_once_although_the_office_is_still_closed() -> None:
    a_member("li_intake", "李受理", a_board().desk, Role.INTAKE, email="li@example.org")
    submitted("03-09 10:00")
    send("03-10 08:30")
    mail = Outbox.objects.get(channel="email", key__startswith="digest-")
    assert mail.address == "li@example.org"
    assert mail.next_try_at - mail.created_at == timedelta(minutes=1)


def test_citizens_and_people_who_have_left_read_nothing() -> None:
    gone = cast().intake
    type(gone).objects.filter(pk=gone.pk).update(is_active=False)
    submitted("03-09 10:00")
    send("03-10 08:30")
    assert "li_intake" not in readers()


# --- once a day -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rung", ["03-10 08:30", "03-10 08:40", "03-10 11:50"])
def test_a_bell_that_was_late_still_rings_in_the_morning_and_only_once(monkeypatch, rung: str) -> None:
    cast()
    submitted("03-09 10:00")
    ring(monkeypatch, rung)
    first = Outbox.objects.count()
    ring(monkeypatch, rung)
    ring(monkeypatch, "03-10 11:59")
    assert "li_intake" in readers()
    assert Outbox.objects.count() == first


@pytest.mark.parametrize("rung", ["03-10 08:20", "03-10 12:00", "03-14 08:30", "10-01 08:30"])
def test_nobody_reads_it_at_night_in_the_afternoon_or_on_a_day_off(monkeypatch, rung: str) -> None:
    cast()
    submitted("03-09 10:00")
    ring(monkeypatch, rung)
    assert readers() == set()
    assert not Heartbeat.objects.filter(name="send_digests").exists()


def test_the_next_morning_is_told_anew(monkeypatch) -> None:
    cast()
    submitted("03-09 10:00")
    ring(monkeypatch, "03-10 08:30")
    ring(monkeypatch, "03-11 08:30")
    assert Outbox.objects.filter(user=cast().intake, key__startswith="digest-").count() == 2


def test_a_run_that_was_killed_is_taken_up_by_the_next() -> None:
    cast()
    submitted("03-09 10:00")
    at, calendar = on("03-10 08:30"), current_policy().calendar
    some = list(digests(at, calendar))
    tell_digests(some[:1], at=at, day=at.date())
    assert is_owed(on("03-10 08:40"), calendar)
    tell_digests(digests(on("03-10 08:40"), calendar), at=at, day=at.date())
    assert readers() == {"li_intake", "sun_supervisor"}
    assert Outbox.objects.filter(channel="site", key__startswith="digest-").count() == 2


def test_two_runs_at_once_tell_each_person_once() -> None:
    cast()
    submitted("03-09 10:00")
    for _ in range(2):
        send("03-10 08:30")
    assert Outbox.objects.filter(channel="site", key__startswith="digest-").count() == 2


# --- what it costs ----------------------------------------------------------------------------------------------------


def questions(at: datetime) -> int:
    with CaptureQueriesContext(connection) as seen:
        list(digests(at, current_policy().calendar))
    return len(seen)


def test_more_people_on_the_same_posts_and_more_cases_cost_no_more_questions() -> None:
    cast()
    for _ in range(2):
        assigned("03-09 10:00")
    few = questions(on("03-10 08:30"))
    for number in range(12):
        a_member(f"more_{number}", f"多{number}", cast().lead, Role.HANDLER)
        assigned("03-09 10:00")
    assert questions(on("03-10 08:30")) == few
