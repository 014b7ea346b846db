"""load_demo and demo_people: the same city each time, once, and never beside real cases."""

from __future__ import annotations

import io
from datetime import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, transaction

from accounts.models import Unit
from accounts.roles import Role
from cases.models import Case
from cases.rules.workdays import SHANGHAI
from demo.city import PASSWORD
from demo.digest import digest_of_cases
from demo.settle import settle
from demo.story import MARK
from demo.year import tell_year
from tests import factories

pytestmark = pytest.mark.django_db

UNTIL = datetime(2026, 6, 30, 18, tzinfo=SHANGHAI)


def told(seed: str) -> str:
    """The digest of a city that is made and taken back."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("ALTER SEQUENCE cases_number RESTART")
        settle()
        tell_year(seed, 24, UNTIL)
        digest = digest_of_cases()
        transaction.set_rollback(True)
    return digest


def test_the_same_seed_makes_the_same_city():
    call_command("load_basics", stdout=io.StringIO())
    first = told("one")
    assert told("one") == first
    assert told("two") != first


def test_the_command_loads_once():
    for _twice in range(2):
        call_command("load_demo", "--cases=3", "--until=2026-06-30", stdout=io.StringIO())
    assert Case.objects.filter(source_name=MARK).count() == 3


def test_the_demo_does_not_mix_with_real_cases():
    factories.a_case()
    with pytest.raises(CommandError, match="--force"):
        call_command("load_demo", "--cases=1", stdout=io.StringIO())
    assert not Unit.objects.filter(code="chenglan").exists()


def test_force_loads_beside_real_cases():
    factories.a_case()
    call_command("load_demo", "--cases=1", "--force", stdout=io.StringIO())
    assert Case.objects.count() == 2


def test_the_people_of_the_demo_are_printed_with_their_password():
    out = io.StringIO()
    call_command("demo_people", stdout=out)
    assert PASSWORD in out.getvalue()
    assert all(str(role.label) in out.getvalue() for role in Role)
