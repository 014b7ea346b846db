"""The case file: everything about a case on one page, for those who may see it, and only the buttons that work now."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from cases.actions.note import note
from cases.actions.tick import mark_due
from cases.rules.states import State
from tests.cases.desk_pages import LIST, address, another_unit, browser, do, words_of
from tests.factories import GOOD, MONDAY, a_case, a_member, cast

pytestmark = pytest.mark.django_db


def page(user, case):
    return words_of(browser(user).get(address(case)))


def verbs(user, case):
    return [each.verb for each in browser(user).get(address(case)).context["buttons"]]


def test_the_page_asks_a_fixed_number_of_queries_whatever_the_story(django_assert_max_num_queries):
    case = a_case(State.HANDLING)
    for minute in range(80):
        note(
            case.pk,
            by=cast().handler,
            at=MONDAY + timedelta(hours=5, minutes=minute),
            kind="call",
            words="催促施工队",
        )
    client = browser(cast().handler)
    client.get(address(case))
    with django_assert_max_num_queries(15):
        assert "办理过程（8" in words_of(client.get(address(case)))


def test_a_case_of_another_unit_is_not_there():
    stranger = a_member("stranger", "别家", another_unit(), Role.HANDLER)
    assert browser(stranger).get(address(a_case(State.HANDLING))).status_code == 404


@pytest.mark.parametrize("pk", [0, 999999, 10**30])
def test_a_case_that_never_was_is_not_there(pk):
    assert browser(cast().intake).get(f"{LIST}{pk}/change/").status_code == 404


def test_the_file_itself_takes_no_post():
    assert browser(cast().intake).post(address(a_case()), {"title": "x"}).status_code == 405


@pytest.mark.parametrize(
    ("state", "who", "expected"),
    [
        (
            State.SUBMITTED,
            "intake",
            ["accept", "merge", "ask_info", "note", "decline", "split", "reveal_contact"],
        ),
        (State.ACCEPTED, "intake", ["assign", "merge", "note", "reveal_contact"]),
        (State.ASSIGNED, "handler", ["sign", "note", "ask_return", "hand_over", "reveal_contact"]),
        (
            State.HANDLING,
            "handler",
            [
                "log_contact",
                "ask_info",
                "ask_extension",
                "draft_reply",
                "note",
                "ask_return",
                "hand_over",
                "reveal_contact",
            ],
        ),
        (State.REVIEWING, "signer", ["countersign", "note", "send_back", "hand_over"]),
        (State.REVIEWING, "reviewer", ["approve_reply", "note", "send_back", "take_down"]),
        (State.REVISITING, "revisitor", ["record_revisit", "reopen", "reveal_contact"]),
        (State.CLOSED, "supervisor", ["reopen", "take_down"]),
        (State.REPLIED, "handler", ["reveal_contact"]),
    ],
)
def test_only_what_may_be_done_now_is_a_button(state, who, expected):
    assert verbs(getattr(cast(), who), a_case(state)) == expected


def test_a_held_back_button_says_why():
    shown = page(cast().handler, a_case(State.HANDLING))
    assert "回复前须先联系留言人" in shown
    assert "do/draft_reply/" not in shown


def test_signing_is_one_click_on_the_file_itself():
    case = a_case(State.ASSIGNED, at=timezone.now() - timedelta(hours=4))
    assert f'action="{address(case, "sign")}"' in page(cast().handler, case)


def test_contact_data_are_masked():
    shown = page(cast().handler, a_case(State.HANDLING))
    assert "199****0001" in shown
    assert "19900000001" not in shown
    assert "张三" not in shown


def test_of_a_report_not_even_the_masked_author_is_shown():
    shown = page(cast().handler, a_case(State.HANDLING, kind="report", wants_public=False))
    assert "联系方式保密" in shown
    assert "****0001" not in shown


def test_a_due_date_explains_itself():
    shown = page(cast().handler, a_case(State.HANDLING))  # 求助, accepted on Monday 2026-03-09
    assert "期限如何计算" in shown
    assert "3月14日（周六）" in shown
    assert "2026年3月16日（周一）18:00" in shown


def test_an_overdue_clock_is_marked_in_the_timeline():
    case = a_case(State.SUBMITTED)
    mark_due(MONDAY + timedelta(days=2))
    assert "超期（记黄牌）" in page(cast().intake, case)


def test_a_sealed_rating_is_hidden_from_the_unit_and_shown_to_the_supervisor():
    now = timezone.now()
    case = a_case(State.CLOSED, at=now - timedelta(hours=10))
    assert "评价，封存至" in page(cast().handler, case)
    assert "解决力度 5" not in page(cast().handler, case)
    assert "解决力度 5" in page(cast().supervisor, case)
    assert GOOD.outcome == 5


def test_an_opened_rating_is_shown_to_the_unit():
    assert "解决力度 5" in page(cast().handler, a_case(State.CLOSED))


def test_what_the_case_waits_for_is_said():
    shown = page(cast().intake, a_case(State.ASSIGNED, at=timezone.now() - timedelta(hours=3)))
    assert "等 <b>市住房和城乡建设局</b> 签收" in shown


def test_the_desks_requirement_stands_in_the_file():
    assert "请尽快办理并联系留言人。" in page(cast().handler, a_case(State.HANDLING))


def test_the_way_back_keeps_the_filters_of_the_list():
    case = a_case()
    answer = browser(cast().intake).get(address(case) + "?_changelist_filters=work%3Dto_accept")
    assert f'href="{LIST}?work=to_accept"' in words_of(answer)


def test_markup_in_a_message_stays_words():
    case = a_case(title="<script>alert(1)</script>", body="<img src=x onerror=alert(1)> 路灯坏了")
    shown = page(cast().intake, case)
    assert "<script>alert" not in shown
    assert "<img src=x" not in shown


def test_every_event_stands_in_the_timeline_with_its_actor():
    case = a_case(State.REPLIED)
    shown = page(cast().supervisor, case)
    for words in (
        "李受理（受理员）",
        "王承办（承办人）",
        "钱审签（单位审签人）",
        "赵审核（平台审核员）",
        "留言人",
    ):
        assert words in shown


def test_the_time_between_two_events_is_said():
    assert "隔 1 小时" in page(cast().intake, a_case(State.ACCEPTED))


def test_an_attachment_is_reached_through_the_page_that_asks():
    from cases.actions._files import StoredFile

    case = a_case(files=[StoredFile("路灯.png", "image/png", b"\x89PNG")])
    key = case.attachments.get().key
    assert f"/attachments/{key}/" in page(cast().intake, case)


def test_reading_a_reply_that_was_sent_back_shows_why():
    case = a_case(State.REVIEWING, at=timezone.now() - timedelta(hours=8))
    do(cast().reviewer, case, "send_back")
    assert "已退回：请写明日期。" in page(cast().handler, case)
