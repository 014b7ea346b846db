"""The work page: both times, what stands beside the state, the timeline in parts; always the same number of queries."""

from __future__ import annotations

from copy import copy
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.roles import Role
from cases.actions._files import StoredFile
from cases.actions.note import note
from cases.models import (
    Case,
    Clock,
    Event,
    Pause,
    WorkingDraft,
)
from cases.rules.states import PauseGround, State
from tests.cases.desk_pages import SAMPLES, address, another_unit, browser, doer, ready_case, sent, words_of
from tests.factories import MONDAY, a_case, a_member, cast

pytestmark = pytest.mark.django_db
LATER = MONDAY + timedelta(days=1)


def page(user, case, query=""):
    return words_of(browser(user).get(address(case) + query))


def with_eighty_events(case):
    """Eighty more lines in its story, as many notes would leave."""
    given = {
        "verb": "note",
        "before": case.state,
        "after": case.state,
        "at": case.moved_at,
        "role": "handler",
    }
    facts = {"kind": "call", "words": "催施工队"}
    first = Event(case=case, by=cast().handler, unit=case.lead, facts=facts, **given)
    rows = [copy(first) for _each in range(80)]
    for seq, each in enumerate(rows, start=case.event_count + 1):
        each.seq = seq
    Event.objects.bulk_create(rows)
    Case.objects.filter(pk=case.pk).update(event_count=case.event_count + 80)
    return case


def full(case):
    """A row in every panel."""
    people = cast(case.board)
    until = timezone.now() + timedelta(days=7)
    Pause.objects.create(
        case=case, ground=PauseGround.INFO, words="请补充照片", from_at=LATER, until_at=until
    )
    WorkingDraft.objects.create(
        case=case, unit=people.lead, body="您好", saved_by=people.handler, saved_at=LATER
    )
    return case


@pytest.mark.parametrize("fill", [lambda case: case, full], ids=["bare", "full"])
def test_a_case_with_eighty_events_opens_in_fifteen_queries(fill, django_assert_max_num_queries):
    case = fill(with_eighty_events(a_case(State.HANDLING)))
    client = browser(cast().handler)
    client.get(address(case))
    with django_assert_max_num_queries(15):
        assert "办理过程（84）" in words_of(client.get(address(case)))


# A decision for good keeps the duty; merging locks two cases and takes their authors, endorsers and followers along;
# splitting submits two cases more.
DEARER = {"arbitrate": 28, "merge": 35, "unmerge": 33, "split": 80}


@pytest.mark.parametrize("verb", sorted(SAMPLES))
def test_a_verb_on_a_case_with_eighty_events_takes_twenty_five_queries(verb):
    case = with_eighty_events(ready_case(verb))
    client, sends = browser(doer(verb, case)), sent(verb, case)
    client.get(address(case, verb))
    with CaptureQueriesContext(connection) as seen:
        assert client.post(address(case, verb), sends).status_code in (200, 303)
    asked = [
        each["sql"] for each in seen.captured_queries if "SAVEPOINT" not in each["sql"]
    ]  # of the test's own frame
    assert len(asked) <= DEARER.get(verb, 25)


@pytest.mark.parametrize("words", ["暂停台账", "请补充照片", "存着的草稿"])
def test_a_panel_says_what_its_row_says(words):
    assert words in page(cast().handler, full(a_case(State.HANDLING)))


@pytest.mark.parametrize("words", ["暂停台账", "存着的草稿"])
def test_a_panel_without_rows_is_not_there(words):
    assert words not in page(cast().handler, a_case(State.HANDLING))


def test_a_kept_draft_is_shown_to_its_own_unit_only():
    case = full(a_case(State.HANDLING))
    assert "存着的草稿" in page(cast().handler, case)
    assert "存着的草稿" not in page(cast().intake, case)


def test_both_times_are_shown():
    shown = page(cast().handler, a_case(State.HANDLING))
    assert "群众等待" in shown
    assert "单位用时" in shown
    assert "受理和审核 <b>1 小时</b>" in shown
    assert "市住房和城乡建设局 <b>" in shown


def test_the_first_date_stands_beside_the_present_one_once_it_has_moved():
    case = a_case(State.REVIEWING)
    clock = Clock.objects.get(case=case, name="review")
    awaited = browser(cast().handler).get(address(case)).context["file"].awaited
    assert awaited.first_due == ""
    Clock.objects.filter(pk=clock.pk).update(due_at=clock.due_at + timedelta(days=7))
    awaited = browser(cast().handler).get(address(case)).context["file"].awaited
    assert awaited.first_due == "2026-03-10 18:00"


def test_a_pause_says_whom_it_waits_for_and_until_when():
    case = a_case(State.HANDLING)
    until = timezone.now() + timedelta(days=30)
    Pause.objects.create(case=case, ground=PauseGround.INFO, words="请补充", from_at=LATER, until_at=until)
    Case.objects.filter(pk=case.pk).update(pause_ground=PauseGround.INFO)
    assert "等 <b>留言人</b> 补充材料" in page(cast().handler, case)


def shown_verbs(case, part):
    answer = browser(cast().supervisor).get(address(case), {"part": part})
    return {each.verb for each in answer.context["file"].timeline}


def test_the_timeline_is_read_in_parts():
    case = a_case(State.HANDLING)
    note(case.pk, by=cast().handler, at=LATER, kind="call", words="内部沟通")
    everything = shown_verbs(case, "")
    assert shown_verbs(case, "internal") == {"note"}
    assert shown_verbs(case, "public") == everything - {"note"}
    assert shown_verbs(case, "clocks") == {"overdue"} & everything
    assert shown_verbs(case, "no-such-part") == everything


def test_a_part_keeps_the_way_back_to_the_list():
    shown = page(cast().intake, a_case(), "?_changelist_filters=work%3Dto_accept")
    assert "_changelist_filters=work%3Dto_accept&amp;part=internal" in shown


def test_files_stand_under_what_they_are_there_for():
    case = a_case(files=[StoredFile("路灯.png", "image/png", b"\x89PNG")])
    case.attachments.create(key="7f0c1f9e-0000-4000-8000-000000000001", name="修好.jpg", mime="image/jpeg", size=3,
                            sha256="x", purpose="after", added_at=LATER)  # fmt: skip
    shown = page(cast().intake, case)
    assert shown.index("留言附件") < shown.index("路灯.png") < shown.index("办理后") < shown.index("修好.jpg")


def test_what_a_reporter_adds_is_not_in_the_panel():
    case = a_case(State.HANDLING, kind="report", wants_public=False)
    Pause.objects.create(
        case=case, ground=PauseGround.INFO, words="请补充", from_at=LATER, until_at=LATER, ended_at=LATER, ended_how="given",
        answer="我是三楼的老王",
    )  # fmt: skip
    assert "老王" not in page(cast().handler, case)


def test_another_unit_sees_no_panel_because_it_sees_no_case():
    stranger = a_member("stranger", "别家", another_unit(), Role.HANDLER)
    assert browser(stranger).get(address(full(a_case(State.SUBMITTED)))).status_code == 404
