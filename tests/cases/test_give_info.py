"""Asking the author for more and the answer: the deadline stands still meanwhile, the ledger shows it, nobody can let it hang."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from cases.actions.accept import accept
from cases.actions.ask_info import ask_info
from cases.actions.errors import HeldBack, NotAllowed
from cases.actions.give_info import give_info
from cases.actions.history import history
from cases.actions.tick import catch_up, tick
from cases.actions.withdraw import withdraw
from cases.models import Attachment, Case, Clock, Pause, PauseEnd
from cases.rules.states import State
from notify.models import Outbox
from tests.cases.desk_pages import browser
from tests.cases.invariants import broken_rules, look_at
from tests.cases.pages import a_picture, signed_in, words_of
from tests.cases.ways import due, on, signed, submitted, verbs
from tests.factories import a_case, a_category, a_citizen, cast

pytestmark = pytest.mark.django_db

WHAT = "请补充路灯的具体位置和照片。"


def asked_at_intake(text: str = "03-09 10:00") -> int:
    pk = submitted("03-09 09:30")
    ask_info(pk, by=cast().intake, at=on(text), words=WHAT)
    return pk


def asked_in_handling(text: str = "03-10 10:00") -> int:
    pk = signed("03-09 09:30")
    ask_info(pk, by=cast().handler, at=on(text), words=WHAT)
    return pk


def author_of(pk: int):
    return Case.objects.get(pk=pk).author


def test_the_desk_asks_and_its_own_deadline_stands_still():
    pk = asked_at_intake()
    assert Clock.objects.get(case=pk, name="intake").paused_at == on("03-09 10:00")
    assert Clock.objects.get(case=pk, name="wait").paused_at is None
    assert broken_rules(look_at(pk)) == []


def test_the_unit_asks_and_the_reply_moves_by_the_workdays_of_the_pause():
    pk = asked_in_handling("03-10 10:00")  # five workdays from Monday the 9th: the 16th
    give_info(pk, by=author_of(pk), at=on("03-12 15:00"), words="在东门外，照片见附件。")
    assert due(pk, "reply") == "03-18 18:00"  # Wednesday and Thursday were not counted
    assert broken_rules(look_at(pk)) == []


def test_the_ledger_says_who_asked_what_from_when_to_when():
    pk = asked_in_handling()
    give_info(pk, by=author_of(pk), at=on("03-12 15:00"), words="在东门外。")
    line = Pause.objects.get(case=pk)
    assert (line.by, line.words, line.answer) == (cast().handler, WHAT, "在东门外。")
    assert (line.from_at, line.ended_at, line.ended_how) == (on("03-10 10:00"), on("03-12 15:00"), "given")


def test_after_ten_workdays_it_goes_on_by_itself_and_says_that_nothing_came():
    pk = asked_in_handling("03-10 10:00")
    assert Pause.objects.get(case=pk).until_at == on("03-24 18:00")
    tick(on("03-26 09:00"))
    line, last = Pause.objects.get(case=pk), look_at(pk).did("give_info")[0]
    assert (line.ended_at, line.ended_how) == (on("03-24 18:00"), PauseEnd.EXPIRED)
    assert (last.by, last.role, last.at) == (None, "system", on("03-24 18:00"))
    assert broken_rules(look_at(pk)) == []


def test_before_that_nothing_happens():
    pk = asked_in_handling("03-10 10:00")
    tick(on("03-24 17:59"))
    assert "give_info" not in verbs(pk)
    assert "overdue" not in [each.verb for each in look_at(pk).events if each.facts.get("clock") == "reply"]


def test_a_deadline_that_is_over_after_the_pause_is_marked_in_the_same_sweep():
    pk = asked_in_handling("03-10 10:00")
    tick(on("04-20 09:00"))
    told = [
        each.verb for each in look_at(pk).events if each.verb != "overdue" or each.facts["clock"] == "reply"
    ]
    assert told[-2:] == ["give_info", "overdue"]
    assert due(pk, "reply") == "03-30 18:00"


def test_history_that_is_told_lets_it_go_on_in_its_turn():
    pk = asked_in_handling("03-10 10:00")
    with history():
        catch_up(pk, on("04-20 09:00"))
    assert [each for each in verbs(pk) if each != "overdue"][-1] == "give_info"
    assert broken_rules(look_at(pk)) == []


def test_when_nothing_came_the_author_and_the_unit_are_told():
    pk = asked_in_handling()
    Outbox.objects.all().delete()
    tick(on("03-26 09:00"))
    told = Outbox.objects.filter(channel="site", subject__contains="补充") | Outbox.objects.filter(
        channel="site", subject__contains="继续办理"
    )
    assert {author_of(pk).pk, cast().handler.pk} <= set(told.values_list("user", flat=True))


def test_the_desk_asks_twice_and_the_unit_once():
    pk = submitted("03-09 09:30")
    for day in ("10", "11"):
        ask_info(pk, by=cast().intake, at=on(f"03-{day} 10:00"), words=WHAT)
        give_info(pk, by=author_of(pk), at=on(f"03-{day} 11:00"), words="补充。")
    with pytest.raises(HeldBack, match="最多可要求补充 2 次"):
        ask_info(pk, by=cast().intake, at=on("03-12 10:00"), words=WHAT)


def test_nobody_asks_while_the_author_is_being_asked():
    pk = asked_in_handling()
    with pytest.raises(HeldBack, match="正在等待"):
        ask_info(pk, by=cast().handler, at=on("03-10 11:00"), words=WHAT)


@pytest.mark.parametrize("who", ["intake", "reviewer", "supervisor"])
def test_only_the_unit_asks_while_the_unit_handles(who):
    with pytest.raises(NotAllowed):
        ask_info(signed("03-09 09:30"), by=getattr(cast(), who), at=on("03-10 10:00"), words=WHAT)


def test_a_stranger_gives_nothing():
    with pytest.raises(NotAllowed):
        give_info(asked_in_handling(), by=a_citizen("市民ABCD"), at=on("03-11 10:00"), words="我来说。")


def test_an_answer_has_words_or_files():
    pk = asked_in_handling()
    with pytest.raises(HeldBack, match="补充的内容"):
        give_info(pk, by=author_of(pk), at=on("03-11 10:00"))


def test_a_second_answer_is_refused():
    pk = asked_in_handling()
    give_info(pk, by=author_of(pk), at=on("03-11 10:00"), words="在东门外。")
    with pytest.raises(HeldBack, match="没有要求补充"):
        give_info(pk, by=author_of(pk), at=on("03-11 10:00"), words="在东门外。")


def test_a_case_that_is_accepted_meanwhile_waits_for_nothing():
    pk = asked_at_intake()
    accept(pk, by=cast().intake, at=on("03-10 10:00"), category_id=a_category().pk)
    line = Pause.objects.get(case=pk)
    assert (line.ended_at, line.ended_how) == (on("03-10 10:00"), PauseEnd.ENDED)
    assert Case.objects.get(pk=pk).pause_ground == ""
    assert broken_rules(look_at(pk)) == []


def test_who_withdraws_while_being_asked_leaves_no_pause_behind():
    pk = asked_in_handling()
    withdraw(pk, by=author_of(pk), at=on("03-11 10:00"))
    assert not Pause.objects.filter(case=pk, ended_at=None).exists()
    tick(on("05-01 09:00"))
    assert verbs(pk)[-1] == "withdraw"
    assert broken_rules(look_at(pk)) == []


def test_the_author_answers_on_the_own_page_with_words_and_a_picture():
    case = a_case(at=timezone.now() - timedelta(hours=1))
    ask_info(case.pk, by=cast().intake, at=timezone.now(), words=WHAT)
    author = signed_in(case.author)
    page = words_of(author.get(f"/my/cases/{case.number}/"))
    assert WHAT in page
    assert "补充材料" in page
    case.refresh_from_db()
    address = f"/my/cases/{case.number}/give_info/"
    assert "multipart/form-data" in words_of(author.get(address))
    sent = {"version": case.version, "words": "在东门外。", "attachments": a_picture()}
    assert author.post(address, sent).status_code == 303
    file = Attachment.objects.get(case=case)
    assert (file.purpose, file.seq) == ("supplement", 3)
    page = words_of(author.get(f"/my/cases/{case.number}/"))
    assert '您补充：<span lang="zh-Hans">在东门外。' in page
    assert str(file.key) in page


def test_an_empty_answer_is_refused_on_the_page():
    case = a_case(at=timezone.now() - timedelta(hours=1))
    ask_info(case.pk, by=cast().intake, at=timezone.now(), words=WHAT)
    case.refresh_from_db()
    answer = signed_in(case.author).post(
        f"/my/cases/{case.number}/give_info/", {"version": case.version, "words": " "}
    )
    assert "请写下补充的内容，或者添加附件。" in words_of(answer)


def test_the_public_page_says_that_the_author_is_asked(client):
    pk = asked_in_handling()
    number = Case.objects.get(pk=pk).number
    assert "待补充" in words_of(client.get(f"/messages/{number}/"))
    give_info(pk, by=author_of(pk), at=on("03-12 15:00"), words="在东门外。")
    cache.clear()  # pages are kept until the commit, and a test has none
    page = words_of(client.get(f"/messages/{number}/"))
    assert "待补充" not in page
    assert "在东门外。" not in page


def test_the_case_file_shows_the_ledger_and_whom_it_waits_for():
    pk = asked_in_handling()
    page = words_of(browser(cast().handler).get(f"/admin/cases/case/{pk}/change/"))
    assert "暂停台账" in page
    assert WHAT in page
    case = Case.objects.get(pk=pk)
    assert (case.state, case.pause_ground) == (State.HANDLING, "info")
