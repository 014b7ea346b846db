"""Contact data are erased so many days after the end, each case once, with a line in the ledger; a dry run only tells."""

from datetime import date, timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from cases.actions.anonymise_contacts import anonymise_contacts
from cases.actions.hold_contact import hold_contact
from cases.actions.merge import merge
from cases.actions.reopen import reopen
from cases.models import Case, Contact, ErasedContact, Event, RetentionHold, RetentionTerm, Supervision
from cases.rules.states import Kind, State
from tests.factories import MONDAY, a_case, a_citizen, cast

pytestmark = pytest.mark.django_db
YEAR = timedelta(days=365)


def run(at, **more) -> list[Case]:
    return [case for batch in anonymise_contacts(at, **more) for case in batch]


def end_of(case: Case):
    closed_at = Case.objects.get(pk=case.pk).closed_at
    assert closed_at is not None
    return closed_at


def has_contact(case: Case) -> bool:
    return Contact.objects.filter(case=case).exists()


@pytest.mark.parametrize("state", [State.CLOSED, State.DECLINED, State.WITHDRAWN])
def test_a_year_after_the_end_the_contact_data_are_gone(state):
    case = a_case(state)
    assert run(end_of(case) + YEAR) == [case]
    assert not has_contact(case)
    assert not Case.objects.get(pk=case.pk).has_contact


def test_a_second_before_they_are_still_there():
    case = a_case(State.CLOSED)
    assert run(end_of(case) + YEAR - timedelta(seconds=1)) == []
    assert has_contact(case)


@pytest.mark.parametrize("state", [State.SUBMITTED, State.HANDLING, State.REPLIED])
def test_what_has_not_ended_keeps_them_however_old_it_is(state):
    case = a_case(state)
    assert run(MONDAY + 20 * YEAR) == []
    assert has_contact(case)


def test_the_ledger_says_once_when_and_why():
    case = a_case(State.CLOSED)
    at = end_of(case) + YEAR
    run(at)
    run(at + YEAR)
    line = ErasedContact.objects.get()
    assert (line.case_id, line.ground, line.days, line.erased_at) == (case.pk, "term", 365, at)


def test_events_and_words_stay_as_they_are():
    case = a_case(State.CLOSED)
    before = list(Event.objects.order_by("pk").values())
    run(end_of(case) + YEAR)
    assert list(Event.objects.order_by("pk").values()) == before
    assert Case.objects.get(pk=case.pk).body == case.body


def test_the_clocks_can_still_be_proved():
    case = a_case(State.CLOSED)
    run(end_of(case) + YEAR)
    call_command("rebuild_clocks", "--check", stdout=StringIO())
    call_command("check_cases", stdout=StringIO())


def test_a_dry_run_tells_and_changes_nothing():
    case = a_case(State.CLOSED)
    assert run(end_of(case) + YEAR, is_dry=True) == [case]
    assert has_contact(case)
    assert not ErasedContact.objects.exists()


def test_a_case_that_was_handled_again_counts_from_its_new_end():
    case = a_case(State.CLOSED)
    reopen(case.pk, by=cast().supervisor, at=end_of(case) + timedelta(days=300), reason="问题又出现了")
    assert run(end_of_first := MONDAY + YEAR + timedelta(days=30)) == [], end_of_first
    assert has_contact(case)


def test_a_hold_keeps_them_until_it_is_taken_off():
    case = a_case(State.CLOSED)
    hold = RetentionHold(case=case, reason="行政复议期间")
    hold_contact(hold, by=cast().supervisor, at=MONDAY)
    assert run(end_of(case) + 3 * YEAR) == []
    hold.delete()
    assert run(end_of(case) + 3 * YEAR) == [case]


def test_an_order_that_stands_keeps_them():
    case = a_case(State.CLOSED)
    order = {"year": 2026, "ordinal": 1, "demand": "请核查。", "issued_at": MONDAY}
    Supervision.objects.create(case=case, **order)
    assert run(end_of(case) + YEAR) == []


def test_a_merged_case_waits_for_the_one_that_it_was_merged_into():
    target = a_case(State.ACCEPTED)
    case = a_case(State.ACCEPTED)
    merge(case.pk, by=cast().intake, at=MONDAY + timedelta(hours=3), into=target.number, reason="同一处路灯")
    assert run(end_of(case) + YEAR) == []
    assert has_contact(case)


def test_the_length_is_a_row_and_counts_from_its_day():
    case = a_case(State.CLOSED)
    on = end_of(case).date() + timedelta(days=60)
    RetentionTerm.objects.create(what="contact", days=30, valid_from=on)
    assert run(end_of(case) + timedelta(days=59)) == []
    assert run(end_of(case) + timedelta(days=61)) == [case]


def test_reports_have_a_length_of_their_own():
    report, other = a_case(State.WITHDRAWN, kind=Kind.REPORT), a_case(State.WITHDRAWN)
    RetentionTerm.objects.create(what="report_contact", days=90, valid_from=date(2026, 1, 1))
    assert run(end_of(report) + timedelta(days=91)) == [report]
    assert has_contact(other)


def test_without_a_row_nothing_is_erased():
    RetentionTerm.objects.all().delete()
    a_case(State.CLOSED)
    assert run(MONDAY + 20 * YEAR) == []


def test_several_batches_reach_all(monkeypatch):
    monkeypatch.setattr("cases.actions.anonymise_contacts.BATCH", 2)
    cases = [a_case(State.WITHDRAWN, author=a_citizen()) for _each in range(5)]
    assert len(list(anonymise_contacts(MONDAY + 2 * YEAR))) == 3
    assert not Contact.objects.filter(case__in=cases).exists()


def test_a_run_that_breaks_off_is_caught_up(monkeypatch):
    monkeypatch.setattr("cases.actions.anonymise_contacts.BATCH", 2)
    cases = [a_case(State.WITHDRAWN, author=a_citizen()) for _each in range(3)]
    next(anonymise_contacts(MONDAY + 2 * YEAR))
    assert ErasedContact.objects.count() == 2
    run(MONDAY + 2 * YEAR)
    assert sorted(ErasedContact.objects.values_list("case_id", flat=True)) == [each.pk for each in cases]


def test_the_command_lists_and_counts():
    case = a_case(State.CLOSED, at=timezone.now() - 2 * YEAR)
    said = StringIO()
    call_command("anonymise_contacts", "--dry-run", stdout=said)
    assert case.number in said.getvalue()
    assert "1 cases would lose" in said.getvalue()
    assert has_contact(case)
    call_command("anonymise_contacts", stdout=StringIO())
    assert not has_contact(case)
