"""A held message is accepted as it was sent, and goes up only after a person has looked; nothing is refused by a machine."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from boards.models import Message, Publication
from cases.actions.accept import accept
from cases.actions.assign import assign
from cases.actions.claim import claim
from cases.actions.decline import decline
from cases.actions.errors import HeldBack
from cases.actions.load_policy import load_defaults
from cases.actions.release import release
from cases.actions.set_words import drop_words, load_words, set_word
from cases.models import Case, Event, Screening, WatchStamp, WatchWord, current_watch
from cases.rules.states import Kind, Source, State
from cases.rules.watch_levels import Decision, Level
from tests.cases.desk_pages import address, browser, sent, words_of
from tests.cases.pages import signed_in
from tests.cases.removals import held
from tests.factories import MONDAY, a_board, a_case, a_category, a_member, cast

pytestmark = pytest.mark.django_db
AD = "本公司长期代 开 發 票，点数低，可先验票，欢迎来电咨询详情。"
THREAT = "再不修好路灯，信不信我砍死你们，砍死你，路灯坏了一个月了。"


def a_held_case(body: str = AD, **more) -> Case:
    return a_case(body=body, **more)


def _accept(case: Case, **more) -> Case:
    accept(case.pk, by=cast().intake, at=MONDAY, category_id=a_category().pk, **more)
    return Case.objects.get(pk=case.pk)


def test_a_message_with_a_watched_word_is_taken_as_it_is_and_held():
    case = a_held_case()
    assert (case.state, case.is_held, case.body) == (State.SUBMITTED, True, AD)
    [finding] = case.screening.findings
    assert AD[finding["start"] : finding["end"]] == "代 开 發 票"


def test_an_ordinary_message_is_not_screened_into_a_row():
    assert not a_case().is_held
    assert not Screening.objects.exists()


@pytest.mark.parametrize("more", [{"kind": Kind.REPORT}, {"wants_public": False}])
def test_what_never_becomes_public_is_pointed_out_but_not_held(more):
    case = a_held_case(**more)
    assert not case.is_held
    assert case.screening.level == Level.HOLD


def test_what_was_published_elsewhere_before_is_left_alone():
    assert not a_held_case(source=Source.IMPORT).is_held


def test_the_desk_decides_with_the_acceptance():
    with pytest.raises(HeldBack):
        _accept(a_held_case())


def test_a_released_message_goes_up():
    case = _accept(a_held_case(), decision=Decision.RELEASED)
    assert not case.is_held
    assert Message.objects.up().filter(number=case.number).exists()


def test_a_kept_message_is_handled_like_any_other_and_stays_off_the_board():
    case = _accept(a_held_case(), decision=Decision.KEPT)
    assert (case.state, case.is_held) == (State.ACCEPTED, True)
    assert not Message.objects.exists()


def test_a_kept_message_can_be_released_later_with_what_was_answered_meanwhile():
    case = a_case(State.REPLIED, board=a_board(publication=Publication.ON_REPLY), wants_public=True)
    Message.objects.filter(number=case.number).delete()  # as if it had been held all the time
    held(case.pk, case.moved_at)
    release(case.pk, by=cast().reviewer, at=case.moved_at)
    message = Message.objects.up().get(number=case.number)
    assert message.replies.count() == 1


def test_what_must_be_read_word_by_word_is_released_with_a_reason_only():
    case = a_held_case(THREAT)
    assert case.screening.level == Level.BLOCK
    with pytest.raises(HeldBack):
        _accept(case, decision=Decision.RELEASED)
    assert not _accept(case, decision=Decision.RELEASED, decision_words="是气话，不是威胁。").is_held


def test_a_held_message_declined_on_a_public_ground_stays_off_the_board():
    case = a_held_case()
    decline(case.pk, by=cast().intake, at=MONDAY, code="N1", words="请向省厅反映。")
    assert not Message.objects.exists()


def test_a_held_message_is_claimed_by_nobody_before_the_desk_has_looked():
    case = a_held_case()
    owner = a_member("he_owner", "何属办", case.board.owner, "handler")
    with pytest.raises(HeldBack):
        claim(case.pk, by=owner, at=MONDAY, category_id=a_category().pk)


def test_the_decision_is_kept_with_who_when_and_why():
    case = _accept(a_held_case(), decision=Decision.RELEASED, decision_words="是举报他人代开。")
    kept = Screening.objects.get(case=case)
    assert (kept.decision, kept.decided_by, kept.words) == ("released", cast().intake, "是举报他人代开。")
    assert Event.objects.get(case=case, verb="accept").facts["decision"] == "released"


def test_the_desk_sees_the_words_marked_and_decides_on_the_form():
    case, intake = a_held_case(), cast().intake
    page = words_of(browser(intake).get(address(case, "accept")))
    assert '<mark title="须审看">代 开 發 票</mark>' in page
    refused = browser(intake).post(address(case, "accept"), sent("accept", case))
    assert refused.status_code == 200
    done = browser(intake).post(address(case, "accept"), sent("accept", case, decision="released"))
    assert done.status_code == 303


def test_the_form_of_an_ordinary_message_asks_no_decision():
    page = words_of(browser(cast().intake).get(address(a_case(), "accept")))
    assert 'name="decision"' not in page


def test_a_handler_of_a_report_sees_no_marks_of_the_original():
    case = a_held_case(kind=Kind.REPORT)
    _accept(case, reported_ids=[])
    assign(case.pk, by=cast().intake, at=MONDAY, lead_id=cast().lead.pk)
    page = words_of(browser(cast().handler).get(address(case)))
    assert "<mark" not in page


def test_the_author_reads_that_a_person_looks_and_not_at_which_words():
    case = a_held_case()
    page = words_of(signed_in(case.author).get(f"/my/cases/{case.number}/"))
    assert "公开前由工作人员审看" in page
    assert "标出的词" not in page


def test_an_administrator_changes_the_list_and_every_process_follows():
    assert not current_watch().search("清仓甩卖")
    row = WatchWord(word="清仓甩卖", level=Level.HOLD)
    set_word(row)
    assert current_watch().search("清 仓 甩 卖")
    drop_words([row])
    assert not current_watch().search("清仓甩卖")


def test_the_automaton_is_built_once_and_not_for_each_message():
    current_watch()
    built = WatchStamp._kept
    with CaptureQueriesContext(
        connection,
    ) as queries:
        current_watch()
    assert WatchStamp._kept is built
    assert len(queries) == 1


def test_loading_again_brings_back_nothing_that_was_dropped():
    drop_words(WatchWord.objects.filter(word="代开发票"))
    load_words([{"word": "代开发票", "level": "hold"}])
    load_defaults()
    assert not WatchWord.objects.filter(word="代开发票").exists()


def test_only_administrators_edit_the_list():
    page = "/admin/cases/watchword/"
    assert browser(cast().intake).get(page).status_code == 403
    admin = a_member("admin", "管理员甲", cast().lead, "admin")
    assert browser(admin).get(page).status_code == 200


@pytest.mark.parametrize(
    ("given", "is_taken"),
    [({"word": "赚钱快"}, True), ({"word": "赚"}, False), ({"word": "口交", "exceptions": "口"}, False)],
)
def test_a_word_that_would_hit_everything_is_not_taken(given, is_taken):
    WatchWord.objects.filter(word=given["word"]).delete()
    admin = a_member("admin", "管理员甲", cast().lead, "admin")
    sent_words = {"level": "hold", "exceptions": "", "near": "", "note": "", "is_active": "on", **given}
    browser(admin).post("/admin/cases/watchword/add/", sent_words)
    assert WatchWord.objects.filter(word=given["word"]).exists() == is_taken
