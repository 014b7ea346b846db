"""Who changes the number is called under the new one, in cases that are still handled; what has ended stays as it was."""

from datetime import timedelta

import pytest
from django.db import connection

from accounts.actions import change_phone
from accounts.models import Closing
from cases.actions.anonymise_contacts import due, terms_on
from cases.models import Contact, DataExport
from cases.rules.states import State
from tests.factories import MONDAY, a_case, a_citizen

pytestmark = pytest.mark.django_db
OLD, NEW, CARETAKER = "19900000321", "19900000654", "19900000987"


def called(case) -> str:
    return Contact.objects.get(case=case).phone


def test_running_cases_follow_and_ended_ones_do_not():
    zhang = a_citizen(phone=OLD)
    given = {"author": zhang, "contact_phone": OLD, "contact_name": "张三"}
    running, ended = a_case(State.HANDLING, **given), a_case(State.CLOSED, **given)
    change_phone(zhang.pk, old=OLD, new=NEW, at=MONDAY)
    assert (called(running), called(ended)) == (NEW, OLD)
    assert Contact.objects.get(case=running).name == "张三"


def test_a_number_that_is_not_the_accounts_stays():
    zhang = a_citizen(phone=OLD)
    case = a_case(State.HANDLING, author=zhang, contact_phone=CARETAKER)
    change_phone(zhang.pk, old=OLD, new=NEW, at=MONDAY)
    assert called(case) == CARETAKER


def test_other_peoples_cases_stay():
    zhang = a_citizen(phone=OLD)
    case = a_case(State.HANDLING, contact_phone=OLD)
    change_phone(zhang.pk, old=OLD, new=NEW, at=MONDAY)
    assert called(case) == OLD


def plan_of(rows) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        query, values = rows.query.sql_with_params()
        cursor.execute(f"EXPLAIN {query}", values)
        return "\n".join(line for (line,) in cursor.fetchall())


@pytest.mark.parametrize(
    ("rows", "index"),
    [
        (lambda: Closing.objects.due(MONDAY), "closing_waiting"),
        (lambda: DataExport.objects.over(MONDAY), "data_export_to_do"),
    ],
)
def test_what_the_jobs_look_for_has_an_index(rows, index):
    assert index in plan_of(rows())


def test_the_night_reads_each_case_once():
    a_case(State.CLOSED)
    assert due(terms_on(MONDAY + timedelta(days=800)), MONDAY + timedelta(days=800)).count() == 1
