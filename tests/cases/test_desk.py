"""The verb pages: every verb of the desk can be done there, and every refusal comes back in words with nothing lost."""

from __future__ import annotations

import pytest

from cases.desk import DESK
from cases.models import Event
from cases.rules.states import State
from tests.cases.desk_pages import (
    LIST,
    SAMPLES,
    address,
    another_unit,
    browser,
    do,
    doer,
    ready_case,
    sent,
    words_of,
)  # fmt: skip
from tests.factories import a_case, a_category, a_member, cast

pytestmark = pytest.mark.django_db


def last_event(case):
    return Event.objects.filter(case=case).order_by("-seq").first()


def test_every_verb_of_the_desk_is_tried_here():
    assert set(SAMPLES) == set(DESK)


@pytest.mark.parametrize("verb", SAMPLES)
def test_a_verb_has_a_page_with_its_form(verb):
    case = ready_case(verb)
    answer = browser(doer(verb, case)).get(address(case, verb))
    assert answer.status_code == 200
    assert f'name="version" value="{case.version}"' in words_of(answer)


@pytest.mark.parametrize("verb", SAMPLES)
def test_looking_at_the_page_changes_nothing(verb):
    case = ready_case(verb)
    browser(doer(verb, case)).get(address(case, verb))
    assert Event.objects.filter(case=case).count() == case.event_count


@pytest.mark.parametrize("verb", sorted(set(SAMPLES) - {"reveal_contact"}))
def test_a_verb_is_done_and_leads_on(verb):
    case = ready_case(verb)
    answer = do(doer(verb, case), case, verb)
    assert answer.status_code == 303
    assert last_event(case).verb == verb


@pytest.mark.parametrize("verb", SAMPLES)
def test_a_second_click_never_makes_a_second_event(verb):
    case = ready_case(verb)
    client, sends = browser(doer(verb, case)), sent(verb, case)
    client.post(address(case, verb), sends)
    second = client.post(address(case, verb), sends)
    assert Event.objects.filter(case=case, verb=verb).count() == 1
    assert second.status_code in (303, 404, 409)


def test_the_second_click_learns_that_the_first_was_enough():
    case = ready_case("note")
    client, sends = browser(doer("note", case)), sent("note", case)
    client.post(address(case, "note"), sends)
    second = client.post(address(case, "note"), sends, follow=True)
    assert "没有重复提交" in words_of(second)


def test_an_old_page_is_told_so_and_keeps_what_was_typed():
    case = ready_case("draft_reply")
    sends = sent("draft_reply", case, body="您好！经核实，路灯已于三月十日修复，感谢监督，联系人市政科。")
    do(cast(case.board).intake, case, "note")
    answer = browser(doer("draft_reply", case)).post(address(case, "draft_reply"), sends)
    assert answer.status_code == 409
    assert "页面已过期" in words_of(answer)
    assert "路灯已于三月十日修复" in words_of(answer)
    assert address(case) in words_of(answer)


def test_after_an_old_page_the_same_words_can_be_sent_again():
    case = ready_case("draft_reply")
    client = browser(doer("draft_reply", case))
    do(cast(case.board).intake, case, "note")
    again = client.post(address(case, "draft_reply"), sent("draft_reply", case)).context["form"]
    answer = client.post(
        address(case, "draft_reply"), sent("draft_reply", case, version=again["version"].value())
    )
    assert answer.status_code == 303


def test_a_verb_that_is_too_late_says_where_the_case_stands():
    case = ready_case("accept")
    sends = sent("accept", case)
    do(cast(case.board).intake, case, "decline")
    case.refresh_from_db()
    answer = browser(doer("accept", case)).post(address(case, "accept"), sends | {"version": case.version})
    assert answer.status_code == 409
    assert "现在是“不予受理”" in words_of(answer)


def test_a_page_of_a_verb_that_is_too_late_has_no_button():
    case = a_case(State.CLOSED)
    answer = browser(cast().intake).get(address(case, "accept"))
    assert "不能“受理”" in words_of(answer)
    assert 'name="where"' not in words_of(answer)


def test_what_a_guard_holds_back_is_said():
    case = a_case(State.HANDLING)
    answer = do(cast().handler, case, "draft_reply")
    assert answer.status_code == 409
    assert "先“登记联系”" in words_of(answer)


def test_who_may_not_is_told_who_may():
    case = ready_case("assign")
    answer = do(cast().supervisor, case, "assign")
    assert answer.status_code == 403
    assert "只能由受理单位的受理员操作" in words_of(answer)


@pytest.mark.parametrize("verb", ["sign", "nothing", "overdue", "submit", "rate"])
def test_a_case_that_is_not_visible_is_not_there(verb):
    case = ready_case("sign")
    stranger = a_member("stranger", "别家", another_unit(), "handler")
    assert browser(stranger).get(address(case, verb)).status_code == 404


def test_a_verb_that_is_none_is_not_there():
    assert browser(cast().intake).get(address(ready_case("accept"), "nothing")).status_code == 404


def test_a_wrong_field_keeps_the_others():
    case = ready_case("log_contact")
    answer = do(doer("log_contact", case), case, "log_contact", way="telepathy")
    assert "没有这个选项" in words_of(answer)
    assert "已约定周三查看" in words_of(answer)


def test_a_tampered_version_is_an_old_page():
    case = ready_case("sign")
    answer = do(doer("sign", case), case, "sign", version="x")
    assert "页面已过期" in words_of(answer)


@pytest.mark.parametrize(("where", "leads_to"), [("then", "do/assign/"), ("file", "change/")])
def test_the_pressed_button_says_where_to_go_on(where, leads_to):
    case = ready_case("accept")
    assert do(cast().intake, case, "accept", where=where).url == f"{LIST}{case.pk}/{leads_to}"


def test_the_next_case_is_the_most_pressing_of_the_list():
    case, later, sooner = (a_case(at=at) for at in _moments())
    answer = do(cast().intake, case, "accept", where="next")
    assert answer.url == address(sooner, "accept")
    assert later.due_at > sooner.due_at


def _moments():
    from datetime import timedelta

    from tests.factories import MONDAY

    return MONDAY, MONDAY + timedelta(days=3), MONDAY + timedelta(days=2)


def test_after_the_last_one_the_list_itself_opens():
    case = ready_case("accept")
    assert do(cast().intake, case, "accept", where="next").url == f"{LIST}?work=to_accept"


def test_a_revisitor_who_no_longer_sees_the_case_lands_in_the_list():
    case = ready_case("record_revisit")
    assert do(cast().revisitor, case, "record_revisit").url == f"{LIST}?work=to_revisit"


def test_the_words_of_a_refusal_are_offered_for_its_code():
    case = ready_case("decline")
    answer = do(cast().intake, case, "decline", fill="1", code="N3", words="", channel="")
    assert "119（火警）" in words_of(answer)
    assert last_event(case).verb == "submit"


def test_the_next_channel_is_part_of_a_refusal():
    case = ready_case("decline")
    do(cast().intake, case, "decline")
    case.refresh_from_db()
    assert case.decline_words == "不属于本市职权。\n请向省厅反映。"


def test_units_are_narrowed_by_name_and_the_words_stay():
    case = ready_case("assign")
    another_unit()
    answer = do(cast().intake, case, "assign", narrow="1", search="水务", words="请于周五前反馈")
    shown = words_of(answer)
    assert "市水务局</option>" in shown
    assert "市住房和城乡建设局</option>" not in shown
    assert "请于周五前反馈" in shown


def test_the_desk_is_offered_where_it_sent_this_board_before():
    ready_case("sign")
    answer = browser(cast().intake).get(address(ready_case("assign"), "assign"))
    assert "最近交办过的单位" in words_of(answer)


def test_a_forged_unit_is_no_choice():
    case = ready_case("assign")
    answer = do(cast().intake, case, "assign", lead_id="999999")
    assert "没有这个选项" in words_of(answer)


def test_the_public_words_are_shown_before_they_are_sent():
    case = ready_case("draft_reply")
    answer = do(
        cast().handler, case, "draft_reply", preview="1", body="请拨打 19900001234 联系承办人，谢谢您的来信。"
    )
    assert "<mark>〔电话已隐去〕</mark>" in words_of(answer)
    assert last_event(case).verb == "log_contact"


def test_a_draft_that_was_sent_back_is_gone_on_with():
    case = ready_case("send_back")
    do(cast().reviewer, case, "send_back")
    assert "更换灯具三盏" in words_of(browser(cast().handler).get(address(case, "draft_reply")))


def test_the_reviewer_reads_the_words_as_the_public_will():
    case = ready_case("draft_reply")
    do(cast().handler, case, "draft_reply", body="您好！路灯已修好，有事请打 19900001234，市政科张工。")
    answer = browser(cast().reviewer).get(address(case, "approve_reply"))
    assert "<mark>〔电话已隐去〕</mark>" in words_of(answer)


@pytest.mark.parametrize(
    "sends",
    [
        {"is_reached": "yes", "is_solved": "", "satisfaction": ""},
        {"is_reached": "no", "is_solved": "yes", "satisfaction": "5"},
        {"is_reached": ""},
    ],
)
def test_a_revisit_has_answers_exactly_when_somebody_was_reached(sends):
    case = ready_case("record_revisit")
    answer = do(cast().revisitor, case, "record_revisit", **sends)
    assert answer.status_code == 200
    assert last_event(case).verb != "record_revisit"


def test_an_author_who_was_not_reached_is_noted_as_such():
    case = ready_case("record_revisit")
    do(cast().revisitor, case, "record_revisit", is_reached="no", is_solved="", satisfaction="")
    assert last_event(case).facts["is_reached"] is False


def test_contact_data_are_shown_on_the_answer_and_nowhere_else():
    case = ready_case("reveal_contact")
    answer = do(cast().handler, case, "reveal_contact")
    assert "19900000001" in words_of(answer)
    assert "no-store" in answer["Cache-Control"]
    assert "19900000001" not in words_of(browser(cast().handler).get(address(case)))


def test_another_purpose_has_to_be_named():
    case = ready_case("reveal_contact")
    answer = do(cast().handler, case, "reveal_contact", purpose="other")
    assert "请写明用途" in words_of(answer)
    assert "19900000001" not in words_of(answer)


def test_the_contact_may_have_been_earlier_but_not_before_the_message():
    case = ready_case("log_contact")
    answer = do(cast().handler, case, "log_contact", contacted_at="2001-01-01T08:00")
    assert "不能早于留言提交时间" in words_of(answer)


def test_a_case_without_a_category_can_be_accepted_on_the_page_that_asks_for_it():
    case = ready_case("accept")
    shown = words_of(browser(cast().intake).get(address(case, "accept")))
    assert "请先选择类别" not in shown
    assert f'value="{a_category().pk}"' in words_of(browser(cast().intake).get(address(case, "accept")))
