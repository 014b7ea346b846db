"""The desk's side of keeping: lengths are rows, a case is held by its number, and what was erased can be looked up."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from cases.actions.anonymise_contacts import anonymise_contacts
from cases.models import Case, ErasedContact, RetentionHold, RetentionTerm
from cases.rules.states import Kind, State
from tests.cases.desk_pages import another_unit, browser, words_of
from tests.factories import a_case, a_member, cast

pytestmark = pytest.mark.django_db
TERMS, HOLDS, LEDGER = (
    f"/admin/cases/{name}/" for name in ("retentionterm", "retentionhold", "erasedcontact")
)


@pytest.fixture
def admin():
    return browser(a_member("admin", "管理员甲", another_unit(), Role.ADMIN))


@pytest.mark.parametrize("page", [TERMS, HOLDS, LEDGER, TERMS + "add/", HOLDS + "add/"])
def test_they_are_open_to_administrators_only(admin, page):
    assert admin.get(page).status_code == 200
    assert browser(cast().handler).get(page).status_code in (302, 403)


def test_a_new_length_holds_from_its_day(admin):
    on = timezone.localdate() + timedelta(days=1)
    admin.post(
        TERMS + "add/", {"what": "contact", "days": "180", "valid_from": on.isoformat(), "source": "市里规定"}
    )
    assert RetentionTerm.objects.get(valid_from=on).days == 180


def test_a_length_is_not_set_backwards(admin):
    on = timezone.localdate() - timedelta(days=1)
    answer = admin.post(TERMS + "add/", {"what": "contact", "days": "1", "valid_from": on.isoformat()})
    assert "生效日期不能早于今天" in answer.content.decode()


def test_a_case_is_held_by_its_number_and_let_go(admin):
    case = a_case(State.CLOSED)
    admin.post(HOLDS + "add/", {"number": case.number, "reason": "行政诉讼期间"})
    hold = RetentionHold.objects.get()
    assert (hold.case, hold.by.username) == (case, "admin")
    assert case.number in admin.get(HOLDS).content.decode()
    assert admin.get(f"{HOLDS}{hold.pk}/change/").status_code == 200
    admin.post(f"{HOLDS}{hold.pk}/delete/", {"post": "yes"})
    assert not RetentionHold.objects.exists()


@pytest.mark.parametrize("number", ["", "WZ-2026-999999-9", "x"])
def test_an_unknown_number_is_told(admin, number):
    assert admin.post(HOLDS + "add/", {"number": number, "reason": "诉讼"}).status_code == 200
    assert not RetentionHold.objects.exists()


def test_a_second_hold_is_told(admin):
    case = a_case(State.CLOSED)
    for _each in range(2):
        answer = admin.post(HOLDS + "add/", {"number": case.number, "reason": "行政诉讼期间"})
    assert "不用重复登记" in answer.content.decode()


def erased(**more) -> Case:
    case = a_case(State.WITHDRAWN, **more)
    for _batch in anonymise_contacts(timezone.now() + timedelta(days=3650)):
        pass
    assert ErasedContact.objects.filter(case=case).exists()
    return case


def test_the_ledger_lists_the_case_and_nobody_changes_it(admin):
    case = erased()
    assert case.number in admin.get(LEDGER).content.decode()
    assert admin.get(LEDGER + "add/").status_code == 403


def test_the_work_page_says_that_they_were_erased():
    case = erased()
    page = words_of(browser(cast().intake).get(f"/admin/cases/case/{case.pk}/change/"))
    assert "按规定清除" in page
    assert '<p class="wz-soft">没有留联系方式' not in page


def test_a_report_against_the_administrators_unit_is_in_no_list():
    own = another_unit()
    case = erased(kind=Kind.REPORT)
    case.reported_units.create(unit=own)
    admin = browser(a_member("admin", "管理员甲", own, Role.ADMIN))
    assert case.number not in admin.get(LEDGER).content.decode()
