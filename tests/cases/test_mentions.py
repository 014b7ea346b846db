"""@ in a note: who is named and may see the case is told; of everybody else the writer learns."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from cases.actions.note import note
from cases.models import Event
from cases.rules.mentions import MOST, named, tokens
from cases.rules.states import State
from notify.models import Outbox
from tests.cases.desk_pages import address, another_unit, browser, do, words_of
from tests.factories import MONDAY, a_case, a_member, cast

LATER = MONDAY + timedelta(days=1)
needs_rows = pytest.mark.django_db


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("请@钱审签 看一下", ["钱审签"]),
        ("请@钱审签看一下", ["钱审签看一下"]),
        ("＠wang_handler：请跟进", ["wang_handler"]),
        ("发到 abc@example.com 即可", []),
        ("@钱审签 @钱审签", ["钱审签"]),
        ("价格@", []),
        ("@王·艾力。", ["王·艾力"]),
    ],
)
def test_what_stands_behind_the_sign_is_found(text, found):
    assert tokens(text) == found


def test_a_name_that_runs_on_into_the_sentence_is_known_by_its_longest_beginning():
    assert named("钱审签看一下", {"钱审", "钱审签"}) == "钱审签"
    assert named("没有这人", {"钱审签"}) == ""


def told(user):
    return Outbox.objects.filter(user=user, channel="site", key__startswith="mention-")


def noted(words, case=None, by=None):
    case = case or a_case(State.HANDLING)
    found = note(case.pk, by=by or cast().handler, at=LATER, kind="call", words=words)
    return case, found


@needs_rows
@pytest.mark.parametrize("sign", ["@钱审签", "@qian_signer", "请@钱审签把关"])
def test_who_is_named_is_told_and_led_to_the_line(sign):
    case, found = noted(sign)
    row = told(cast().signer).get()
    seq = Event.objects.get(case=case, verb="note").seq
    assert row.url == f"/admin/cases/case/{case.pk}/change/#event-{seq}"
    assert found.words == ""


@needs_rows
def test_the_line_is_there_and_names_whom_it_names():
    case, _found = noted("@钱审签 请看")
    shown = words_of(browser(cast().signer).get(address(case)))
    seq = Event.objects.get(case=case, verb="note").seq
    assert shown.count(f'id="event-{seq}"') == 1
    assert '<span class="wz-tag">@钱审签</span>' in shown


@needs_rows
def test_who_may_not_see_the_case_is_not_told_and_the_writer_learns_it():
    stranger = a_member("stranger", "别家", another_unit(), Role.HANDLER)
    case = a_case(State.HANDLING, at=timezone.now() - timedelta(hours=8))
    answer = do(cast().handler, case, "note", words="@别家 请协助")
    page = words_of(browser(cast().handler).get(answer["Location"]))
    assert not told(stranger).exists()
    assert Event.objects.filter(case=case, verb="note").exists()
    assert "没有通知" not in page  # of another session
    _case, found = noted("@别家 请协助", case)
    assert found.words == "别家不能查看这件诉求件，没有通知。"


@needs_rows
def test_the_writer_reads_it_on_the_next_page():
    a_member("stranger", "别家", another_unit(), Role.HANDLER)
    case = a_case(State.HANDLING, at=timezone.now() - timedelta(hours=8))
    client = browser(cast().handler)
    sends = {"kind": "call", "words": "@别家 请协助", "version": case.version}
    assert "别家不能查看这件诉求件" in words_of(client.post(address(case, "note"), sends, follow=True))


@needs_rows
@pytest.mark.parametrize(("words", "said"), [("@没有这个人", "没有找到“没有这个人”"), ("@王承办 自己", "")])
def test_who_is_nobody_is_said_and_oneself_is_not(words, said):
    _case, found = noted(words)
    assert said in found.words
    assert not Outbox.objects.filter(key__startswith="mention-").exists()


@needs_rows
def test_of_two_with_one_name_the_account_is_asked_for():
    a_member("qian_2", "钱审签", cast().lead, Role.SIGNER)
    _case, found = noted("@钱审签")
    assert "请改写账号，如 @qian_signer" in found.words
    noted("@qian_2")
    assert Outbox.objects.filter(key__startswith="mention-", channel="site").count() == 1


@needs_rows
def test_of_two_with_one_name_the_one_who_sees_the_case_is_meant():
    a_member("qian_2", "钱审签", another_unit(), Role.SIGNER)
    _case, found = noted("@钱审签")
    assert found.words == ""
    assert told(cast().signer).exists()


@needs_rows
def test_no_more_than_a_few_are_told_at_once():
    names = [f"同事{letter}" for letter in "甲乙丙丁戊己"]
    for number, name in enumerate(names):
        a_member(f"mate_{number}", name, cast().lead, Role.HANDLER)
    _case, found = noted(" ".join(f"@{name}" for name in names))
    assert len(found.people) == MOST
    assert "同事己没有通知" in found.words


@needs_rows
def test_of_a_report_nobody_of_the_reported_unit_is_told():
    reported = another_unit()
    member = a_member("stranger", "别家", reported, Role.SUPERVISOR)
    case = a_case(State.HANDLING, kind="report", wants_public=False)
    case.reported_units.create(unit=reported)
    _case, found = noted("@别家 知悉", case)
    assert "不能查看" in found.words
    assert not told(member).exists()


@needs_rows
def test_colleagues_are_listed_below_the_field():
    case = a_case(State.HANDLING, at=timezone.now() - timedelta(hours=8))
    shown = words_of(browser(cast().handler).get(address(case, "note")))
    assert "@钱审签" in shown
    assert "@wang_handler" not in shown
