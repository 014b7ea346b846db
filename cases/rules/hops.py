"""Hops (单位用时): with whom a case lay while its handling clock ran: the desk, or each unit in turn. Pure, from the events.

Desk time and hop times add up to the running time of the reply clock, to the second.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from cases.rules.clocks import ClockName
from cases.rules.states import State
from cases.rules.transitions import MOVES, clock_changes

AT_UNIT = frozenset({State.ASSIGNED, State.HANDLING})  # while reviewing, the reviewers hold it


@dataclass(frozen=True)
class Passed:
    """One event as the hops need it. `unit_id` is the lead unit after it."""

    verb: str
    before: str
    after: str
    at: datetime
    unit_id: int | None


@dataclass
class Hop:
    """One stay. `unit_id` None: the desk (受理、交办、审核). `since` while the clock runs there now."""

    unit_id: int | None
    spent: timedelta
    since: datetime | None = None


def hops(events: Iterable[Passed]) -> list[Hop]:
    """Every stay in order; the time that is running now is not in `spent` but begins at `since`."""
    stays: list[Hop] = []
    is_running = is_paused = False
    stood_from: datetime | None = None
    for event in events:
        _close(stays, event.at)
        change = clock_changes(MOVES[event.verb], event.before, event.after)
        if is_running and (change.all_stop or ClockName.REPLY in change.stops):
            is_running, stood_from = False, event.at
        elif ClockName.REPLY in change.revives and stood_from:
            # A clock that is revived counts as if it had never stopped: that time went with the desk that had merged it.
            _stay(stays, None).spent += event.at - stood_from
            is_running = True
        elif ClockName.REPLY in (*change.starts, *change.revives):
            is_running = True
        is_paused = (is_paused and ClockName.REPLY not in change.resumes) or ClockName.REPLY in change.pauses
        if is_running and not is_paused:
            holder = event.unit_id if event.after in AT_UNIT else None
            _stay(stays, holder).since = event.at
    return stays


def _stay(stays: list[Hop], holder: int | None) -> Hop:
    """The present stay with this holder, a new one where another held it last."""
    if not stays or stays[-1].unit_id != holder:
        stays.append(Hop(holder, timedelta()))
    return stays[-1]


def _close(stays: list[Hop], at: datetime) -> None:
    if stays and (since := stays[-1].since):
        stays[-1].spent += at - since
        stays[-1].since = None


def spent_until(stays: Iterable[Hop], at: datetime) -> timedelta:
    """All time of all stays up to `at`."""
    return sum((stay.spent + (at - stay.since if stay.since else timedelta()) for stay in stays), timedelta())
