"""A citizen's whole stories, through the pages a citizen sees; the desk's part in them is done by its own actions."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from boards.models import Board
from cases.actions.accept import accept
from cases.actions.approve_reply import approve_reply
from cases.actions.assign import assign
from cases.actions.countersign import countersign
from cases.actions.decline import decline
from cases.actions.draft_reply import draft_reply
from cases.actions.log_contact import log_contact
from cases.actions.record_revisit import Finding, record_revisit
from cases.actions.reopen import reopen
from cases.actions.sign import sign
from cases.actions.tick import tick
from cases.models import Case
from cases.rules.states import State
from tests import factories
from tests.cases.pages import BODY, TITLE, a_picture, an_address, form_of, words_of

pytestmark = pytest.mark.django_db

BAD = {
    "is_answered": "yes",
    "is_solved": "no",
    "outcome": "1",
    "attitude": "3",
    "speed": "2",
    "words": "灯还是不亮",
}
GOOD = {
    "is_answered": "yes",
    "is_solved": "yes",
    "outcome": "5",
    "attitude": "5",
    "speed": "5",
    "words": "灯亮了，谢谢",
}


@pytest.fixture
def grandmother(settings) -> Client:
    """A retired woman with a telephone, who has never been here."""
    settings.DEMO = True  # the code stands on the page
    return Client(REMOTE_ADDR=an_address())


def signs_in(browser: Client, start: str, phone: str = "13900000099") -> str:
    """From the page that asks for it to the page that she came from; returns where she arrives."""
    login = browser.get(start)["Location"]
    page = words_of(browser.get(login))
    ahead = re.search(r'name="next" value="([^"]*)"', page)[1]
    page = words_of(browser.post("/accounts/login/", {"phone": phone, "next": ahead}, follow=True))
    code = re.search(r"验证码是 <strong>(\d{6})", page)[1]
    return browser.post("/accounts/login/code/", {"code": code})["Location"]


def posts(browser: Client, board: Board, **more: object) -> tuple[Case, str]:
    """(her case, the lookup code on her slip)"""
    page = words_of(browser.post(f"/boards/{board.slug}/post/", form_of(**more), follow=True))
    code = re.search(r"<dt>查询码</dt><dd>(\w{8})</dd>", page)[1]
    return Case.objects.latest("pk"), code


def is_answered(case: Case, people: factories.Cast, hours: int = 1) -> None:
    """Contact, draft, countersigning, review: what the offices do between her visits."""
    at = max(timezone.now(), Case.objects.get(pk=case.pk).moved_at) + timedelta(hours=hours)
    log_contact(case.pk, by=people.handler, at=at, way="phone", result="已说明情况。")
    draft_reply(case.pk, by=people.handler, at=at, body=factories.next_reply(case.pk), outcome="solved")
    countersign(case.pk, by=people.signer, at=at)
    approve_reply(case.pk, by=people.reviewer, at=at)


def is_taken_on(case: Case, people: factories.Cast) -> None:
    at = timezone.now()
    accept(case.pk, by=people.intake, at=at, category_id=factories.a_category().pk)
    assign(case.pk, by=people.intake, at=at, lead_id=people.lead.pk)
    sign(case.pk, by=people.handler, at=at)


def rates(browser: Client, case: Case, form: dict[str, str]) -> None:
    page = words_of(browser.get(f"/my/cases/{case.number}/"))
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    browser.post(f"/my/cases/{case.number}/rate/", form | {"version": version})


def tracked(case: Case, code: str) -> str:
    return words_of(Client(REMOTE_ADDR=an_address()).post("/track/", {"number": case.number, "code": code}))


def test_from_the_first_visit_to_the_street_light_that_shines(grandmother: Client, board: Board) -> None:
    people = factories.cast(board)
    assert signs_in(grandmother, f"/boards/{board.slug}/post/") == f"/boards/{board.slug}/post/"
    preview = words_of(
        grandmother.post(f"/boards/{board.slug}/post/", form_of(preview="1", attachments=[a_picture()]))
    )
    kept = re.search(r'name="kept" value="([^"]+)"', preview)[1]
    case, code = posts(grandmother, board, body=f"{BODY}我的电话 13912345678。", kept=kept)
    assert case.attachments.count() == 1
    assert "待受理" in tracked(case, code)
    assert grandmother.get(f"/messages/{case.number}/").status_code == 404

    is_taken_on(case, people)
    public = words_of(Client().get(f"/messages/{case.number}/"))
    assert "〔电话已隐去〕" in public
    assert "13912345678" not in public
    assert "看公开的页面" in words_of(grandmother.get(f"/my/cases/{case.number}/"))

    is_answered(case, people)
    assert "等您办理" in words_of(grandmother.get("/my/"))
    assert "更换灯具三盏" in tracked(case, code)
    rates(grandmother, case, GOOD)
    assert Case.objects.get(pk=case.pk).state in (State.CLOSED, State.REVISITING)
    assert "等您办理" not in words_of(grandmother.get("/my/"))


def test_a_bad_rating_brings_a_call_and_a_second_reply(grandmother: Client, board: Board) -> None:
    people = factories.cast(board)
    signs_in(grandmother, "/my/")
    case, _code = posts(grandmother, board)
    is_taken_on(case, people)
    is_answered(case, people)
    rates(grandmother, case, BAD)
    page = words_of(grandmother.get(f"/my/cases/{case.number}/"))
    assert "回访员" in page
    assert "灯还是不亮" in page
    assert "灯还是不亮" not in words_of(Client().get(f"/messages/{case.number}/"))

    reopen(
        case.pk,
        by=people.revisitor,
        at=timezone.now() + timedelta(hours=2),
        reason="灯仍未修好，群众不满意。",
    )
    assert "重新办理" in words_of(grandmother.get(f"/my/cases/{case.number}/"))
    is_answered(case, people, hours=3)
    assert "第 2 次回复" in words_of(grandmother.get(f"/my/cases/{case.number}/"))
    rates(grandmother, case, GOOD)
    assert "第 1 次回复" in words_of(grandmother.get(f"/my/cases/{case.number}/"))


@pytest.mark.parametrize(
    ("code_of_refusal", "status"), [("N1", 200), ("N7", 404)]
)  # the public may read of N1, not of N7
def test_a_refusal_tells_her_where_to_turn(
    grandmother: Client, board: Board, code_of_refusal: str, status: int
) -> None:
    people = factories.cast(board)
    signs_in(grandmother, "/my/")
    case, code = posts(grandmother, board)
    words = "请向省住建厅反映，电话 12329。"
    decline(case.pk, by=people.intake, at=timezone.now(), code=code_of_refusal, words=words)
    for page in (words_of(grandmother.get(f"/my/cases/{case.number}/")), tracked(case, code)):
        assert words in page
    assert Client().get(f"/messages/{case.number}/").status_code == status


def test_who_says_nothing_is_not_counted_as_satisfied(grandmother: Client, board: Board) -> None:
    people = factories.cast(board)
    signs_in(grandmother, "/my/")
    case, _code = posts(grandmother, board)
    is_taken_on(case, people)
    is_answered(case, people)
    tick(timezone.now() + timedelta(days=30))
    case.refresh_from_db()
    if case.state == State.REVISITING:  # drawn for a revisit: nobody answers the telephone
        for day in (31, 32, 33):
            at = timezone.now() + timedelta(days=day)
            record_revisit(case.pk, by=people.revisitor, at=at, finding=Finding(is_reached=False))
    case.refresh_from_db()
    assert case.state == State.CLOSED
    assert not case.ratings.exists()


@pytest.mark.django_db(transaction=True)  # the public page is made anew after a real commit
def test_a_withdrawn_message_is_gone_from_the_board_and_stays_in_her_list(
    grandmother: Client, board: Board
) -> None:
    people = factories.cast(board)
    signs_in(grandmother, "/my/")
    case, _code = posts(grandmother, board)
    is_taken_on(case, people)
    assert TITLE in words_of(Client().get(f"/messages/{case.number}/"))
    page = words_of(grandmother.get(f"/my/cases/{case.number}/withdraw/"))
    version = re.search(r'name="version" value="(\d+)"', page)[1]
    grandmother.post(f"/my/cases/{case.number}/withdraw/", {"version": version})
    assert Client().get(f"/messages/{case.number}/").status_code == 410
    assert "已撤回" in words_of(grandmother.get("/my/"))


def test_a_report_is_seen_by_nobody_outside(grandmother: Client, board: Board) -> None:
    people = factories.cast(board)
    signs_in(grandmother, "/my/")
    case, code = posts(grandmother, board, kind="report", visibility="")
    is_taken_on(case, people)
    is_answered(case, people)
    assert Client().get(f"/messages/{case.number}/").status_code == 404
    assert TITLE not in words_of(Client().get(f"/boards/{board.slug}/"))
    assert "看公开的页面" not in tracked(case, code)


def test_on_a_shared_telephone_the_next_person_sees_nothing_of_hers(
    grandmother: Client, board: Board
) -> None:
    signs_in(grandmother, "/my/")
    case, _code = posts(grandmother, board)
    grandmother.post("/accounts/logout/")
    assert grandmother.get(f"/my/cases/{case.number}/").status_code == 302
    signs_in(grandmother, "/my/", phone="13900000098")
    assert case.number not in words_of(grandmother.get("/my/"))
    assert grandmother.get(f"/my/cases/{case.number}/").status_code == 404
