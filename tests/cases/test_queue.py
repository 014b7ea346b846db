"""The queue: who finds which cases, by which filters, at what cost; and bulk verbs that tell of each row."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.admin import queue
from cases.models import Case, Event
from cases.rules.states import State
from tests.cases.desk_pages import LIST, another_unit, browser, do, words_of
from tests.factories import LINE, MONDAY, a_case, a_category, a_member, cast

pytestmark = pytest.mark.django_db


def listed(user, query=""):
    return {case.number for case in browser(user).get(f"{LIST}?{query}").context["cl"].result_list}


def test_the_list_is_what_the_person_may_see():
    for state in LINE:
        a_case(state)
    stranger = a_member("stranger", "别家", another_unit(), "handler")
    assert len(listed(cast().intake)) == len(LINE)
    assert len(listed(cast().handler)) == len(LINE) - 2  # not before it was handed over
    assert listed(stranger) == set()


@pytest.mark.parametrize("typed", ["{0}", " {0} ", "{1}", "{2}"])
def test_a_number_is_found_however_it_was_typed(typed):
    case = a_case()
    a_case()
    forms = case.number, case.number.lower().replace("-", ""), case.number.replace("-", "－")
    assert listed(cast().intake, f"q={typed.format(*forms)}") == {case.number}


def test_a_title_is_found_by_a_part_of_it():
    case = a_case(title="自来水发黄有铁锈味")
    a_case()
    assert listed(cast().intake, "q=铁锈") == {case.number}


def test_titles_are_searched_among_the_newest_only(monkeypatch):
    monkeypatch.setattr(queue, "SEARCHED", 1)
    old, new = a_case(), a_case()
    assert listed(cast().intake, "q=路灯") == {new.number}
    assert listed(cast().intake, f"q={old.number}") == {old.number}


@pytest.mark.parametrize(
    "query",
    [
        "work=to_accept",
        "state=submitted",
        "kind=question",
        "light=late",
        "light=red",
        "source=web",
        "grade=normal",
    ],
)
def test_a_filter_narrows(query):
    case = a_case(kind="question")
    assert case.number in listed(cast().intake, query)


@pytest.mark.parametrize(
    "query", ["work=to_assign", "state=closed", "kind=report", "light=soon", "grade=emergency_a"]
)
def test_a_filter_leaves_out(query):
    a_case(kind="question")
    assert listed(cast().intake, query) == set()


@pytest.mark.parametrize(
    "query", ["state=nowhere", "work=to_sign", "board=x", "lead=99999999999999999999", "light=%00"]
)
def test_a_value_that_is_not_on_offer_filters_nothing(query):
    case = a_case()
    assert listed(cast().intake, query) == {case.number}


@pytest.mark.parametrize(
    "query",
    [
        "lookup_digest__startswith=a",
        "author__phone__startswith=199",
        "contact__phone=19900000001",
        "id__in=1",
    ],
)
def test_free_lookups_are_refused(query):
    assert browser(cast().intake).get(f"{LIST}?{query}").status_code == 400


@pytest.mark.parametrize(
    "query", ["p=x", "p=999", "p=-1", "o=99.x", "o=-1", "q=%00", "q=%ED%A0%80", "e=1", "all=", "_popup=1"]
)
def test_a_broken_address_is_no_fault(query):
    a_case()
    assert browser(cast().intake).get(f"{LIST}?{query}", follow=True).status_code == 200


def test_work_is_listed_by_its_deadline_and_the_rest_newest_first():
    first, second = a_case(at=MONDAY), a_case(at=MONDAY + timedelta(days=1))
    client = browser(cast().intake)
    assert [c.pk for c in client.get(f"{LIST}?work=to_accept").context["cl"].result_list] == [
        first.pk,
        second.pk,
    ]
    assert [c.pk for c in client.get(LIST).context["cl"].result_list] == [second.pk, first.pk]


def test_a_full_page_asks_a_fixed_number_of_queries(django_assert_max_num_queries):
    for number in range(52):
        a_case(title=f"第 {number} 件反映路灯的留言")
    client = browser(cast().intake)
    client.get(LIST)
    with django_assert_max_num_queries(12):
        page = client.get(f"{LIST}?work=to_accept")
    assert len(page.context["cl"].result_list) == 50


def test_a_long_list_is_counted_no_further_than_anybody_turns(monkeypatch):
    monkeypatch.setattr(queue, "COUNTED_TO", 2)
    for _each in range(3):
        a_case()
    assert "2 件以上" in words_of(browser(cast().intake).get(LIST))


@pytest.mark.parametrize("path", ["add/", "1/delete/", "1/history/"])
def test_cases_are_neither_added_nor_deleted_here(path):
    a_case()
    assert browser(cast().supervisor).get(LIST + path).status_code == 404


def tick(cases, action, **more):
    """What the list's form sends: every row's version, and the ticked rows."""
    return {
        "action": action,
        "index": "0",
        "_selected_action": [case.pk for case in cases],
        "seen": [f"{case.pk}:{case.version}" for case in cases],
        **more,
    }


def test_many_are_signed_at_once_and_what_could_not_be_says_why():
    good, bad = a_case(State.ASSIGNED), a_case(State.HANDLING)
    answer = browser(cast().handler).post(LIST, tick([good, bad], "bulk_sign"), follow=True)
    good.refresh_from_db()
    assert good.state == State.HANDLING
    assert "签收：1 件已完成" in words_of(answer)
    assert "这件留言现在是“办理中”" in row_of(answer, bad)
    assert "已完成" in row_of(answer, good)


def test_a_second_click_on_many_changes_nothing_more():
    cases = [a_case(State.HANDLING), a_case(State.HANDLING)]
    client, sends = browser(cast().supervisor), tick(cases, "bulk_remind")
    client.post(LIST, sends)
    answer = client.post(LIST, sends, follow=True)
    assert Event.objects.filter(verb="remind").count() == 2
    assert "刚才已经完成，没有重复提交" in words_of(answer)


def row_of(answer, case):
    """What the result page says of one case."""
    return words_of(answer).split(f">{case.number}</a>")[1].split("</li>")[0]


def test_what_another_moved_on_meanwhile_is_left_alone_and_says_so():
    case = a_case(State.HANDLING)
    sends = tick([case], "bulk_remind")
    do(cast().handler, case, "note")
    answer = browser(cast().supervisor).post(LIST, sends, follow=True)
    assert "页面已过期" in row_of(answer, case)
    assert not Event.objects.filter(verb="remind").exists()


def bulk(user, verb, cases, **more):
    seen = [f"{case.pk}:{case.version}" for case in cases]
    return browser(user).post(f"{LIST}bulk/{verb}/", {"seen": seen, **more})


def test_many_are_handed_to_one_unit_after_it_has_been_named():
    cases = [a_case(State.ACCEPTED), a_case(State.ACCEPTED)]
    asked = browser(cast().intake).post(LIST, tick(cases, "bulk_assign"))
    assert 'name="lead_id"' in words_of(asked)
    assert all(f'value="{case.pk}:{case.version}"' in words_of(asked) for case in cases)
    bulk(cast().intake, "assign", cases, lead_id=cast().lead.pk, words="请三日内反馈")
    assert {case.lead_id for case in Case.objects.filter(state=State.ASSIGNED)} == {cast().lead.pk}


def test_many_are_noted_once_however_often_it_is_sent():
    cases = [a_case(State.HANDLING), a_case(State.HANDLING)]
    for _click in range(2):
        answer = bulk(cast().handler, "note", cases, kind="call", words="停电影响施工")
    assert Event.objects.filter(verb="note").count() == 2
    assert "刚才已经完成" in row_of(answer, cases[0])


def test_what_was_typed_for_many_is_kept_for_those_that_were_refused():
    good, bad = a_case(State.ACCEPTED), a_case(State.HANDLING)
    answer = bulk(cast().intake, "assign", [good, bad], lead_id=cast().lead.pk, words="请三日内反馈")
    assert "不能“交办”" in row_of(answer, bad)
    assert "请三日内反馈" in words_of(answer)
    assert f'value="{bad.pk}:{bad.version}"' in words_of(answer)
    assert f'value="{good.pk}:' not in words_of(answer)


def test_a_bulk_form_that_is_not_filled_in_changes_nothing_and_keeps_its_rows():
    case = a_case(State.ACCEPTED)
    answer = bulk(cast().intake, "assign", [case], words="请三日内反馈")
    case.refresh_from_db()
    assert case.state == State.ACCEPTED
    assert "请选择主办单位" in words_of(answer)
    assert f'value="{case.pk}:{case.version}"' in words_of(answer)


def test_of_what_the_person_does_not_see_nothing_is_done_or_said():
    case = a_case(State.HANDLING)
    stranger = a_member("stranger", "别家", another_unit(), "handler")
    answer = bulk(stranger, "note", [case], kind="call", words="路过")
    assert case.number not in words_of(answer)
    assert not Event.objects.filter(verb="note").exists()


@pytest.mark.parametrize("verb", ["sign", "approve_reply", "nothing"])
def test_a_verb_without_a_bulk_form_has_no_such_page(verb):
    assert bulk(cast().intake, verb, [a_case()]).status_code == 404


def test_many_are_accepted_under_the_authors_own_category():
    chosen, unchosen = a_case(category_id=a_category().pk), a_case()
    answer = browser(cast().intake).post(LIST, tick([chosen, unchosen], "bulk_accept"), follow=True)
    assert "受理：1 件已完成" in words_of(answer)
    assert "请先选择类别" in words_of(answer)


def test_only_ticked_rows_are_touched():
    ticked, other = a_case(State.ASSIGNED), a_case(State.ASSIGNED)
    sends = tick([ticked, other], "bulk_sign", _selected_action=[ticked.pk])
    browser(cast().handler).post(LIST, sends)
    other.refresh_from_db()
    assert other.state == State.ASSIGNED


def test_select_across_pages_is_not_taken_at_its_word():
    ticked, other = a_case(State.ASSIGNED), a_case(State.ASSIGNED)
    sends = tick([ticked], "bulk_sign", select_across="1")
    browser(cast().handler).post(LIST, sends)
    other.refresh_from_db()
    assert other.state == State.ASSIGNED


@pytest.mark.parametrize(
    ("who", "action"), [("intake", "bulk_sign"), ("handler", "bulk_remind"), ("signer", "bulk_sign")]
)
def test_a_bulk_verb_of_another_role_is_not_on_offer(who, action):
    case = a_case(State.ASSIGNED)
    browser(getattr(cast(), who)).post(LIST, tick([case], action))
    assert Event.objects.filter(case=case).count() == case.event_count


def test_a_list_of_work_offers_its_own_bulk_verb_only():
    a_case(State.HANDLING)
    assert "签收所选" not in words_of(browser(cast().handler).get(f"{LIST}?work=to_contact"))
    assert "签收所选" in words_of(browser(cast().handler).get(LIST))


@pytest.mark.parametrize("seen", ["", "x:y", "1", "1:²", "99999999999999999999:1", "-1:0", ":"])
def test_broken_ticks_are_left_out(seen):
    case = a_case(State.ASSIGNED)
    answer = browser(cast().handler).post(LIST, tick([case], "bulk_sign", seen=[seen]), follow=True)
    assert "没有选中诉求件" in words_of(answer)


def test_a_row_says_its_deadline_in_words_and_shape():
    a_case(at=timezone.now() - timedelta(days=30))
    page = words_of(browser(cast().intake).get(LIST))
    assert "wz-due-red" in page
    assert "红牌 · 超期" in page
