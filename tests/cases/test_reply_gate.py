"""The gate before a reply: the drafter sees the findings, the reviewer passes them only with a reason, history is let through."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.actions._gate import MOST_COMPARED, earlier_replies
from cases.actions.approve_reply import approve_reply
from cases.actions.countersign import countersign
from cases.actions.draft_reply import draft_reply
from cases.actions.errors import HeldBack
from cases.actions.history import history
from cases.actions.log_contact import log_contact
from cases.models import Case, Event, ReplyDraft
from cases.rules.states import Kind, State
from tests.cases.desk_pages import address, browser, do, doer, ready_case, sent, words_of
from tests.factories import MONDAY, REPLY, a_case, a_category, cast

pytestmark = pytest.mark.django_db

VAGUE = "您好！小区门口的路灯坏了一事，我局已到现场查看，情况属实，将尽快安排修复。联系人：市政科，电话 0990-6100000。"
LATER = MONDAY + timedelta(hours=8)


def reviewing(says=VAGUE, outcome="explained", **more):
    """A countersigned case with that draft."""
    case = a_case(State.HANDLING, **more)
    people = cast(case.board)
    log_contact(case.pk, by=people.handler, at=LATER, way="phone", result="已联系。")
    draft_reply(case.pk, by=people.handler, at=LATER, body=says, outcome=outcome)
    countersign(case.pk, by=people.signer, at=LATER)
    return Case.objects.get(pk=case.pk)


def approve(case, **more):
    approve_reply(case.pk, by=cast().reviewer, at=LATER + timedelta(minutes=5), **more)


def last_event(case):
    return Event.objects.filter(case=case).order_by("-seq").first()


def draft_of(case):
    return ReplyDraft.objects.filter(case=case).latest("id")


def test_a_draft_keeps_what_the_checks_found():
    case = reviewing()
    assert [each["code"] for each in draft_of(case).findings] == ["vague"]
    assert Event.objects.get(case=case, verb="draft_reply").facts["checks"] == ["vague"]


def test_a_clean_draft_keeps_nothing_and_its_event_does_not_speak_of_checks():
    case = reviewing(REPLY)
    assert draft_of(case).findings == []
    assert "checks" not in Event.objects.get(case=case, verb="draft_reply").facts


def test_sending_is_not_held_back_for_the_reviewer_decides():
    assert reviewing().state == State.REVIEWING


def test_what_does_not_pass_is_not_published_without_a_reason():
    case = reviewing()
    with pytest.raises(HeldBack, match="说法含糊，没有日期"):
        approve(case)
    case.refresh_from_db()
    assert case.state == State.REVIEWING


@pytest.mark.parametrize("blank", ["", "  \n "])
def test_a_blank_is_no_reason(blank):
    with pytest.raises(HeldBack):
        approve(reviewing(), override=blank)


def test_with_a_reason_it_is_published_and_the_reason_stays():
    case = reviewing()
    approve(case, override="采购周期尚未确定，已电话向留言人说明。")
    facts = last_event(case).facts
    assert (facts["checks"], facts["override"]) == (["vague"], "采购周期尚未确定，已电话向留言人说明。")
    assert draft_of(case).override_reason == facts["override"]


def test_a_reason_for_a_clean_reply_is_not_kept():
    case = reviewing(REPLY)
    approve(case, override="没有必要的理由")
    assert draft_of(case).override_reason == ""
    assert "override" not in last_event(case).facts


def test_the_checks_are_asked_anew_and_not_taken_from_the_draft():
    case = reviewing()
    ReplyDraft.objects.filter(case=case).update(findings=[])
    with pytest.raises(HeldBack):
        approve(case)


def test_history_is_never_held_back():
    case = reviewing()
    with history():
        approve(case)
    case.refresh_from_db()
    assert case.state == State.REPLIED


def test_a_reply_that_was_written_for_another_question_is_held_back():
    approve(reviewing(REPLY))
    other = reviewing(
        REPLY, title="体育馆几点开门", body="孩子想去城北体育馆游泳，请问夏天几点开门，票价多少？"
    )
    assert [each["code"] for each in draft_of(other).findings] == ["copied"]
    with pytest.raises(HeldBack, match="雷同"):
        approve(other)


def test_the_same_answer_to_the_same_question_passes():
    approve(reviewing(REPLY))
    approve(reviewing(REPLY))
    assert Case.objects.filter(state=State.REPLIED).count() == 2


def test_replies_to_reports_are_not_compared_with():
    case = reviewing(REPLY, kind=Kind.REPORT)
    approve(case)
    assert earlier_replies(reviewing()) == []


def test_only_replies_of_the_same_unit_and_category_are_compared_with():
    approve(reviewing(REPLY))
    case = reviewing()
    assert len(earlier_replies(case)) == 1
    case.category = a_category("0202", "照明")
    assert earlier_replies(case) == []


def test_the_comparison_asks_once_and_reads_a_bounded_number_of_rows(django_assert_num_queries):
    case = reviewing()
    with django_assert_num_queries(1) as asked:
        earlier_replies(case)
    assert f"LIMIT {MOST_COMPARED}" in asked[0]["sql"]


def test_the_drafter_sees_the_findings_before_sending():
    case = ready_case("draft_reply")
    answer = do(cast().handler, case, "draft_reply", preview="1", body=VAGUE)
    shown = words_of(answer)
    assert "说法含糊，没有日期" in shown
    assert "将尽快安排修复" in shown
    assert last_event(case).verb == "log_contact"


def test_the_drafter_is_told_that_all_checks_pass():
    case = ready_case("draft_reply")
    assert "各项检查都已通过" in words_of(do(cast().handler, case, "draft_reply", preview="1"))


def test_the_findings_stand_in_the_file_after_sending():
    case = ready_case("draft_reply")
    do(cast().handler, case, "draft_reply", body=VAGUE)
    assert "说法含糊，没有日期" in words_of(browser(cast().handler).get(address(case)))


def judged_case():
    """A recent case, countersigned, whose draft is vague."""
    case = ready_case("draft_reply")
    do(cast().handler, case, "draft_reply", body=VAGUE)
    do(cast().signer, case, "countersign")
    case.refresh_from_db()
    return case


def test_the_reviewer_sees_findings_and_a_field_for_the_reason():
    shown = words_of(browser(cast().reviewer).get(address(judged_case(), "approve_reply")))
    assert "说法含糊，没有日期" in shown
    assert 'name="override"' in shown


def test_a_clean_reply_needs_no_field_for_a_reason():
    case = ready_case("approve_reply")
    assert 'name="override"' not in words_of(
        browser(doer("approve_reply", case)).get(address(case, "approve_reply"))
    )


def test_the_reviewer_without_a_reason_comes_back_to_the_page():
    case = judged_case()
    answer = do(cast().reviewer, case, "approve_reply")
    assert answer.status_code == 409
    assert "仍要发布的，请写明理由" in words_of(answer)


def test_the_reviewer_with_a_reason_publishes_and_the_timeline_says_so():
    case = judged_case()
    assert do(cast().reviewer, case, "approve_reply", override="配件采购周期未定。").status_code == 303
    assert "仍予发布：配件采购周期未定。" in words_of(browser(cast().reviewer).get(address(case)))


def test_the_author_does_not_read_about_the_checks():
    case = judged_case()
    do(cast().reviewer, case, "approve_reply", override="配件采购周期未定。")
    assert "采购周期" not in words_of(browser(case.author).get(f"/my/cases/{case.number}/"))


def test_a_reason_of_two_characters_is_none():
    answer = do(cast().reviewer, judged_case(), "approve_reply", override="同意")
    assert "至少 5 个字" in words_of(answer)


def test_the_signer_sees_the_findings_too():
    case = ready_case("draft_reply")
    do(cast().handler, case, "draft_reply", body=VAGUE)
    assert "说法含糊，没有日期" in words_of(browser(cast().signer).get(address(case, "countersign")))


def test_a_draft_with_its_checks_is_sent_in_few_queries(django_assert_max_num_queries):
    case = ready_case("draft_reply")
    client, sends = browser(cast().handler), sent("draft_reply", case)
    with django_assert_max_num_queries(25):
        assert client.post(address(case, "draft_reply"), sends).status_code == 303


def test_the_day_of_a_promise_lies_ahead():
    case = a_case(State.HANDLING)
    log_contact(case.pk, by=cast().handler, at=LATER, way="phone", result="已联系。")
    with pytest.raises(HeldBack, match="须晚于今天"):
        draft_reply(
            case.pk, by=cast().handler, at=LATER, body=REPLY, outcome="promised", promise_on=LATER.date()
        )


DATED = (
    "您好！小区门口的路灯坏了一事已核实，电缆老化，4盏灯将于{}前全部更换。联系人：市政科，电话 0990-6100000。"
)


def next_month():
    return timezone.localdate() + timedelta(days=40)


def dated():
    on = next_month()
    return DATED.format(f"{on.year}年{on.month}月{on.day}日")


def test_a_date_in_the_text_is_asked_about_once():
    case = ready_case("draft_reply")
    answer = do(cast().handler, case, "draft_reply", body=dated())
    assert answer.status_code == 200
    assert f"{next_month():%Y-%m-%d}" in words_of(answer)
    assert 'name="is_no_promise"' in words_of(answer)


def test_a_promise_is_sent_with_its_day_and_its_sentence():
    case = ready_case("draft_reply")
    on = next_month()
    do(cast().handler, case, "draft_reply", body=dated(), outcome="promised", promise_on=on.isoformat())
    draft = draft_of(case)
    assert draft.promise_on == on
    assert "4盏灯将于" in draft.promise_words


def test_a_date_that_is_no_promise_is_ticked_away():
    case = ready_case("draft_reply")
    answer = do(cast().handler, case, "draft_reply", body=dated(), is_no_promise="on")
    assert answer.status_code == 303
    assert draft_of(case).promise_on is None


def test_a_text_without_dates_is_not_asked():
    case = ready_case("draft_reply")
    assert 'name="is_no_promise"' not in words_of(browser(cast().handler).get(address(case, "draft_reply")))


@pytest.mark.parametrize(
    ("sends", "words"),
    [
        ({"outcome": "promised"}, "请填写承诺完成日期"),
        ({"promise_on": "2001-01-01"}, "须晚于今天"),
        ({"promise_on": "下周"}, "2026-08-31 的样子"),
    ],
)
def test_a_wrong_promise_comes_back_with_words(sends, words):
    case = ready_case("draft_reply")
    assert words in words_of(do(cast().handler, case, "draft_reply", **sends))
