"""A citizen's own pages: only the own cases, what is awaited, how a deadline came about, and the three verbs of an author."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from boards.models import Message
from cases.actions.ask_info import ask_info
from cases.actions.log_contact import log_contact
from cases.actions.rate import rate
from cases.actions.reveal_contact import reveal_contact
from cases.actions.tick import tick
from cases.models import Case, Clock, Event, Rating
from cases.rules.states import State
from cases.rules.workdays import SHANGHAI
from notify.models import Outbox
from tests import factories
from tests.cases.pages import signed_in, words_of

pytestmark = pytest.mark.django_db

GOOD = {
    "is_answered": "yes",
    "is_solved": "yes",
    "outcome": "5",
    "attitude": "5",
    "speed": "4",
    "words": "谢谢你们",
}


@pytest.fixture
def browser(zhang_citizen: User) -> Client:
    return signed_in(zhang_citizen)


def a_case(author: User, state: State = State.SUBMITTED, **more: object) -> Case:
    return factories.a_case(state, author=author, **more)


def page_of(case: Case) -> str:
    return f"/my/cases/{case.number}/"


def plain(response: object) -> str:
    """The words that a person reads, without the marks around them."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", words_of(response)))


# --- the list ----------------------------------------------------------------------------------------------------------


def test_the_list_shows_own_cases_only(browser: Client, zhang_citizen: User) -> None:
    own, other = a_case(zhang_citizen), a_case(factories.a_citizen())
    page = words_of(browser.get("/my/"))
    assert own.number in page
    assert other.number not in page


def test_what_waits_for_a_rating_comes_first(browser: Client, zhang_citizen: User) -> None:
    answered = a_case(zhang_citizen, State.REPLIED)
    a_case(zhang_citizen, at=factories.MONDAY + timedelta(days=1))
    page = words_of(browser.get("/my/"))
    assert page.index("等您办理") < page.index(answered.number) < page.index("全部留言")


def test_what_the_author_is_asked_for_comes_before_what_is_to_be_rated(
    browser: Client, zhang_citizen: User
) -> None:
    answered = a_case(zhang_citizen, State.REPLIED)
    asked = a_case(zhang_citizen, State.HANDLING)
    ask_info(
        asked.pk, by=factories.cast().handler, at=factories.MONDAY + timedelta(days=4), words="请补充照片。"
    )
    first = words_of(browser.get("/my/")).split("全部留言")[0]
    assert first.index(asked.number) < first.index(answered.number)


def test_the_ways_to_all_own_lists_are_on_every_page_of_ones_own(browser: Client) -> None:
    for page in ("/my/", "/my/notices/", "/my/endorsed/", "/my/follows/", "/my/preferences/", "/my/profile/"):
        words = words_of(browser.get(page))
        assert f'<a href="{page}" aria-current="page">' in words
        assert words.count("aria-current") >= 1


def test_the_list_goes_on_page_by_page_and_back_without_loss(browser: Client, zhang_citizen: User) -> None:
    numbers = [a_case(zhang_citizen, at=factories.MONDAY + timedelta(days=n)).number for n in range(45)]
    seen, address, pages = [], "/my/", []
    while address:
        page = words_of(browser.get(address))
        pages.append(address)
        seen += re.findall(r"<li>(WZ-[\d-]+)</li>", page)
        found = re.search(r'href="(\?from=[^"]+)" rel="next"', page)
        address = f"/my/{found[1]}" if found else ""
    assert seen == numbers[::-1]
    back = re.search(r'href="(\?from=[^"]+)" rel="prev"', page)[1]
    assert re.findall(r"<li>(WZ-[\d-]+)</li>", words_of(browser.get(f"/my/{back}"))) == numbers[::-1][20:40]


@pytest.mark.parametrize("word", ["x", "AAAA", "%00", "é"])
def test_a_strange_cursor_is_the_first_page(browser: Client, word: str) -> None:
    assert browser.get(f"/my/?from={word}").status_code == 200


def test_the_list_costs_a_fixed_number_of_queries(
    browser: Client, zhang_citizen: User, django_assert_max_num_queries
) -> None:
    for hour in range(12):
        a_case(zhang_citizen, State.REPLIED, at=factories.MONDAY + timedelta(hours=hour))
    with django_assert_max_num_queries(6):
        browser.get("/my/")


def test_what_is_over_is_called_so_before_any_sweep(browser: Client, zhang_citizen: User) -> None:
    a_case(zhang_citizen)
    page = words_of(browser.get("/my/"))
    assert "已超期" in page
    assert "前决定是否受理，已超过期限" in page


def test_a_person_without_cases_is_shown_the_way(browser: Client) -> None:
    assert "去选留言板" in words_of(browser.get("/my/"))


# --- one case ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("state", list(State)[:-1])
def test_the_page_stands_in_every_state(browser: Client, zhang_citizen: User, state: State) -> None:
    case = a_case(zhang_citizen, state)
    page = words_of(browser.get(page_of(case)))
    assert case.title in page
    assert "三盏路灯" in page


@pytest.mark.parametrize("verb", ["", "rate/", "withdraw/", "remind/", "noted/"])
def test_somebody_elses_number_is_not_found(browser: Client, board: object, verb: str) -> None:
    case = a_case(factories.a_citizen())
    assert browser.post(f"{page_of(case)}{verb}").status_code in ((405,) if not verb else (404,))
    assert browser.get(page_of(case)).status_code == 404


def test_staff_do_not_read_through_the_citizens_pages(zhang_citizen: User, li_intake: User) -> None:
    assert signed_in(li_intake).get(page_of(a_case(zhang_citizen))).status_code == 404


@pytest.mark.parametrize("number", ["WZ-2026-000001-0", "x", "%00", "é", "1" * 300])
def test_what_is_no_number_of_mine_is_not_found(browser: Client, number: str) -> None:
    assert browser.get(f"/my/cases/{number}/").status_code == 404


def test_a_stranger_is_sent_to_the_sign_in(zhang_citizen: User) -> None:
    case = a_case(zhang_citizen)
    assert Client().get(page_of(case))["Location"] == f"/accounts/login/?next={page_of(case)}"


def test_own_pages_are_kept_by_nobody(browser: Client, zhang_citizen: User) -> None:
    for address in ("/my/", page_of(a_case(zhang_citizen)), f"{page_of(a_case(zhang_citizen))}withdraw/"):
        assert "no-store" in browser.get(address)["Cache-Control"]


def test_the_page_says_whose_turn_it_is_until_when(browser: Client, zhang_citizen: User) -> None:
    page = plain(browser.get(page_of(a_case(zhang_citizen))))
    assert "社情民意办应在 2026年3月10日（周二）18:00 前决定是否受理" in page


def test_while_handled_the_page_names_the_next_step_and_the_reply(
    browser: Client, zhang_citizen: User
) -> None:
    page = plain(browser.get(page_of(a_case(zhang_citizen, State.HANDLING))))
    assert "市住房和城乡建设局应在 2026年3月10日（周二）18:00 前与您联系" in page
    assert "市住房和城乡建设局应在 2026年3月16日（周一）18:00 前办理并回复" in page


def test_each_deadline_explains_how_it_was_counted(browser: Client, zhang_citizen: User) -> None:
    page = plain(browser.get(page_of(a_case(zhang_citizen, State.HANDLING))))
    assert "办理：5 个工作日" in page
    assert "2026年3月9日（周一）10:30 起算，当天不计" in page
    assert "3月13日（周五）" in page
    assert "不计入3月14日（周六）" in page


@pytest.mark.parametrize(
    ("at", "words"),
    [
        (
            datetime(2026, 3, 7, 20, 0, tzinfo=SHANGHAI),
            "视为3月9日（周一）收到，当天不计 计入3月10日（周二）",
        ),
        (
            datetime(2026, 3, 6, 19, 0, tzinfo=SHANGHAI),
            "视为3月9日（周一）收到，当天不计 计入3月10日（周二）",
        ),
        (
            datetime(2026, 9, 30, 10, 0, tzinfo=SHANGHAI),
            "当天不计 计入10月8日（周四） 不计入10月1日（周四） 国庆节",
        ),
    ],
)
def test_what_comes_after_closing_counts_from_the_next_workday_and_the_page_says_so(
    browser: Client, zhang_citizen: User, at: datetime, words: str
) -> None:
    assert words in plain(browser.get(page_of(a_case(zhang_citizen, at=at))))


def test_a_deadline_in_a_year_without_a_holiday_notice_is_marked(
    browser: Client, zhang_citizen: User
) -> None:
    at = datetime(2031, 3, 10, 9, 30, tzinfo=SHANGHAI)
    assert "（暂定）" in words_of(browser.get(page_of(a_case(zhang_citizen, at=at))))


def test_an_overdue_step_is_said_so_in_page_and_story(browser: Client, zhang_citizen: User) -> None:
    case = a_case(zhang_citizen)
    tick(factories.MONDAY + timedelta(days=3))
    page = plain(browser.get(page_of(case)))
    assert "已超过" in page
    assert "“受理”超过了期限，系统已标记" in page


def test_waiting_time_counts_from_the_submission_and_stops_at_the_end(
    browser: Client, zhang_citizen: User
) -> None:
    assert "自提交起不间断计算" in words_of(browser.get(page_of(a_case(zhang_citizen))))
    assert "从提交到结束共 6 小时" in words_of(browser.get(page_of(a_case(zhang_citizen, State.CLOSED))))


def test_the_author_reads_who_looked_at_the_contact_data(
    browser: Client, zhang_citizen: User, li_intake: User, zhou_revisitor: User
) -> None:
    case = a_case(zhang_citizen, State.REVISITING)
    reveal_contact(case.pk, by=li_intake, at=timezone.now(), purpose="核实地址")
    reveal_contact(case.pk, by=zhou_revisitor, at=timezone.now(), purpose="电话回访")
    page = plain(browser.get(page_of(case)))
    assert "仅您可见 社情民意办受理员查看了您的联系方式，用途：核实地址" in page
    assert "仅您可见 市督查室回访员查看了您的联系方式，用途：电话回访" in page


def test_a_call_that_did_not_reach_the_author_is_not_told_as_contact(
    browser: Client, zhang_citizen: User, wang_handler: User
) -> None:
    case = a_case(zhang_citizen, State.HANDLING)
    log_contact(case.pk, by=wang_handler, at=timezone.now(), way="phone", result="无人接听", is_reached=False)
    page = plain(browser.get(page_of(case)))
    assert "未能联系上" in page
    assert "无人接听" not in page


def test_what_the_desk_writes_for_itself_stays_there(browser: Client, zhang_citizen: User) -> None:
    page = words_of(browser.get(page_of(a_case(zhang_citizen, State.REPLIED))))
    assert "已电话联系，约定现场查看" not in page  # the contact log
    assert "请尽快办理并联系留言人" not in page  # the words of the hand-over
    assert "王承办" not in page


def test_the_own_number_is_masked_and_nobody_elses_is_there(browser: Client, zhang_citizen: User) -> None:
    page = words_of(browser.get(page_of(a_case(zhang_citizen, contact_phone="19912345678"))))
    assert "199****5678" in page
    assert "19912345678" not in page


def test_a_refusal_names_its_ground_and_the_next_way(browser: Client, zhang_citizen: User) -> None:
    page = words_of(browser.get(page_of(a_case(zhang_citizen, State.DECLINED))))
    assert "N1 不属于本市行政区域或职权范围" in page
    assert "请向省住建厅反映" in page


def test_the_reply_stands_whole_with_unit_and_date(browser: Client, zhang_citizen: User) -> None:
    page = plain(browser.get(page_of(a_case(zhang_citizen, State.REPLIED))))
    assert "更换灯具三盏" in page
    assert "0990-6100000" in page
    assert "市住房和城乡建设局网络发言人" in page


def test_notices_of_this_case_stand_on_its_page_and_no_others(browser: Client, zhang_citizen: User) -> None:
    case, other = a_case(zhang_citizen), a_case(zhang_citizen)
    page = words_of(browser.get(page_of(case)))
    assert f"已收到您的留言 {case.number}" in page
    assert other.number not in page


def test_the_page_costs_a_fixed_number_of_queries_and_writes_nothing(
    browser: Client, zhang_citizen: User, django_assert_max_num_queries
) -> None:
    case = a_case(zhang_citizen, State.CLOSED)
    with django_assert_max_num_queries(17) as caught:
        browser.get(page_of(case))
    assert not [each for each in caught.captured_queries if not each["sql"].upper().startswith("SELECT")]


# --- rate --------------------------------------------------------------------------------------------------------------


def test_a_good_rating_closes_the_case(browser: Client, zhang_citizen: User) -> None:
    case = a_case(zhang_citizen, State.REPLIED, kind="question")
    response = browser.post(f"{page_of(case)}rate/", GOOD | {"version": case.version}, follow=True)
    rating = Rating.objects.get(case=case)
    assert (rating.is_answered, rating.is_solved, rating.outcome, rating.speed, rating.words) == (
        *(True, "yes", 5, 4),
        "谢谢你们",
    )
    assert "您的评价已收到" in words_of(response)
    assert Case.objects.get(pk=case.pk).state in (State.CLOSED, State.REVISITING)


def test_nothing_of_a_rating_is_chosen_beforehand(browser: Client, zhang_citizen: User) -> None:
    page = words_of(browser.get(page_of(a_case(zhang_citizen, State.REPLIED))))
    assert 'name="outcome"' in page
    assert " checked" not in page


@pytest.mark.parametrize("field", ["is_answered", "is_solved", "outcome", "attitude", "speed"])
@pytest.mark.parametrize("value", ["", "0", "6", "maybe"])
def test_a_rating_without_an_answer_is_not_taken(
    browser: Client, zhang_citizen: User, field: str, value: str
) -> None:
    case = a_case(zhang_citizen, State.REPLIED)
    response = browser.post(f"{page_of(case)}rate/", GOOD | {"version": case.version, field: value})
    assert Rating.objects.count() == 0
    assert re.search(rf'id="id_{field}_error"[^§]*?请选择一项。', words_of(response))
    assert "谢谢你们" in words_of(response)


def test_a_rating_on_an_old_page_is_kept_and_can_be_sent_again(browser: Client, zhang_citizen: User) -> None:
    case = a_case(zhang_citizen, State.REPLIED)
    response = browser.post(f"{page_of(case)}rate/", GOOD | {"version": case.version - 1})
    page = words_of(response)
    assert response.status_code == 409
    assert "页面已过期" in page
    assert "谢谢你们" in page
    again = re.search(r'name="version" value="(\d+)"', page)[1]
    assert browser.post(f"{page_of(case)}rate/", GOOD | {"version": again}).status_code == 303


@pytest.mark.parametrize("version", ["", "abc", "-1", "\x00", "9" * 40])
def test_a_strange_version_changes_nothing(browser: Client, zhang_citizen: User, version: str) -> None:
    case = a_case(zhang_citizen, State.REPLIED)
    response = browser.post(f"{page_of(case)}rate/", GOOD | {"version": version})
    assert "页面已过期" in words_of(response)
    assert Rating.objects.count() == 0


def test_who_has_rated_is_told_so_the_second_time(browser: Client, zhang_citizen: User) -> None:
    case = a_case(zhang_citizen, State.REPLIED)
    rate(case.pk, by=zhang_citizen, at=timezone.now(), verdict=factories.GOOD)
    case.refresh_from_db()
    response = browser.post(f"{page_of(case)}rate/", GOOD | {"version": case.version})
    assert response.status_code == 409
    assert Rating.objects.count() == 1


def test_the_author_reads_the_own_rating(browser: Client, zhang_citizen: User) -> None:
    page = words_of(browser.get(page_of(a_case(zhang_citizen, State.REVISITING))))
    assert "解决力度 1 分 · 办理态度 3 分 · 办理速度 2 分" in page


# --- withdraw ----------------------------------------------------------------------------------------------------------


def test_withdrawing_asks_first_and_then_does(browser: Client, zhang_citizen: User) -> None:
    case = a_case(zhang_citizen, State.HANDLING)
    asked = words_of(browser.get(f"{page_of(case)}withdraw/"))
    assert "确定撤回" in asked
    assert Case.objects.get(pk=case.pk).state == State.HANDLING
    browser.post(f"{page_of(case)}withdraw/", {"version": case.version, "reason": "已经修好了"})
    assert Case.objects.get(pk=case.pk).state == State.WITHDRAWN
    assert not Message.objects.filter(number=case.number, is_up=True).exists()


def test_what_is_answered_cannot_be_withdrawn(browser: Client, zhang_citizen: User) -> None:
    case = a_case(zhang_citizen, State.REPLIED)
    assert "确定撤回" not in words_of(browser.get(f"{page_of(case)}withdraw/"))
    response = browser.post(f"{page_of(case)}withdraw/", {"version": case.version, "reason": "算了"})
    assert response.status_code == 409
    assert "不能“撤回”" in words_of(response)
    assert "算了" in words_of(response)


# --- remind ------------------------------------------------------------------------------------------------------------


def test_a_reminder_reaches_the_unit_with_its_words(browser: Client, zhang_citizen: User) -> None:
    case = a_case(zhang_citizen, State.HANDLING)
    browser.post(f"{page_of(case)}remind/", {"version": case.version, "words": "天黑得早了"})
    assert Event.objects.get(case=case, verb="remind").facts["words"] == "天黑得早了"
    assert Outbox.objects.filter(user__username="wang_handler", subject__contains=case.number).exists()
    assert "您催办了一次：天黑得早了" in words_of(browser.get(page_of(case)))


def test_after_a_reminder_the_page_says_when_the_next_is_possible(
    browser: Client, zhang_citizen: User
) -> None:
    case = a_case(zhang_citizen, State.HANDLING)
    browser.post(f"{page_of(case)}remind/", {"version": case.version})
    page = words_of(browser.get(page_of(case)))
    assert "每 5 个工作日可催办一次" in page
    assert f'href="{page_of(case)}remind/"' not in page
    case.refresh_from_db()
    again = browser.post(f"{page_of(case)}remind/", {"version": case.version, "words": "再催一次"})
    assert again.status_code == 409
    assert "再催一次" in words_of(again)


def test_other_verbs_have_no_address_here(browser: Client, zhang_citizen: User) -> None:
    case = a_case(zhang_citizen, State.REPLIED)
    for verb in ("accept", "close", "reopen", "submit", "x"):
        assert browser.post(f"{page_of(case)}{verb}/", {"version": case.version}).status_code == 404


def test_the_token_is_asked_for_every_verb(zhang_citizen: User) -> None:
    case = a_case(zhang_citizen, State.REPLIED)
    browser = signed_in(zhang_citizen, enforce_csrf_checks=True)
    for verb in ("rate", "withdraw", "remind", "noted"):
        assert browser.post(f"{page_of(case)}{verb}/", {"version": case.version}).status_code == 403


def test_a_clock_without_an_explanation_is_shown_without_one(browser: Client, zhang_citizen: User) -> None:
    case = a_case(zhang_citizen)
    Clock.objects.filter(case=case).update(explanation={})
    assert "期限如何计算" not in words_of(browser.get(page_of(case)))
