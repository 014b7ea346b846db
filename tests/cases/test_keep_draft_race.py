"""Two people of a unit save at the very same moment, on real transactions: one text is kept, the other comes back to its page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from accounts.roles import Role
from cases.actions.draft_reply import draft_reply
from cases.actions.errors import CaseError
from cases.actions.keep_draft import Typed, keep_draft
from cases.actions.log_contact import log_contact
from cases.models import ReplyDraft, WorkingDraft
from cases.rules.states import State
from tests.cases.test_race import at_once
from tests.factories import MONDAY, REPLY, a_case, a_member, cast

pytestmark = pytest.mark.django_db(transaction=True)

AT = MONDAY + timedelta(hours=9)
MINE, THEIRS = "路灯已于当晚修好，电缆接头已更换。", "经核实情况属实，三盏灯已全部换新。"


def contacted():
    case = a_case(State.HANDLING)
    log_contact(case.pk, by=cast().handler, at=AT, way="phone", result="已联系。")
    return case, cast().handler, a_member("feng_handler", "冯承办", cast().lead, Role.HANDLER)


@pytest.mark.parametrize("_round", range(3))
def test_of_two_first_texts_one_is_kept_and_the_other_told(_round):
    case, wang, feng = contacted()
    outcomes = at_once(
        lambda: keep_draft(case.pk, by=wang, at=AT, seen="", typed=Typed(MINE)),
        lambda: keep_draft(case.pk, by=feng, at=AT, seen="", typed=Typed(THEIRS)),
    )
    assert sorted(each.is_saved for each in outcomes) == [False, True]
    told = next(each for each in outcomes if not each.is_saved)
    assert told.other.body == WorkingDraft.objects.get(case=case).body


@pytest.mark.parametrize("_round", range(3))
def test_a_text_that_is_saved_while_a_colleague_sends_is_never_lost(_round):
    case, wang, feng = contacted()
    saved, sent = at_once(
        lambda: keep_draft(case.pk, by=wang, at=AT, seen="", typed=Typed(MINE)),
        lambda: draft_reply(case.pk, by=feng, at=AT, body=REPLY, outcome="solved", seen=""),
    )
    assert saved.is_saved
    assert WorkingDraft.objects.get(case=case).body == MINE
    assert isinstance(sent, CaseError) != ReplyDraft.objects.filter(case=case).exists()
