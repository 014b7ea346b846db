"""One message of several matters becomes several cases: nothing is lost, nothing doubled, and the wait is the same."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.actions._files import StoredFile
from cases.actions.appeal import appeal
from cases.actions.errors import HeldBack, StalePage, WrongState
from cases.actions.merge import merge
from cases.actions.split import Part, split
from cases.actions.submit import submit
from cases.models import Attachment, Case, Clock, Contact
from cases.rules.states import State
from notify.models import Outbox
from tests.cases.desk_pages import address, browser, do, sent
from tests.cases.invariants import broken_rules, look_at
from tests.cases.pages import signed_in, words_of
from tests.cases.ways import due, on
from tests.factories import MONDAY, a_case, a_citizen, a_submission, cast

pytestmark = pytest.mark.django_db

LAMP = Part("东门路灯坏了", "小区东门外三盏路灯坏了半个月，晚上一片漆黑。")
WASTE = Part("西门垃圾无人清运", "小区西门的垃圾堆了一个星期没有人清运。")
LATER = on("03-09 16:00")


def split_one(**more) -> tuple[Case, list[Case]]:
    case = a_case(**more)
    split(case.pk, by=cast().intake, at=LATER, parts=[LAMP, WASTE])
    case.refresh_from_db()
    return case, list(case.parts.order_by("id"))


def test_two_cases_come_of_one_with_their_own_numbers():
    case, parts = split_one()
    assert (case.state, case.decline_code) == (State.DECLINED, "N13")
    assert [each.title for each in parts] == [LAMP.title, WASTE.title]
    assert {each.author_id for each in parts} == {case.author_id}
    assert len({case.number, *(each.number for each in parts)}) == 3
    assert [broken_rules(look_at(each.pk)) for each in (case, *parts)] == [[], [], []]


def test_the_wait_counts_from_the_first_submission_and_the_desk_begins_anew():
    case, parts = split_one()
    wait = Clock.objects.get(case=parts[0], name="wait")
    assert wait.started_at == case.submitted_at == MONDAY
    assert due(parts[0].pk, "intake") == "03-10 18:00"


def test_contact_and_chosen_files_go_along():
    author, file = a_citizen(), StoredFile("路灯.pdf", "application/pdf", b"%PDF-1.4 lamp")
    receipt = submit(a_submission(files=[file, file]), by=author, author=author, at=MONDAY)
    first = Attachment.objects.filter(case=receipt.case_id).first()
    chosen = Part(LAMP.title, LAMP.body, file_ids=[first.pk])
    split(receipt.case_id, by=cast().intake, at=LATER, parts=[chosen, WASTE])
    parts = list(Case.objects.filter(split_from=receipt.case_id).order_by("id"))
    assert [each.attachments.count() for each in parts] == [1, 0]
    copy = parts[0].attachments.get()
    assert (copy.sha256, copy.key == first.key) == (first.sha256, False)
    assert {Contact.objects.get(case=each).phone for each in parts} == {"19900000001"}


def test_the_author_reads_the_new_numbers_everywhere(client):
    author = a_citizen()
    receipt = submit(a_submission(), by=author, author=author, at=MONDAY)
    Outbox.objects.all().delete()
    split(receipt.case_id, by=cast().intake, at=LATER, parts=[LAMP, WASTE])
    numbers = list(Case.objects.filter(split_from=receipt.case_id).values_list("number", flat=True))
    own = words_of(signed_in(author).get(f"/my/cases/{receipt.number}/"))
    tracked = words_of(client.post("/track/", {"number": receipt.number, "code": receipt.lookup_code}))
    notice = Outbox.objects.get(user=author, channel="site", subject__contains="拆分").body
    for number in numbers:
        assert number in own
        assert number in tracked
        assert number in notice


def test_the_public_page_of_the_old_number_names_the_parts(client):
    case, parts = split_one()
    page = words_of(client.get(f"/messages/{case.number}/"))
    assert all(each.number in page for each in parts)


def test_nothing_was_refused_so_there_is_nothing_to_appeal():
    case, _parts = split_one()
    with pytest.raises(HeldBack, match="不能申诉"):
        appeal(case.pk, by=case.author, at=on("03-10 10:00"), reason="不同意拆分。")


def test_a_second_click_makes_no_more_cases():
    case = a_case()
    version = case.version
    split(case.pk, by=cast().intake, at=LATER, version=version, parts=[LAMP, WASTE])
    with pytest.raises(StalePage):
        split(case.pk, by=cast().intake, at=LATER, version=version, parts=[LAMP, WASTE])
    with pytest.raises(WrongState):
        split(case.pk, by=cast().intake, at=LATER, parts=[LAMP, WASTE])
    assert case.parts.count() == 2


@pytest.mark.parametrize("count", [1, 5])
def test_two_to_four(count):
    with pytest.raises(HeldBack, match="2 至 4 件"):
        split(a_case().pk, by=cast().intake, at=LATER, parts=[LAMP] * count)


def test_a_part_that_cannot_be_opened_takes_everything_back():
    case = a_case()
    broken = Part("x" * 500, "正文。")  # longer than any title may be
    with pytest.raises(Exception, match="too long"):
        split(case.pk, by=cast().intake, at=LATER, parts=[LAMP, broken])


def test_one_that_others_have_joined_is_not_split():
    case, other = a_case(author=a_citizen("市民7K3F")), a_case(author=a_citizen("市民9QRT"))
    merge(other.pk, by=cast().intake, at=LATER, into=case.number, reason="同一件。")
    with pytest.raises(HeldBack, match="有其他留言并入"):
        split(case.pk, by=cast().intake, at=LATER, parts=[LAMP, WASTE])


def test_a_closed_board_does_not_hinder_what_was_sent_before():
    case = a_case()
    case.board.is_open, case.board.closed_reason = False, "调整。"
    case.board.save()
    split(case.pk, by=cast().intake, at=LATER, parts=[LAMP, WASTE])
    assert case.parts.count() == 2


def test_through_the_page_of_the_desk():
    case = a_case(at=timezone.now() - timedelta(hours=1))
    page = words_of(browser(cast().intake).get(address(case, "split")))
    assert "第 4 件" in page
    assert do(cast().intake, case, "split").status_code == 303
    assert case.parts.count() == 2


def test_a_part_needs_both_title_and_body():
    case = a_case(at=timezone.now() - timedelta(hours=1))
    given = sent("split", case, body_2="", title_3="第三件事情在这里")
    page = words_of(browser(cast().intake).post(address(case, "split"), given))
    assert "请填写第 2 件的正文。" in page
    assert "请填写第 3 件的正文。" in page
    assert case.parts.count() == 0
