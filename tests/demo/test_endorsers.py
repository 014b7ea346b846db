"""The demo's endorsers: other people than the authors, the same number in the rows and on the board."""

import pytest

from boards.models import Message
from cases.models import Case, Endorsement
from cases.rules.states import State
from demo.endorsers import endorse_some
from tests.factories import MONDAY, a_case, a_citizen

pytestmark = pytest.mark.django_db


def test_what_is_being_handled_gets_endorsers_and_what_has_ended_none():
    people = [a_citizen(f"市民{n}ABC", phone=f"1390000001{n}") for n in range(4)]
    running, ended = a_case(State.HANDLING, author=people[0]), a_case(State.CLOSED, author=people[1])
    endorse_some("seed", MONDAY)
    count = Endorsement.objects.filter(case=running).count()
    assert count > 0
    assert Message.objects.get(number=running.number).endorsement_count == count
    assert not Endorsement.objects.filter(user=people[0]).exists()
    assert Case.objects.get(pk=ended.pk).endorsement_count == 0
