"""hand_over: a colleague of the same unit goes on with a case, with everything that lies in it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.roles import Role
from cases.actions.errors import HeldBack, NotAllowed
from cases.actions.hand_over import hand_over
from cases.actions.keep_draft import Typed, keep_draft
from cases.actions.tick import tick
from cases.models import Clock, Event, WorkingDraft
from cases.rules.states import State
from notify.models import Outbox
from tests.cases.desk_pages import address, another_unit, browser, do, words_of
from tests.factories import MONDAY, a_case, a_member, cast

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(hours=6)


def colleague():
    return a_member("xu_handler", "徐承办", cast().lead, Role.HANDLER)


def handed(case, to, by=None):
    hand_over(case.pk, by=by or cast().handler, at=LATER, handler_id=to.pk, words="施工队周三到")
    case.refresh_from_db()
    return case


@pytest.mark.parametrize("state", [State.ASSIGNED, State.HANDLING, State.REVIEWING])
def test_the_colleague_has_it_and_nothing_else_has_changed(state):
    case = a_case(state)
    before = list(Clock.objects.filter(case=case).values())
    handed(case, colleague())
    assert (case.handler, case.state) == (colleague(), state)
    assert list(Clock.objects.filter(case=case).values()) == before


def test_the_signer_may_hand_it_over_too():
    assert handed(a_case(State.HANDLING), colleague(), by=cast().signer).handler == colleague()


def test_the_colleague_is_told_and_nobody_else():
    case = a_case(State.HANDLING)
    a_member("he_handler", "何承办", cast().lead, Role.HANDLER)
    colleague()
    Outbox.objects.all().delete()
    handed(case, colleague())
    assert [row.user_id for row in Outbox.objects.filter(channel="site")] == [colleague().pk]
    assert "已转交您承办" in Outbox.objects.filter(channel="site").get().subject


def test_the_kept_draft_stays():
    case = a_case(State.HANDLING)
    keep_draft(case.pk, by=cast().handler, at=LATER, seen="", typed=Typed(body="您好，灯具已订购"))
    handed(case, colleague())
    assert WorkingDraft.objects.get(case=case).body == "您好，灯具已订购"


@pytest.mark.parametrize("who", ["stranger", "gone", "signer"])
def test_nobody_but_a_handler_of_the_unit_can_be_named(who):
    stranger = a_member("stranger", "别家", another_unit(), Role.HANDLER)
    gone = colleague()
    gone.is_active = False
    gone.save(update_fields=["is_active"])
    with pytest.raises(HeldBack):
        handed(a_case(State.HANDLING), {"stranger": stranger, "gone": gone, "signer": cast().signer}[who])
    assert not Event.objects.filter(verb="hand_over").exists()


def test_who_has_it_already_is_not_named_again():
    case = a_case(State.HANDLING)
    with pytest.raises(HeldBack, match="不需要转交"):
        handed(case, cast().handler)


def test_another_unit_may_not():
    stranger = a_member("stranger", "别家", another_unit(), Role.HANDLER)
    with pytest.raises(NotAllowed):
        handed(a_case(State.HANDLING), colleague(), by=stranger)


def test_a_case_that_signs_itself_stays_with_whom_the_unit_has_named():
    case = handed(a_case(State.ASSIGNED), colleague())
    tick(MONDAY + timedelta(days=2))
    case.refresh_from_db()
    assert (case.state, case.handler) == (State.HANDLING, colleague())


def test_the_timeline_says_to_whom_and_with_which_words():
    case = a_case(State.HANDLING, at=timezone.now() - timedelta(hours=8))
    do(cast().handler, case, "hand_over")
    shown = words_of(browser(cast().supervisor).get(address(case)))
    assert "转交给徐承办" in shown
    assert "请接着办理。" in shown


def test_the_form_offers_the_colleagues_only():
    case = a_case(State.HANDLING)
    colleague()
    shown = words_of(browser(cast().handler).get(address(case, "hand_over")))
    assert "徐承办</option>" in shown
    assert "王承办</option>" not in shown
