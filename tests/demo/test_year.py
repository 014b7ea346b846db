"""A small city, told through the real verbs: what is in it, and that none of it is where it must not be."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import override_settings

from accounts.models import Membership, Unit, User
from boards.models import Board, Message, Reply
from boards.rules.redact import redact
from cases.models import Attachment, Case, Duty, Event, Flag, Promise, Rating, ReplyDraft
from cases.rules.states import Kind, Source, State
from cases.rules.workdays import SHANGHAI
from demo.city import PASSWORD
from demo.people import staff
from demo.settle import settle
from demo.year import tell_year
from notify.models import Outbox

UNTIL = datetime(2026, 6, 30, 18, tzinfo=SHANGHAI)
SMALL = 60


@pytest.fixture(scope="module")
def _a_small_city(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """Told once for all tests of this file that only look, then taken back."""
    with (
        tempfile.TemporaryDirectory() as folder,
        override_settings(MEDIA_ROOT=Path(folder)),
        django_db_blocker.unblock(),
        transaction.atomic(),
    ):
        call_command("load_basics", stdout=io.StringIO())
        settle()
        tell_year("chenglan", SMALL, UNTIL)
        yield
        transaction.set_rollback(True)


@pytest.fixture
def city(_a_small_city: None, db: None) -> None:
    """The small city, for a test that only looks."""


@pytest.mark.parametrize("state", State)
def test_the_city_has_a_case_in_every_state(city, state):
    assert Case.objects.filter(state=state).exists()


def test_every_case_agrees_with_its_own_events(city):
    call_command("check_cases", stdout=io.StringIO())
    call_command("rebuild_clocks", "--check", stdout=io.StringIO())


def test_nothing_happens_after_the_end(city):
    assert not Event.objects.filter(at__gt=UNTIL).exists()


def test_nobody_is_notified_of_history(city):
    assert not Outbox.objects.exists()


def test_something_is_overdue_on_the_desk(city):
    assert Case.objects.open().overdue().count() >= 3


def test_something_was_sent_back(city):
    assert ReplyDraft.objects.filter(status="sent_back").exists()


def test_something_was_handled_again(city):
    assert Case.objects.filter(reopen_count__gt=0).exists()


@pytest.mark.parametrize(
    "verb", ["appeal", "split", "merge", "ask_info", "give_info", "ask_again", "change_rating"]
)
def test_somebody_took_each_of_the_authors_side_roads(city, verb):
    assert Event.objects.filter(verb=verb).exists()


@pytest.mark.parametrize(
    "verb", ["claim", "ask_return", "grant_return", "refuse_return", "arbitrate", "co_advise"]
)
def test_some_units_took_each_of_the_units_side_roads(city, verb):
    assert Event.objects.filter(verb=verb).exists()


def test_the_next_such_case_would_find_a_decision(city):
    assert Duty.objects.get(is_current=True).case.is_arbitrated


@pytest.mark.parametrize(
    "verb",
    [
        "grant_extension",
        "suspend",
        "post_progress",
        "supervise",
        "report_back",
        "instruct",
        "confirm_fulfilment",
    ],
)
def test_some_cases_have_their_time_moved_or_watched(city, verb):
    assert Event.objects.filter(verb=verb).exists()


def test_one_promise_is_kept_one_broken_and_one_runs(city):
    assert {"kept", "broken", "open"} <= set(Promise.objects.values_list("status", flat=True))


def test_one_message_is_held_one_taken_down_and_one_flag_waits(city):
    assert Case.objects.filter(is_held=True).count() == 1
    assert Case.objects.exclude(removal_code="").count() == 1
    assert Flag.objects.unresolved().count() == 1


def test_somebody_was_not_satisfied(city):
    assert Rating.objects.filter(outcome__lte=2).exists()


def test_a_report_is_never_public(city):
    assert Case.objects.filter(kind=Kind.REPORT).exists()
    assert not Message.objects.filter(kind=Kind.REPORT).exists()


def test_what_is_private_is_never_public(city):
    private = Case.objects.filter(wants_public=False)
    assert private.exists()
    assert not private.filter(message__isnull=False).exists()


def test_a_call_to_the_hotline_has_no_account(city):
    calls = Case.objects.filter(source=Source.HOTLINE)
    assert calls.exists()
    assert not calls.filter(author__isnull=False).exists()


def test_no_personal_number_is_public(city):
    assert not [row for row in Message.objects.all() if redact(row.title).marks or redact(row.body).marks]


def test_a_published_reply_keeps_every_word_of_the_draft(city):
    drafts = set(ReplyDraft.objects.filter(status="approved").values_list("body", flat=True))
    published = set(Reply.objects.filter(is_interim=False).values_list("body", flat=True))
    assert published
    assert published <= drafts


def test_a_reply_says_whose_it_is_and_whom_to_call(city):
    for draft in ReplyDraft.objects.filter(status="approved").select_related("unit"):
        assert draft.unit.name in draft.body
        assert draft.unit.office_phone in draft.body
        assert 150 <= len(draft.body) <= 600


def test_some_messages_have_drawn_pictures(city):
    assert Attachment.objects.filter(mime="image/jpeg", width=960).exists()


def test_all_boards_and_units_are_there(city):
    assert Board.objects.filter(initials="").count() == 0
    assert Board.objects.count() == 96
    assert Unit.objects.filter(parent=None).count() == 1


def test_settling_twice_changes_nothing(city):
    def counts() -> list[int]:
        return [model.objects.count() for model in (Unit, Board, User, Membership)]

    before = counts()
    settle()
    assert counts() == before


def test_everybody_who_works_here_is_staff_with_the_printed_password(city):
    people = User.objects.filter(username__in=[each.username for each in staff()])
    assert people.filter(is_staff=True).count() == len(staff())
    assert len(set(people.values_list("password", flat=True))) == 1  # hashed once, for one password
    assert people[0].check_password(PASSWORD)
