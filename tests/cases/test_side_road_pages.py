"""What people see of pauses, extensions, promises and orders: the desk, the author's page, the public page, the supervisor."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from cases.actions.fulfil import fulfil
from cases.actions.note import note
from cases.actions.post_progress import post_progress
from cases.actions.suspend import suspend
from cases.actions.tick import tick
from cases.actions.withdraw import withdraw
from cases.models import Attachment, Case, Event
from cases.reads.ledgers import for_author, for_staff, total_pause
from cases.rules.states import State
from tests.cases.desk_pages import address, answer_with_a_promise, browser, do, doer, ready_case, words_of
from tests.cases.side_roads import (
    a_picture,
    asked,
    claimed,
    granted,
    ordered,
    promised,
    resumed,
    second_signer,
    suspended,
)
from tests.cases.ways import on, signed
from tests.factories import a_case, cast

pytestmark = pytest.mark.django_db


def events(pk: int) -> list[Event]:
    return list(Event.objects.filter(case=pk).select_related("by", "unit").order_by("seq"))


def told(pk: int) -> list[tuple[str, str]]:
    return [(each.name, each.words) for each in for_staff(events(pk))]


def own_page(case: Case) -> str:
    return words_of(browser(case.author).get(f"/my/cases/{case.number}/"))


def public_page(case: Case) -> str:
    return words_of(Client().get(f"/messages/{case.number}/"))


def test_pauses_are_added_up() -> None:
    pk = resumed(suspended(signed("03-09 09:30"), "03-10 10:00", date(2026, 3, 17)), "03-12 10:00")
    assert total_pause(events(pk), on("03-13 10:00")) == "2 天"


def test_a_pause_ends_with_the_case() -> None:
    pk = suspended(signed("03-09 09:30"), "03-10 10:00", date(2026, 3, 17))
    withdraw(pk, by=Case.objects.get(pk=pk).author, at=on("03-11 10:00"))
    assert total_pause(events(pk), on("03-20 10:00")) == "1 天"


def test_the_author_reads_of_granted_extensions_only() -> None:
    pk = asked(signed("03-09 09:30"), "03-10 10:00", 3)
    assert for_author(events(pk)) == []
    granted(pk, "03-10 12:00")
    assert [each.words for each in for_author(events(pk))] == ["批准延长 3 个工作日（原定 2026-03-16 18:00）"]


def test_the_ledger_follows_a_promise_to_its_end() -> None:
    pk = claimed(promised("03-09 09:30", date(2026, 3, 13)), "03-12 10:00")
    assert told(pk) == [("承诺", "2026-03-13前兑现 · 已报兑现，待确认")]
    other = promised("03-09 09:30", date(2026, 3, 13))
    tick(on("03-14 10:00"))
    assert told(other) == [("承诺", "2026-03-13前兑现 · 到期未兑现，重新办理")]


def test_the_author_sees_both_dates_the_reason_and_the_interim_reply() -> None:
    case = a_case(State.HANDLING, at=timezone.now() - timedelta(hours=9))
    post_progress(
        case.pk, by=cast().signer, at=timezone.now(), body="您好！现场已经查看，正在联系产权单位，请稍候。"
    )
    for verb in ("ask_extension", "grant_extension"):
        do(doer(verb, case), case, verb)
    page = own_page(case)
    assert "原期限" in page
    assert "情况属实。" in page
    assert "现场已经查看，正在联系产权单位" in page


def test_the_public_reads_that_a_case_rests() -> None:
    case = a_case(State.HANDLING, at=timezone.now() - timedelta(hours=9))
    at = timezone.now()
    suspend(
        case.pk,
        by=cast().supervisor,
        at=at,
        reason="须等批复。",
        plan="每周跟进。",
        review_on=at.date() + timedelta(days=9),
    )
    assert "暂缓办理" in public_page(case)


def test_the_public_reads_a_promise_and_its_date() -> None:
    case = a_case(State.HANDLING, at=timezone.now() - timedelta(hours=9))
    answer_with_a_promise(case)
    assert "完成管网改造</span> · 未到期" in public_page(case)


def test_the_public_reads_what_became_of_a_promise() -> None:
    case = a_case(State.HANDLING, at=timezone.now() - timedelta(hours=9))
    answer_with_a_promise(case)
    fulfil(case.pk, by=cast().handler, at=timezone.now(), reason="已完成。", files=[a_picture()])
    assert "单位已报兑现，待督查确认" in public_page(case)


def test_pictures_of_a_note_stand_in_the_file_and_are_not_the_authors_to_read() -> None:
    case = a_case(State.HANDLING)
    files = {"before": [a_picture(1)], "after": [a_picture(2)]}
    note(case.pk, by=cast().handler, at=timezone.now(), kind="inspection", words="已到现场。", files=files)
    page = words_of(browser(cast().handler).get(address(case)))
    assert "办理前" in page
    assert "办理后" in page
    key = Attachment.objects.filter(case=case, purpose="after").get().key
    assert browser(cast().handler).get(f"/attachments/{key}/").status_code == 200
    assert browser(case.author).get(f"/attachments/{key}/").status_code == 404
    assert "现场图2" not in own_page(case)


def test_verbs_that_there_is_nothing_to_do_for_have_no_button() -> None:
    case = a_case(State.HANDLING)
    page = words_of(browser(cast().supervisor).get(address(case)))
    assert "下督办单" in page
    assert "解除督办" not in page
    assert "恢复办理" not in page


def test_whoever_asked_is_told_that_another_has_to_grant() -> None:
    case = ready_case("grant_extension")
    second = second_signer()
    page = words_of(browser(second).get(address(case, "grant_extension")))
    assert "须等上级批复。" in page  # what was asked for stands in the form


def test_an_order_is_a_sheet_of_paper_with_its_number() -> None:
    case = ready_case("lift")
    seq = Event.objects.get(case=case, verb="supervise").seq
    sheet = browser(cast().handler).get(f"/admin/cases/case/{case.pk}/order/{seq}/")
    assert f"督〔{timezone.localdate().year}〕1号" in words_of(sheet)
    assert "请查明原因。" in words_of(sheet)
    assert browser(cast().handler).get(f"/admin/cases/case/{case.pk}/order/1/").status_code == 404


def test_the_supervisor_has_a_list_of_orders_and_what_only_has_to_be_lifted_stands_last() -> None:
    ended, running = signed("03-09 09:30"), signed("03-09 09:30")
    ordered(ended, "03-09 10:00")
    ordered(running, "03-09 11:00")
    withdraw(ended, by=Case.objects.get(pk=ended).author, at=on("03-09 12:00"))
    page = words_of(browser(cast().supervisor).get("/supervise/orders/"))
    assert page.index("督〔2026〕2号") < page.index("督〔2026〕1号")
    assert "待解除" in page


def test_the_supervisor_has_a_list_of_promises_by_date_and_status() -> None:
    late, soon = promised("03-09 09:30", date(2026, 8, 31)), promised("03-09 09:30", date(2026, 3, 13))
    first, second = (Case.objects.get(pk=pk).number for pk in (soon, late))
    page = words_of(browser(cast().supervisor).get("/supervise/promises/"))
    assert page.index(first) < page.index(second)
    tick(on("03-14 10:00"))
    page = words_of(browser(cast().supervisor).get("/supervise/promises/?status=broken"))
    assert first in page
    assert second not in page


@pytest.mark.parametrize("path", ["/supervise/orders/", "/supervise/promises/"])
def test_lists_of_the_supervisor_are_for_supervisors(path: str) -> None:
    assert browser(cast().handler).get(path).status_code == 403
