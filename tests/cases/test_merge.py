"""One case joins another: its author becomes a co-author with all rights there, and unmerge takes it all back."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from boards.models import Message
from cases.actions.decline import decline
from cases.actions.errors import HeldBack, NotAllowed, WrongState
from cases.actions.merge import merge
from cases.actions.remind import remind
from cases.actions.submit import submit
from cases.actions.unmerge import unmerge
from cases.actions.withdraw import withdraw
from cases.models import Case, Clock, CoAuthor
from cases.reads.joinable import joinable
from cases.rules.states import Kind, State
from notify.models import Outbox
from tests.cases.desk_pages import address, browser, do
from tests.cases.invariants import broken_rules, look_at
from tests.cases.pages import signed_in, words_of
from tests.cases.ways import accept_it, assign_it, draft_it, due, on, publish_it, sign_it, verbs
from tests.factories import a_board, a_case, a_citizen, a_member, a_submission, a_unit, cast

pytestmark = pytest.mark.django_db

SAME = "与该件反映同一处路灯。"
HOUR = timedelta(hours=1)


def a_pair(state: State = State.SUBMITTED, **more) -> tuple[Case, Case]:
    """(the one that joins, the one that it joins), both of the same desk, of two people."""
    target = a_case(State.HANDLING, author=a_citizen("市民7K3F"), **more)
    other = a_case(
        state,
        author=a_citizen("市民9QRT"),
        title="东门路灯不亮",
        body="小区东门外路灯不亮，我的电话 13800138000，请修。",
    )
    return other, target


def joined_pair(state: State = State.SUBMITTED) -> tuple[Case, Case]:
    other, target = a_pair(state)
    merge(other.pk, by=cast().intake, at=on("03-09 16:00"), into=target.number, reason=SAME)
    return fresh(other), fresh(target)


def fresh(case: Case) -> Case:
    return Case.objects.select_related("board").get(pk=case.pk)


def test_the_author_becomes_a_co_author_and_all_clocks_stop():
    other, target = joined_pair()
    assert (other.state, other.merged_into) == (State.MERGED, target)
    assert target.co_author_ids == [other.author_id]
    assert not Clock.objects.filter(case=other, stopped_at=None).exists()
    assert [broken_rules(look_at(each.pk)) for each in (other, target)] == [[], []]


def test_a_reply_is_told_to_both_authors_each_by_the_own_number():

    other, target = joined_pair()
    Outbox.objects.all().delete()
    publish_it(draft_it(target.pk, "03-10 10:00"), "03-10 11:00")
    told = {
        each.user_id: each.subject
        for each in Outbox.objects.filter(channel="site", subject__contains="您的留言")
    }
    assert other.number in told[other.author_id]
    assert target.number in told[target.author_id]


def test_a_co_author_reminds_on_the_own_account():
    other, target = joined_pair()
    remind(target.pk, by=other.author, at=on("03-10 10:00"), words="还是黑的。")
    assert verbs(target.pk)[-1] == "remind"
    with pytest.raises(HeldBack, match="可以再次催办"):
        remind(target.pk, by=other.author, at=on("03-10 11:00"))


def test_the_co_author_reads_public_words_there_and_the_own_in_full():
    other, target = joined_pair()
    Case.objects.filter(pk=target.pk).update(body="路灯坏了，我的电话 13900139000，请联系。")
    page = words_of(signed_in(other.author).get(f"/my/cases/{target.number}/"))
    assert "13900139000" not in page
    assert "13800138000" in page
    assert "您的留言已并入这一件" in page


def test_the_author_of_the_target_reads_nothing_of_the_co_author():
    other, target = joined_pair()
    page = words_of(signed_in(target.author).get(f"/my/cases/{target.number}/"))
    assert "13800138000" not in page
    assert other.number not in page


def test_the_own_page_and_the_list_lead_to_the_case_that_it_joined():
    other, target = joined_pair()
    browser_of_author = signed_in(other.author)
    page = words_of(browser_of_author.get(f"/my/cases/{other.number}/"))
    assert "已并入" in page
    assert f'href="/my/cases/{target.number}/"' in page
    assert f"并入 {target.number} 一并办理" in words_of(browser_of_author.get("/my/"))


def test_a_stranger_finds_neither():
    other, target = joined_pair()
    stranger = signed_in(a_citizen("市民ABCD"))
    assert {stranger.get(f"/my/cases/{each.number}/").status_code for each in (other, target)} == {404}


def test_the_public_page_of_a_merged_message_names_the_other(client):
    other, target = joined_pair(State.ACCEPTED)
    page = words_of(client.get(f"/messages/{other.number}/"))
    assert f'href="/messages/{target.number}/"' in page
    assert Message.objects.get(number=other.number).state == "merged"


def test_the_handler_reads_what_joined():
    other, target = joined_pair()
    page = words_of(browser(cast().handler).get(address(target)))
    assert "并入本件" in page
    assert other.number in page


@pytest.mark.parametrize("state", [State.SUBMITTED, State.ACCEPTED])
def test_unmerge_puts_it_back_where_it_stood_with_its_deadlines(state):
    other, target = a_pair(state)
    before = {clock.name: clock.due_at for clock in Clock.objects.filter(case=other, stopped_at=None)}
    merge(other.pk, by=cast().intake, at=on("03-09 16:00"), into=target.number, reason=SAME)
    unmerge(other.pk, by=cast().intake, at=on("03-10 09:30"), reason="核实后是另一处。")
    other, target = fresh(other), fresh(target)
    assert (other.state, other.merged_into_id, target.co_author_ids) == (state, None, [])
    assert {clock.name: clock.due_at for clock in Clock.objects.filter(case=other, stopped_at=None)} == before
    assert [broken_rules(look_at(each.pk)) for each in (other, target)] == [[], []]


def test_after_unmerge_the_co_author_has_no_more_to_do_with_it():
    other, target = joined_pair()
    unmerge(other.pk, by=cast().intake, at=on("03-10 09:30"), reason="核实后是另一处。")
    assert signed_in(other.author).get(f"/my/cases/{target.number}/").status_code == 404
    with pytest.raises(NotAllowed):
        remind(target.pk, by=other.author, at=on("03-10 10:00"))
    assert CoAuthor.objects.get(origin=other).left_at == on("03-10 09:30")


def test_a_chain_moves_all_co_authors_and_comes_apart_again():
    first, second = joined_pair_of_submitted()
    third = a_case(State.HANDLING, author=a_citizen("市民5MNP"))
    merge(second.pk, by=cast().intake, at=on("03-09 17:00"), into=third.number, reason=SAME)
    assert fresh(third).co_author_ids == sorted([first.author_id, second.author_id])
    assert fresh(second).co_author_ids == []
    assert "已并入" in words_of(signed_in(first.author).get(f"/my/cases/{first.number}/"))
    assert [broken_rules(look_at(each.pk)) for each in (first, second, third)] == [[], [], []]
    unmerge(second.pk, by=cast().intake, at=on("03-10 09:30"), reason="不是同一件。")
    assert (fresh(third).co_author_ids, fresh(second).co_author_ids) == ([], [first.author_id])
    assert [broken_rules(look_at(each.pk)) for each in (first, second, third)] == [[], [], []]


def joined_pair_of_submitted() -> tuple[Case, Case]:
    target = a_case(author=a_citizen("市民7K3F"))
    other = a_case(author=a_citizen("市民9QRT"))
    merge(other.pk, by=cast().intake, at=on("03-09 16:00"), into=target.number, reason=SAME)
    return fresh(other), fresh(target)


def test_one_of_a_chain_leaves_it_alone():
    first, second = joined_pair_of_submitted()
    third = a_case(State.HANDLING, author=a_citizen("市民5MNP"))
    merge(second.pk, by=cast().intake, at=on("03-09 17:00"), into=third.number, reason=SAME)
    unmerge(first.pk, by=cast().intake, at=on("03-10 09:30"), reason="不是同一件。")
    assert fresh(third).co_author_ids == [second.author_id]
    assert fresh(first).state == State.SUBMITTED


@pytest.mark.parametrize(
    ("more", "words"),
    [({"wants_public": False}, "不同意公开"), ({"kind": Kind.REPORT}, "举报件一律单独办理")],
)
def test_what_must_not_be_shown_to_others_is_no_target(more, words):
    other, target = a_pair(**more)
    with pytest.raises(HeldBack, match=words):
        merge(other.pk, by=cast().intake, at=on("03-09 16:00"), into=target.number, reason=SAME)


def test_a_report_joins_nothing():
    target = a_case(State.HANDLING)
    report = a_case(kind=Kind.REPORT)
    with pytest.raises(HeldBack, match="举报件"):
        merge(report.pk, by=cast().intake, at=on("03-09 16:00"), into=target.number, reason=SAME)


def test_neither_itself_nor_a_merged_nor_an_ended_case_is_a_target():
    other, target = joined_pair()
    third, ended = a_case(), a_case(State.CLOSED)
    for number, words in ((third.number, "不能并入自己"), (other.number, "已并案"), (ended.number, "已办结")):
        with pytest.raises(HeldBack, match=words):
            merge(third.pk, by=cast().intake, at=on("03-09 16:00"), into=number, reason=SAME)
    assert target.state == State.HANDLING


def test_a_case_of_another_desk_is_not_found():
    desk = a_unit("other-desk", "县社情民意办", kind="party_government_office")
    board = a_board("county", title="县长信箱", desk=desk, owner=desk)
    far = a_case(board=board)
    a_member("li_intake", "李受理", a_board().desk, "intake")
    other = a_case()
    clerk = a_member("he_intake", "何受理", other.board.desk, "intake")
    with pytest.raises(HeldBack, match="没有找到"):
        merge(other.pk, by=clerk, at=on("03-09 16:00"), into=far.number, reason=SAME)


def test_nobody_takes_back_what_others_have_joined():
    other, target = joined_pair()
    with pytest.raises(HeldBack, match="有其他留言并入"):
        withdraw(target.pk, by=target.author, at=on("03-10 10:00"))
    unmerge(other.pk, by=cast().intake, at=on("03-10 11:00"), reason="核实后是另一处。")
    withdraw(target.pk, by=target.author, at=on("03-10 12:00"))


def test_what_has_ended_is_not_taken_apart_any_more():
    first, second = joined_pair_of_submitted()
    decline(second.pk, by=cast().intake, at=on("03-09 17:00"), code="N1", words="请向省厅反映。")
    with pytest.raises(HeldBack, match="已经结束"):
        unmerge(first.pk, by=cast().intake, at=on("03-10 10:00"), reason="不是同一件。")


def test_one_that_stands_alone_is_not_unmerged():
    with pytest.raises(WrongState):
        unmerge(a_case().pk, by=cast().intake, at=on("03-10 10:00"), reason="不是同一件。")


def test_similar_open_cases_are_proposed_and_others_not():
    other, target = a_pair()
    a_case(
        author=a_citizen("市民5MNP"),
        title="公交末班车太早",
        body="十路公交末班车晚上八点就没有了，下班的人坐不上。",
    )
    assert [each.number for each in joinable(other)] == [target.number]


def test_through_the_page_of_the_desk():
    target = a_case(at=timezone.now() - 2 * HOUR, author=a_citizen("市民7K3F"))
    other = a_case(at=timezone.now() - HOUR, author=a_citizen("市民9QRT"))
    page = words_of(browser(cast().intake).get(address(other, "merge")))
    assert target.number in page
    answer = do(cast().intake, other, "merge", number=target.number)
    assert answer.status_code == 303
    assert fresh(other).merged_into == target


def test_a_caller_without_an_account_is_merged_and_tracks_by_the_own_number(client):

    target = a_case(State.HANDLING)
    receipt = submit(a_submission(source="hotline"), by=cast().intake, at=on("03-09 09:30"))
    merge(receipt.case_id, by=cast().intake, at=on("03-09 17:00"), into=target.number, reason=SAME)
    page = words_of(client.post("/track/", {"number": receipt.number, "code": receipt.lookup_code}))
    assert target.number in page
    assert "已并入" in page
    assert fresh(target).co_author_ids == []


def test_what_is_decided_about_the_target_runs_on_as_before():
    other, target = a_pair()
    merge(other.pk, by=cast().intake, at=on("03-09 16:00"), into=target.number, reason=SAME)
    third = a_case(at=on("03-09 09:30"))
    sign_it(assign_it(accept_it(third.pk, "03-09 10:30"), "03-09 11:30"), "03-09 12:30")
    assert due(target.pk, "reply") == due(third.pk, "reply")
