"""Deadlines are set in the desk: versions are added, never changed, and every process counts by them from then on."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from cases.models import CalendarDay, Case, Duty, OfficeHours, PolicyStamp, ServiceLevel, current_policy
from cases.rules.states import State
from tests.cases.desk_pages import another_unit, browser, words_of
from tests.factories import a_case, a_category, a_member, cast

pytestmark = pytest.mark.django_db
TABLES = ["servicelevel", "officehours", "revisitsample", "calendarday"]


@pytest.fixture
def admin():
    return browser(a_member("admin", "管理员甲", another_unit(), Role.ADMIN))


def level(**more):
    tomorrow = timezone.localdate() + timedelta(days=1)
    given = {"clock": "reply", "kind": "question", "grade": "", "amount": 1, "measure": "workdays"}
    return {
        **given,
        "cut_off": "16:00",
        "next_by": "10:00",
        "valid_from": tomorrow.isoformat(),
        "source": "",
        **more,
    }


@pytest.mark.parametrize("table", TABLES)
def test_the_tables_are_the_administrators(table, admin):
    assert admin.get(f"/admin/cases/{table}/").status_code == 200
    assert admin.get(f"/admin/cases/{table}/add/").status_code == 200
    assert browser(cast().supervisor).get(f"/admin/cases/{table}/").status_code == 403


def test_a_new_level_is_in_force_from_its_day_on(admin):
    before = PolicyStamp.objects.get().version
    admin.post("/admin/cases/servicelevel/add/", level())
    found = current_policy().level_for(
        "reply", kind="question", grade="normal", on=timezone.localdate() + timedelta(days=1)
    )
    assert found is not None
    assert found.amount == 1
    assert PolicyStamp.objects.get().version == before + 1


def test_a_level_cannot_reach_back_into_counted_days(admin):
    answer = admin.post("/admin/cases/servicelevel/add/", level(valid_from="2026-01-05"))
    assert "生效日期不能早于今天" in words_of(answer)


def test_a_length_needs_an_amount(admin):
    assert "大于 0" in words_of(admin.post("/admin/cases/servicelevel/add/", level(amount=0)))


def test_the_same_version_twice_is_refused_in_words(admin):
    admin.post("/admin/cases/servicelevel/add/", level())
    assert admin.post("/admin/cases/servicelevel/add/", level()).status_code == 200
    assert ServiceLevel.objects.filter(clock="reply", kind="question", amount=1).count() == 1


def test_a_version_that_is_there_can_only_be_read(admin):
    row = ServiceLevel.objects.first()
    admin.post(f"/admin/cases/servicelevel/{row.pk}/change/", level(amount=99))
    assert not ServiceLevel.objects.filter(amount=99).exists()
    assert admin.get(f"/admin/cases/servicelevel/{row.pk}/change/").status_code == 200


def test_nothing_is_deleted(admin):
    row = ServiceLevel.objects.first()
    assert admin.post(f"/admin/cases/servicelevel/{row.pk}/delete/", {"post": "yes"}).status_code == 403


def test_office_hours_stand_in_order(admin):
    given = {
        "morning_from": "09:30",
        "morning_to": "09:00",
        "afternoon_from": "15:00",
        "afternoon_to": "18:00",
    }
    answer = admin.post("/admin/cases/officehours/add/", given | {"valid_from": level()["valid_from"]})
    assert "由早到晚" in words_of(answer)
    assert OfficeHours.objects.count() == 1


def test_a_holiday_counts_at_once(admin):
    admin.post(
        "/admin/cases/calendarday/add/", {"day": "2026-12-15", "name": "演练日", "source": "市政府办通知"}
    )
    assert CalendarDay.objects.filter(day="2026-12-15", is_workday=False).exists()
    assert current_policy().calendar.why_not(CalendarDay.objects.get(day="2026-12-15").day) == "演练日"


def test_a_corrected_day_is_a_row_of_its_own_and_the_earlier_one_stays(admin):
    first = CalendarDay.objects.get(day="2026-10-07")
    admin.post(
        f"/admin/cases/calendarday/{first.pk}/change/",
        {"is_workday": "on", "name": "更正", "day": "2026-12-15"},
    )
    told = list(CalendarDay.objects.filter(day="2026-10-07").order_by("known_from").values_list("is_workday"))
    assert told == [(False,), (True,)]
    assert current_policy().calendar.is_workday(first.day)
    assert not CalendarDay.objects.filter(day="2026-12-15").exists()  # which day it is stays


def test_decisions_on_competence_are_read_not_written_and_none_on_a_report_is_shown(admin):
    kinds = {kind: decided(kind) for kind in ("help_request", "report")}
    shown = words_of(admin.get("/admin/cases/duty/"))
    assert kinds["help_request"].number in shown
    assert kinds["report"].number not in shown
    assert admin.get("/admin/cases/duty/add/").status_code == 403


def decided(kind: str) -> Case:
    case = a_case(State.HANDLING, kind=kind, wants_public=kind != "report")
    Duty.objects.create(
        category=a_category(f"99{len(kind):02d}"),
        unit=cast().lead,
        case=case,
        words="审定",
        decided_at=timezone.now(),
    )
    return case
