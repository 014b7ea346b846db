"""Accounts are restricted with a reason and an end, the person is told and may object once, and every step is a row."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import transaction
from django.db.utils import IntegrityError, InternalError
from django.utils import timezone

from cases.actions.errors import HeldBack, NotAllowed
from cases.actions.restrict import contest_restriction, lift, restrict, uphold_restriction
from cases.actions.submit import submit
from cases.models import AccountAct, Case, restrictions_of
from cases.rules.states import Kind
from cases.rules.watch_levels import Restriction
from notify.models import Outbox
from tests.cases.desk_pages import another_unit, browser, words_of
from tests.cases.pages import signed_in
from tests.factories import MONDAY, a_case, a_citizen, a_member, a_submission, cast

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
WHY = "一周内提交了四十件相同内容。"


def an_admin(name: str = "admin"):
    return a_member(name, f"管理员{name}", another_unit(), "admin")


def barred(person, *, at=MONDAY, by=None, **more):
    given = {"restriction": Restriction.BLOCKED, "until": at + 7 * DAY, "reason": WHY, **more}
    return restrict(person.pk, by=by or an_admin(), at=at, **given)


def post(person, at=MONDAY) -> Case:
    return Case.objects.get(pk=submit(a_submission(), by=person, author=person, at=at).case_id)


def test_a_barred_account_posts_again_when_the_time_is_over():
    person = a_citizen()
    barred(person)
    with pytest.raises(HeldBack) as refused:
        post(person, MONDAY + DAY)
    assert "账号限制" in refused.value.words
    assert refused.value.until == MONDAY + 7 * DAY
    assert post(person, MONDAY + 7 * DAY)


def test_a_daily_number_holds_for_that_account_alone():
    person = a_citizen()
    barred(person, restriction=Restriction.DAILY, amount=1, until=None)
    post(person)
    with pytest.raises(HeldBack):
        post(person, MONDAY + timedelta(hours=3))
    assert post(person, MONDAY + DAY)
    assert post(a_citizen("另一位"))


def test_an_account_that_is_held_first_is_read_by_a_person_first():
    person = a_citizen()
    barred(person, restriction=Restriction.HELD_FIRST, until=None)
    case = post(person)
    assert case.is_held
    assert case.screening.is_by_account


def test_the_person_is_told_why_until_when_and_how_to_object():
    person = a_citizen()
    barred(person)
    notice = Outbox.objects.get(user=person, url="/my/restrictions/")
    assert WHY in notice.body
    assert "异议" in notice.body


def test_a_later_word_takes_the_place_of_an_earlier_and_lifting_ends_it():
    person = a_citizen()
    barred(person)
    barred(person, until=MONDAY + 2 * DAY)
    assert restrictions_of(person.pk, MONDAY)[Restriction.BLOCKED].until == MONDAY + 2 * DAY
    lift(person.pk, by=an_admin(), at=MONDAY, restriction=Restriction.BLOCKED, reason="核实后解除。")
    assert not restrictions_of(person.pk, MONDAY)
    assert AccountAct.objects.filter(user=person).count() == 3


@pytest.mark.parametrize(
    "more",
    [
        {"reason": " "},
        {"until": None},
        {"until": MONDAY - DAY},
        {"restriction": Restriction.DAILY, "amount": None},
    ],
)
def test_a_restriction_without_reason_end_or_number_is_not_taken(more):
    with pytest.raises(HeldBack):
        barred(a_citizen(), **more)


def test_the_database_bars_nobody_without_an_end():
    person = a_citizen()
    with pytest.raises(IntegrityError), transaction.atomic():
        AccountAct.objects.create(
            user=person, verb="impose", restriction="blocked", reason=WHY, at=MONDAY, by=an_admin()
        )


def test_an_objection_is_decided_by_somebody_else():
    person, first, second = a_citizen(), an_admin(), an_admin("admin2")
    barred(person, by=first)
    contest_restriction(person, at=MONDAY, restriction=Restriction.BLOCKED, reason="我没有重复提交。")
    with pytest.raises(HeldBack):
        lift(person.pk, by=first, at=MONDAY, restriction=Restriction.BLOCKED, reason="解除。")
    uphold_restriction(
        person.pk, by=second, at=MONDAY, restriction=Restriction.BLOCKED, reason="有记录为证。"
    )
    with pytest.raises(HeldBack):
        contest_restriction(person, at=MONDAY, restriction=Restriction.BLOCKED, reason="再说一次。")


def test_a_desk_restricts_the_author_of_a_message_to_its_boards_and_nobody_else():
    case = a_case()
    barred(case.author, by=cast().intake, case_id=case.pk)
    stranger = a_member("stranger", "别家受理", another_unit(), "intake")
    for by, case_id in ((stranger, case.pk), (cast().intake, None), (cast().handler, case.pk)):
        with pytest.raises(NotAllowed):
            barred(case.author, by=by, case_id=case_id)


def test_a_message_of_somebody_else_is_no_occasion():
    with pytest.raises(NotAllowed):
        barred(a_citizen("无关"), by=cast().intake, case_id=a_case().pk)


def test_to_report_somebody_is_never_an_occasion():
    case = a_case(kind=Kind.REPORT)
    with pytest.raises(NotAllowed):
        barred(case.author, by=cast().intake, case_id=case.pk)
    assert browser(cast().intake).get(f"/admin/cases/accountact/case/{case.pk}/").status_code == 404


def test_staff_are_not_restricted_here():
    with pytest.raises(HeldBack):
        barred(cast().handler)


def test_rows_are_never_changed_or_deleted():
    barred(a_citizen())
    with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
        AccountAct.objects.update(reason="别的")


def test_the_person_reads_it_in_plain_words_and_objects_without_scripts():
    person, now = a_citizen(), timezone.now()
    barred(person, at=now)
    client = signed_in(person)
    assert WHY in words_of(client.get("/my/restrictions/"))
    answer = client.post("/my/restrictions/", {"restriction": "blocked", "reason": "我没有重复提交。"})
    assert answer.status_code == 303
    assert "您已提出异议" in words_of(client.get("/my/restrictions/"))


def test_the_desk_restricts_from_the_case_and_decides_there():
    case, now = a_case(at=timezone.now()), timezone.now()
    page = f"/admin/cases/accountact/case/{case.pk}/"
    client = browser(cast().intake)
    assert page in words_of(client.get(f"/admin/cases/case/{case.pk}/change/"))
    until = timezone.localtime(now + 3 * DAY).strftime("%Y-%m-%dT%H:%M")
    missing = client.post(page, {"impose": "1", "restriction": "blocked", "reason": WHY})
    assert "暂停留言须写明到期时间" in words_of(missing)
    client.post(page, {"impose": "1", "restriction": "blocked", "until": until, "reason": WHY})
    assert restrictions_of(case.author_id, timezone.now())
    client.post(page, {"decide": "1", "restriction": "blocked", "verb": "lift", "reason": "已经说明情况。"})
    assert not restrictions_of(case.author_id, timezone.now())


@pytest.mark.parametrize("role", ["intake", "handler", "supervisor", "leader"])
def test_the_list_of_all_accounts_is_for_administrators(role):
    person = a_citizen()
    client = browser(a_member("other", "旁人", another_unit(), role))
    assert client.get("/admin/cases/accountact/").status_code == 403
    assert client.get(f"/admin/cases/accountact/account/{person.pk}/").status_code == 404
    assert browser(an_admin()).get(f"/admin/cases/accountact/account/{person.pk}/").status_code == 200
