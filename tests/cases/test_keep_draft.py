"""What was typed stays: kept for the unit, gone on with by a colleague, never written over unseen, gone once it is sent."""

from datetime import timedelta

import pytest

from accounts.roles import Role
from cases.actions.errors import HeldBack, NotAllowed, WrongState
from cases.actions.keep_draft import Typed, keep_draft, mark_of
from cases.models import Case, Event, WorkingDraft
from cases.rules.states import State
from tests.cases.desk_pages import address, another_unit, browser, do, ready_case, sent, words_of
from tests.factories import MONDAY, REPLY, a_case, a_member, cast

pytestmark = pytest.mark.django_db

MINE = "您好！小区门口的路灯我局已派人看过，更换灯具三盏，现已恢复照明。"
THEIRS = "您好！经现场核实，电缆接头进水，三盏灯已于当晚全部修好。"
AT = MONDAY + timedelta(hours=9)


def colleague():
    return a_member("feng_handler", "冯承办", cast().lead, Role.HANDLER)


def keep(case, by, body, seen=""):
    return keep_draft(case.pk, by=by, at=AT, seen=seen, typed=Typed(body, "solved"))


def kept_text(case):
    return WorkingDraft.objects.get(case=case).body


def form_of(user, case):
    return browser(user).get(address(case, "draft_reply")).context["form"]


def seen_by(user, case):
    return form_of(user, case)["seen"].value()


def test_the_text_is_kept_by_the_preview_and_by_its_own_button():
    case = ready_case("draft_reply")
    for look in ("preview", "keep"):
        WorkingDraft.objects.all().delete()
        do(cast().handler, case, "draft_reply", body=MINE, **{look: "1"})
        assert kept_text(case) == MINE


def test_keeping_is_no_event_and_moves_nothing():
    case = ready_case("draft_reply")
    before = Event.objects.filter(case=case).count()
    answer = do(cast().handler, case, "draft_reply", body=MINE, keep="1")
    assert "草稿已暂存" in words_of(answer)
    assert Event.objects.filter(case=case).count() == before
    assert Case.objects.get(pk=case.pk).version == case.version


def test_a_colleague_goes_on_with_it():
    case = ready_case("draft_reply")
    do(cast().handler, case, "draft_reply", body=MINE, outcome="explained", promise_on="2099-12-31", keep="1")
    form = form_of(colleague(), case)
    assert (form["body"].value(), form["outcome"].value()) == (MINE, "explained")
    assert form["promise_on"].value().isoformat() == "2099-12-31"


def test_opening_the_page_writes_nothing():
    case = ready_case("draft_reply")
    form_of(cast().handler, case)
    assert not WorkingDraft.objects.exists()


def test_the_same_person_saves_again_and_again():
    case = ready_case("draft_reply")
    first = keep(case, cast().handler, MINE)
    second = keep(case, cast().handler, THEIRS, first.mark)
    assert second.is_saved
    assert kept_text(case) == THEIRS
    assert second.mark != first.mark


def test_two_people_at_once_lose_nothing():
    case = ready_case("draft_reply")
    do(colleague(), case, "draft_reply", body=THEIRS, keep="1")
    answer = do(cast().handler, case, "draft_reply", body=MINE, seen="", keep="1")
    shown = words_of(answer)
    assert THEIRS in shown
    assert MINE in shown
    assert "冯承办" in shown
    assert kept_text(case) == THEIRS


def test_whoever_has_seen_both_may_save():
    case = ready_case("draft_reply")
    do(colleague(), case, "draft_reply", body=THEIRS, keep="1")
    answer = do(cast().handler, case, "draft_reply", body=MINE, seen="", keep="1")
    do(cast().handler, case, "draft_reply", body=MINE, seen=answer.context["form"]["seen"].value(), keep="1")
    assert kept_text(case) == MINE


def test_the_same_words_are_no_conflict():
    case = ready_case("draft_reply")
    keep(case, colleague(), MINE)
    assert keep(case, cast().handler, MINE).is_saved


def test_sending_lets_go_of_the_kept_text():
    case = ready_case("draft_reply")
    do(cast().handler, case, "draft_reply", body=MINE, keep="1")
    answer = do(cast().handler, case, "draft_reply", seen=seen_by(cast().handler, case))
    assert answer.status_code == 303
    assert not WorkingDraft.objects.exists()


def test_sending_does_not_bury_a_text_that_the_sender_has_not_seen():
    case = ready_case("draft_reply")
    do(colleague(), case, "draft_reply", body=THEIRS, keep="1")
    answer = do(cast().handler, case, "draft_reply", seen="")
    assert answer.status_code == 409
    assert THEIRS in words_of(answer)
    assert "更换灯具三盏" in words_of(answer)
    assert Case.objects.get(pk=case.pk).state == State.HANDLING


def test_after_both_were_shown_sending_works():
    case = ready_case("draft_reply")
    do(colleague(), case, "draft_reply", body=THEIRS, keep="1")
    shown = do(cast().handler, case, "draft_reply", seen="").context["form"]
    assert do(cast().handler, case, "draft_reply", seen=shown["seen"].value()).status_code == 303


def test_a_page_from_before_the_sending_writes_over_nothing_that_came_after():
    case = ready_case("draft_reply")
    old = keep(case, cast().handler, MINE).mark
    do(cast().handler, case, "draft_reply", body=MINE + REPLY, seen=old)
    do(cast().reviewer, case, "send_back")
    keep(case, colleague(), THEIRS)
    assert not keep(case, cast().handler, MINE, old).is_saved
    assert kept_text(case) == THEIRS


def test_an_old_page_keeps_its_text_on_the_server_too():
    case = ready_case("draft_reply")
    sends = sent("draft_reply", case, body=REPLY + "另附照片。")
    do(cast().intake, case, "note")
    assert browser(cast().handler).post(address(case, "draft_reply"), sends).status_code == 409
    assert kept_text(case).endswith("另附照片。")


def test_a_second_click_on_sending_keeps_no_copy():
    case = ready_case("draft_reply")
    client, sends = browser(cast().handler), sent("draft_reply", case)
    client.post(address(case, "draft_reply"), sends)
    client.post(address(case, "draft_reply"), sends)
    assert not WorkingDraft.objects.exists()


def test_whoever_typed_while_a_colleague_sent_finds_the_text_after_a_send_back():
    case = ready_case("draft_reply")
    sends = sent("draft_reply", case, body=MINE + "另附说明。")
    do(colleague(), case, "draft_reply")
    browser(cast().handler).post(address(case, "draft_reply"), sends)
    do(cast().reviewer, case, "send_back")
    assert form_of(cast().handler, case)["body"].value() == MINE + "另附说明。"


def handed_to_another_unit(case):
    """As a transfer leaves it."""
    Case.objects.filter(pk=case.pk).update(lead=another_unit(), handler=None)
    case.refresh_from_db()
    return a_member("he_water", "何水务", another_unit(), Role.HANDLER)


def test_after_a_transfer_the_new_unit_does_not_see_the_text():
    case = ready_case("draft_reply")
    do(cast().handler, case, "draft_reply", body=MINE, keep="1")
    newcomer = handed_to_another_unit(case)
    page = browser(newcomer).get(address(case, "draft_reply"))
    assert MINE not in words_of(page)
    assert page.context["form"]["seen"].value() == ""


def test_each_unit_keeps_its_own_and_finds_it_when_the_case_comes_back():
    case = ready_case("draft_reply")
    do(cast().handler, case, "draft_reply", body=MINE, keep="1")
    do(handed_to_another_unit(case), case, "draft_reply", body=THEIRS, keep="1")
    Case.objects.filter(pk=case.pk).update(lead=cast().lead)
    assert form_of(cast().handler, case)["body"].value() == MINE
    assert WorkingDraft.objects.filter(case=case).count() == 2


def test_once_the_case_is_answered_nothing_is_kept_by_anybody():
    case = ready_case("draft_reply")
    WorkingDraft.objects.create(case=case, unit=another_unit(), body=MINE, saved_at=AT)
    do(cast().handler, case, "draft_reply")
    do(cast().signer, case, "countersign")
    do(cast().reviewer, case, "approve_reply")
    assert not WorkingDraft.objects.exists()


def test_only_who_may_draft_may_keep():
    with pytest.raises(NotAllowed):
        keep(a_case(State.HANDLING), cast().intake, MINE)


def test_nothing_is_kept_for_a_case_that_is_answered():
    with pytest.raises(WrongState):
        keep(a_case(State.REPLIED), cast().handler, MINE)


def test_an_empty_form_keeps_nothing():
    case = a_case(State.HANDLING)
    assert not keep(case, cast().handler, "").is_saved
    assert not WorkingDraft.objects.exists()


def test_a_mark_says_row_and_version():
    assert mark_of(None) == ""
    assert mark_of(WorkingDraft(pk=7, version=3)) == "7-3"


def test_the_refusal_is_one_of_those_that_keep_the_words():
    from cases.actions.keep_draft import NewerText

    assert issubclass(NewerText, HeldBack)


@pytest.mark.parametrize(
    "junk", [{"outcome": "nonsense"}, {"promise_on": "x"}, {"seen": "x" * 4000}, {"body": "\0" * 50 + MINE}]
)
def test_what_a_form_should_not_send_is_kept_without_harm(junk):
    case = ready_case("draft_reply")
    answer = do(cast().handler, case, "draft_reply", **({"body": MINE} | junk), keep="1")
    assert answer.status_code == 200
    assert kept_text(case) == MINE
