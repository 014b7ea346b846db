"""Beat stands still, then rings again, then rings twice: whatever ran out meanwhile happens once, at its own moment."""

from __future__ import annotations

import shelve
from datetime import datetime, timedelta

import pytest
from django.db.models import Count
from django.utils import timezone

from cases.models import Case, Clock, Event, Heartbeat, current_policy
from cases.rules.states import State
from cases.rules.workdays import SHANGHAI, in_shanghai
from notify.models import Outbox
from tests.cases.invariants import broken_rules, look_at
from tests.factories import a_board, a_case, cast
from tests.faults.conftest import Town, until

pytestmark = pytest.mark.servers


def is_late_by(town: Town, pause: timedelta) -> None:
    """Beat keeps in a file when it rang last: make that longer ago, so that nobody has to wait for it."""
    with shelve.open(str(town.place.state / "beat-schedule")) as kept:
        entries = kept["entries"]
        for each in entries.values():
            each.last_run_at -= pause
        kept["entries"] = entries


def ring_late(town: Town) -> None:
    """Beat comes back after three minutes; both sweeps run to their end."""
    began = timezone.now()
    is_late_by(town, timedelta(minutes=3))
    town.start("beat")
    until(
        lambda: Heartbeat.objects.filter(name__in=["tick_clocks", "warn_clocks"], at__gte=began).count() == 2,
        40,
        lambda: town.logged("beat") + town.logged("worker"),
    )
    town.stop("beat")


def some_workdays_ago(number: int) -> datetime:
    day = current_policy().calendar.add_workdays(in_shanghai(timezone.now()).date(), -number)
    return datetime(day.year, day.month, day.day, 10, tzinfo=SHANGHAI)


@pytest.fixture
def town_without_beat(working_town: Town) -> Town:
    """Beat ran and was stopped."""
    working_town.start("beat")
    until(lambda: any(working_town.place.state.glob("beat-schedule*")))
    working_town.stop("beat")
    a_board()
    return working_town


def test_what_ran_out_while_beat_stood_still_happens_once(town_without_beat: Town) -> None:
    town, before = town_without_beat, timezone.now() - timedelta(days=40)
    unanswered = [a_case(State.SUBMITTED, at=before) for _ in range(3)]
    unsigned, unrated = a_case(State.ASSIGNED, at=before), a_case(State.REPLIED, at=before)
    half_way = a_case(State.HANDLING, at=some_workdays_ago(7), kind="suggestion")  # of ten workdays
    for _ in range(2):
        ring_late(town)
    happened = Event.objects.values("case", "verb").annotate(times=Count("pk"))
    verbs = {(each["case"], each["verb"]): each["times"] for each in happened}
    assert [verbs.get((case.pk, "overdue")) for case in unanswered] == [1, 1, 1]
    assert verbs[unsigned.pk, "sign"] == 1
    assert verbs.get((unrated.pk, "close"), 0) + verbs.get((unrated.pk, "start_revisit"), 0) == 1
    clock = Clock.objects.get(case=half_way, name="reply")
    warned = Outbox.objects.filter(key__startswith=f"warn-{clock.pk}-", user=cast().handler, channel="site")
    assert warned.count() == 1
    assert [broken_rules(look_at(pk)) for pk in Case.objects.values_list("pk", flat=True)] == [
        [] for _ in Case.objects.all()
    ]
