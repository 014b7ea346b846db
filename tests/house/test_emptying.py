"""A test with real commits leaves the database as it found it, whatever it wrote."""

from __future__ import annotations

import pytest
from django.test import TransactionTestCase

from cases.models import Case, Event, PolicyStamp, ServiceLevel
from cases.rules.states import State
from tests import emptying
from tests.emptying import contents, tables
from tests.factories import a_case

pytestmark = pytest.mark.django_db(transaction=True)


def test_rows_go_even_where_nobody_may_delete_them_and_the_policy_stays() -> None:
    before = contents(tables())
    a_case(State.HANDLING)
    assert Event.objects.exists()
    assert contents(tables()) != before
    emptying.empty(TransactionTestCase())
    assert contents(tables()) == before


def test_a_changed_policy_is_not_handed_on() -> None:
    ServiceLevel.objects.update(amount=99)
    emptying.empty(TransactionTestCase())
    assert PolicyStamp.objects.exists()
    assert not ServiceLevel.objects.filter(amount=99).exists()


def test_a_table_that_has_grown_does_not_stay_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(emptying, "LARGE", 0)
    a_case()
    emptying.empty(TransactionTestCase())
    assert not Case.objects.exists()
    assert PolicyStamp.objects.exists()
