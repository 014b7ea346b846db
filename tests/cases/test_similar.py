"""Similar past messages beside a draft: same category and words, answered, public, three at most, never a report."""

import pytest

from accounts.roles import Role
from boards.models import Message
from cases.actions.history import history
from cases.models import Case
from cases.reads.similar import similar_cases
from cases.rules.states import Kind, State
from tests.cases.desk_pages import address, another_unit, browser, ready_case, words_of
from tests.factories import REPLY, a_board, a_case, a_category, a_member, a_unit, cast

pytestmark = pytest.mark.django_db


def answered(title, **more):
    case = a_case(State.REPLIED, title=title, **more)
    assert Message.objects.filter(number=case.number).exists() or more.get("kind") == Kind.REPORT
    return case


def new(title="小区门口路灯坏了", **more):
    return a_case(State.HANDLING, title=title, **more)


def numbers(case):
    return [each.number for each in similar_cases(case)]


def test_a_past_message_of_the_same_category_and_words_is_shown_with_its_reply():
    past = answered("东门路灯坏了三盏")
    found = similar_cases(new())
    assert [each.number for each in found] == [past.number]
    assert found[0].body == REPLY


def test_the_most_alike_comes_first_and_three_are_enough():
    with history():  # where the same reply may be told of everything
        answered("小区门前的树挡光", body="树枝长到窗户上，白天也要开灯，请来修剪。")
        close = [answered(f"小区门口路灯坏了{n}天") for n in "三五七九"]
    found = numbers(new())
    assert len(found) == 3
    assert set(found) <= {each.number for each in close}


def test_another_category_is_not_similar():
    past = answered("小区门口路灯坏了")
    Message.objects.filter(number=past.number).update(category=a_category("0303", "绿化"))
    assert numbers(new()) == []


def test_other_words_are_not_similar():
    answered("公园长椅断裂", body="城北公园湖边的长椅靠背断了，请换一张新的。")
    assert numbers(new()) == []


def test_what_has_no_reply_yet_helps_nobody():
    a_case(State.HANDLING, title="小区门口路灯坏了")
    assert numbers(new()) == []


def test_a_report_never_appears():
    answered("小区门口路灯坏了", kind=Kind.REPORT)
    assert numbers(new()) == []


def test_what_the_author_does_not_want_public_never_appears():
    past = a_case(State.REPLIED, title="小区门口路灯坏了", wants_public=False)
    assert past.number not in numbers(new())


def test_what_was_taken_down_does_not_appear():
    past = answered("小区门口路灯坏了")
    Message.objects.filter(number=past.number).update(is_up=False)
    assert numbers(new()) == []


def test_other_boards_help_too():
    other = a_board("district", title="城东区", kind="region", owner=a_unit("east", "城东区"))
    past = answered("小区门口路灯坏了", board=other)
    assert numbers(new()) == [past.number]


def test_a_reopened_case_does_not_meet_itself():
    past = answered("小区门口路灯坏了")
    assert past.number not in numbers(Case.objects.get(pk=past.pk))


def test_a_case_without_a_category_meets_nothing():
    answered("小区门口路灯坏了")
    assert numbers(a_case(State.SUBMITTED, title="小区门口路灯坏了")) == []


def test_four_reads_however_much_there_is(django_assert_num_queries):
    for n in range(5):
        answered(f"小区门口路灯坏了{n}天")
    case = new()
    with django_assert_num_queries(4):
        similar_cases(case)


def test_they_stand_beside_the_draft():
    answered("东门路灯坏了三盏")
    case = ready_case("draft_reply")
    shown = words_of(browser(cast().handler).get(address(case, "draft_reply")))
    assert "相似办件" in shown
    assert "东门路灯坏了三盏" in shown


def test_they_have_a_page_of_their_own_that_the_case_file_leads_to():
    answered("东门路灯坏了三盏")
    case, handler = ready_case("draft_reply"), browser(cast().handler)
    assert f"{address(case)[: -len('change/')]}similar/" in handler.get(address(case)).content.decode()
    assert "东门路灯坏了三盏" in words_of(handler.get(f"/admin/cases/case/{case.pk}/similar/"))


def test_who_does_not_see_the_case_finds_no_such_page():
    case = ready_case("draft_reply")
    outsider = a_member("outsider", "外人", another_unit(), Role.HANDLER)
    assert browser(outsider).get(f"/admin/cases/case/{case.pk}/similar/").status_code == 404
