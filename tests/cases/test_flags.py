"""Readers flag public messages; the desk claims, resolves and escalates, each as an act; two people never do the same."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.db.utils import IntegrityError, InternalError
from django.test import Client

from boards.models import Message
from cases.actions.errors import CaseError, CaseMissing, HeldBack, NotAllowed
from cases.actions.flags import claim_flag, escalate_flag, raise_flag, resolve_flag
from cases.models import Case, Event, Flag, FlagAct
from cases.rules.states import Kind, State
from cases.rules.watch_levels import FlagStatus
from notify.models import Outbox
from tests.cases.desk_pages import another_unit, browser, words_of
from tests.cases.pages import an_address, signed_in
from tests.factories import MONDAY, a_case, a_citizen, a_member, cast

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=1)
LIST = "/admin/cases/flag/"


def a_flag(case: Case | None = None, digest: str = "d1", **more) -> Flag:
    case = case or a_case(State.HANDLING)
    raise_flag(
        case.number, reason="privacy", words="第二行写了我家门牌。", sender_digest=digest, at=LATER, **more
    )
    return Flag.objects.latest("id")


def mine(flag: Flag) -> Flag:
    claim_flag(flag.pk, by=cast().reviewer, at=LATER)
    return flag


def address(case: Case) -> str:
    return f"/messages/{case.number}/flag/"


def test_a_stranger_flags_without_an_account_and_without_scripts():
    case, client = a_case(State.HANDLING), Client(REMOTE_ADDR=an_address(), enforce_csrf_checks=True)
    assert address(case) in words_of(client.get(f"/messages/{case.number}/"))
    page = words_of(client.get(address(case)))
    token = page.split('name="csrfmiddlewaretoken" value="')[1].split('"')[0]
    answer = client.post(address(case), {"reason": "insult", "words": "", "csrfmiddlewaretoken": token})
    assert answer.status_code == 303
    assert "您的反映已收到" in words_of(client.get(answer["Location"]))
    assert Flag.objects.get().reason == "insult"


def test_the_public_page_itself_holds_no_form_that_is_sent():
    case = a_case(State.HANDLING)
    assert 'method="post"' not in words_of(Client().get(f"/messages/{case.number}/")).lower()


def test_a_reader_has_one_open_flag_a_message():
    case = a_case(State.HANDLING)
    a_flag(case)
    again = raise_flag(case.number, reason="ads", words="", sender_digest="d1", at=LATER)
    assert (again, Flag.objects.count()) == (False, 1)
    assert raise_flag(case.number, reason="ads", words="", sender_digest="d2", at=LATER)


def test_who_flagged_is_forgotten_with_the_resolution_and_may_flag_again():
    flag = mine(a_flag())
    resolve_flag(flag.pk, by=cast().reviewer, at=LATER, outcome="kept", words="是公开的地址。")
    flag.refresh_from_db()
    assert flag.sender_digest == ""
    assert raise_flag(flag.case.number, reason="ads", words="", sender_digest="d1", at=LATER)


def test_the_digest_tells_accounts_apart_and_gives_nobody_away():
    case = a_case(State.HANDLING)
    people = [a_citizen("甲"), a_citizen("乙")]
    for each in people:
        signed_in(each).post(address(case), {"reason": "ads", "words": ""})
    digests = set(Flag.objects.values_list("sender_digest", flat=True))
    assert len(digests) == 2
    assert all(len(each) == 64 for each in digests)


@pytest.mark.parametrize("more", [{"kind": Kind.REPORT}, {"wants_public": False}])
def test_what_is_not_public_cannot_be_flagged_and_is_not_even_there(more):
    case = a_case(State.HANDLING, **more)
    assert Client().get(address(case)).status_code == 404
    with pytest.raises(CaseMissing):
        a_flag(case)


def test_floods_are_told_when_to_come_back():
    client, case = signed_in(a_citizen("刷屏")), a_case(State.HANDLING)
    codes = [client.post(address(case), {"reason": "ads", "words": ""}).status_code for _ in range(11)]
    assert codes[:10] == [303] * 10
    assert codes[10] == 429


def test_a_form_without_a_reason_is_asked_again():
    case = a_case(State.HANDLING)
    assert "请选择一项" in words_of(Client().post(address(case), {"reason": "", "words": ""}))


def test_the_desk_is_told_and_has_as_long_as_for_a_new_message():
    reviewer = cast().reviewer
    flag = a_flag()
    assert Outbox.objects.filter(user=reviewer, url=f"{LIST}{flag.pk}/change/").exists()
    assert LATER < flag.due_at <= LATER + timedelta(days=5)


def test_a_message_stays_where_the_desk_finds_nothing():
    flag = mine(a_flag())
    resolve_flag(flag.pk, by=cast().reviewer, at=LATER, outcome="kept", words="是公开的地址。")
    assert Message.objects.up().filter(number=flag.case.number).exists()
    assert list(FlagAct.objects.values_list("verb", flat=True)) == ["raise", "claim", "resolve"]


def test_taking_down_through_a_flag_is_an_event_of_the_case():
    flag = mine(a_flag())
    resolve_flag(
        flag.pk, by=cast().reviewer, at=LATER, outcome="taken_down", words="写明了门牌。", code="privacy"
    )
    assert not Message.objects.up().filter(number=flag.case.number).exists()
    assert Event.objects.get(case=flag.case, verb="take_down").reason == "写明了门牌。"


def test_who_may_not_take_down_does_not_do_so_through_a_flag():
    flag, intake = a_flag(), cast().intake
    claim_flag(flag.pk, by=intake, at=LATER)
    with pytest.raises(NotAllowed):
        resolve_flag(flag.pk, by=intake, at=LATER, outcome="taken_down", words="写明了门牌。", code="privacy")
    flag.refresh_from_db()
    assert flag.status == FlagStatus.CLAIMED


def test_nobody_resolves_what_another_has_claimed_or_nobody_has():
    flag = a_flag()
    with pytest.raises(HeldBack):
        resolve_flag(flag.pk, by=cast().intake, at=LATER, outcome="kept", words="没有问题。")
    mine(flag)
    with pytest.raises(HeldBack):
        resolve_flag(flag.pk, by=cast().intake, at=LATER, outcome="kept", words="没有问题。")


def test_what_was_escalated_is_taken_up_by_a_supervisor_only():
    flag, supervisor = mine(a_flag()), cast().supervisor
    escalate_flag(flag.pk, by=cast().reviewer, at=LATER, words="涉及本单位，请督查决定。")
    assert Outbox.objects.filter(user=supervisor, url=f"{LIST}{flag.pk}/change/").exists()
    with pytest.raises(HeldBack):
        mine(flag)
    claim_flag(flag.pk, by=supervisor, at=LATER)
    resolve_flag(flag.pk, by=supervisor, at=LATER, outcome="kept", words="没有问题。")


def test_a_resolved_flag_is_closed():
    flag = mine(a_flag())
    resolve_flag(flag.pk, by=cast().reviewer, at=LATER, outcome="kept", words="没有问题。")
    with pytest.raises(HeldBack):
        mine(flag)


def test_another_desk_sees_neither_list_nor_page_nor_verb():
    flag = a_flag()
    stranger = a_member("stranger", "别家受理", another_unit(), "intake", "reviewer")
    client = browser(stranger)
    assert flag.case.number not in words_of(client.get(LIST))
    assert client.get(f"{LIST}{flag.pk}/change/").status_code == 404
    assert client.post(f"{LIST}{flag.pk}/do/claim/").status_code == 404
    with pytest.raises(CaseMissing):
        claim_flag(flag.pk, by=stranger, at=LATER)


@pytest.mark.parametrize("role", ["handler", "signer", "leader", "admin", "editor"])
def test_only_the_desk_and_the_supervisors_have_the_list(role):
    assert browser(a_member("other", "旁人", cast().lead, role)).get(LIST).status_code == 403


def test_the_desk_works_through_its_pages():
    flag, client = a_flag(), browser(cast().reviewer)
    page = f"{LIST}{flag.pk}/"
    assert flag.case.number in words_of(client.get(LIST))
    client.post(f"{page}do/claim/")
    assert "第二行写了我家门牌" in words_of(client.get(f"{page}change/"))
    missing = client.post(f"{page}do/resolve/", {"outcome": "taken_down", "code": "", "words": "写了门牌。"})
    assert "请选择撤下的理由" in words_of(missing)
    client.post(f"{page}do/resolve/", {"outcome": "taken_down", "code": "privacy", "words": "写了门牌。"})
    assert Case.objects.get(pk=flag.case_id).removal_code == "privacy"


def test_acts_are_never_changed_or_deleted():
    a_flag()
    with pytest.raises((InternalError, IntegrityError)), transaction.atomic():
        FlagAct.objects.update(words="别的")


@pytest.mark.django_db(transaction=True)
def test_of_two_who_claim_at_once_one_is_told_so():
    flag, outcomes = a_flag(), []
    people = [cast().reviewer, cast().intake]
    barrier = threading.Barrier(2)

    def claim(by):
        barrier.wait()
        try:
            claim_flag(flag.pk, by=by, at=LATER)
            outcomes.append("done")
        except CaseError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=claim, args=(each,)) for each in people]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(outcomes) == ["done", "refused"]
    assert FlagAct.objects.filter(verb="claim").count() == 1
