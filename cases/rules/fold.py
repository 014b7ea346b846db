"""The fold (事件推演): events + policy of their day + calendar as then known → all clocks with pauses and due dates. Pure.

The door turns the Clock rows of a case by this function, one event at a time; told from the first event on it gives the
same rows again (`manage.py rebuild_clocks --check`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Protocol, TypeVar

from cases.rules.clocks import ClockName, Policy, deadline
from cases.rules.states import Grade, State
from cases.rules.transitions import MOVES, clock_changes


class Running(Protocol):
    """One run of a clock: a Clock row, or a Run of the fold."""

    name: str
    run: int
    started_at: datetime
    first_due_at: datetime | None
    due_at: datetime | None
    is_provisional: bool
    paused_at: datetime | None
    overdue_at: datetime | None
    stopped_at: datetime | None
    level_id: int | None
    explanation: dict[str, Any]


R = TypeVar("R", bound=Running)


@dataclass
class Run:
    """One run of a clock as the fold tells it; a Clock row has the same columns."""

    name: str
    run: int
    started_at: datetime
    first_due_at: datetime | None = None
    due_at: datetime | None = None
    is_provisional: bool = False
    paused_at: datetime | None = None
    overdue_at: datetime | None = None
    stopped_at: datetime | None = None
    level_id: int | None = None
    explanation: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Happened:
    """One event as the clocks need it."""

    verb: str
    before: str
    after: str
    at: datetime
    facts: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Law:
    """What clocks are counted by when an event is recorded: the policy with the calendar as then known, kind and grade."""

    policy: Policy
    kind: str
    grade: str = Grade.NORMAL


def fold(
    events: Iterable[tuple[Happened, datetime]], *, kind: str, policy: Callable[[datetime], Policy]
) -> list[Run]:
    """All clocks of a case from its events, each with the moment at which it was recorded.

    `policy(moment)` is the policy with the calendar as it was known then. The grade is the one that the events tell.
    """
    runs: list[Run] = []
    grade: str = Grade.NORMAL
    for event, recorded_at in events:
        grade = event.facts.get("grade", grade)
        turn(runs, event, Law(policy(recorded_at), kind, grade), Run)
    return runs


def turn(runs: list[R], event: Happened, law: Law, new: Callable[[str, int, datetime], R]) -> list[R]:
    """Apply one event. New runs are made by `new(name, run, started_at)` and appended. Returns those that changed."""
    if event.verb == "overdue":
        return _mark(runs, event)
    if event.verb == "recount":
        return _recount(runs, event, law)
    change, changed = clock_changes(MOVES[event.verb], event.before, event.after), list[R]()
    for each in [run for run in runs if run.stopped_at is None]:
        spared = each.name == ClockName.PROMISE and event.after == State.CLOSED
        settled = each.name == ClockName.PROMISE and each.overdue_at and event.verb == "approve_reply"
        if each.name in change.stops or settled or (change.all_stop and not spared):
            each.stopped_at = event.at
        elif each.paused_at and each.name in change.resumes:
            _resume(each, event.at, law)
        elif not each.paused_at and each.name in change.pauses:
            each.paused_at = event.at
        elif each.name in change.extends:
            _extend(each, event, law)
        elif each.name == ClockName.REPLY and event.facts.get("several"):
            _lengthen(each, str(event.facts["several"]), law)
        else:
            continue
        changed.append(each)
    for name in change.revives:
        changed += _revive(runs, name, law)
    for name in change.starts:
        changed += _start(runs, name, event, law, new)
    if on := event.facts.get("promise_on"):
        changed += _promise(runs, str(on), event, law, new)
    return changed


def _mark(runs: Sequence[R], event: Happened) -> list[R]:
    name, run = event.facts["clock"], event.facts.get("run", 1)
    found = [each for each in runs if (each.name, each.run) == (name, run)]
    for each in found:
        each.overdue_at = each.due_at
    return found


def _recount(runs: Sequence[R], event: Happened, law: Law) -> list[R]:
    """The calendar of a year has come out: the end of each named running clock is computed anew."""
    found = [each for each in runs if each.stopped_at is None and each.name in event.facts]
    for each in found:
        was = each.due_at
        set_end(each, law)
        if each.first_due_at == was:
            each.first_due_at = each.due_at
        late = each.due_at is not None and event.at >= each.due_at
        each.overdue_at = each.due_at if each.overdue_at and late else None
    return found


def _start(
    runs: list[R], name: str, event: Happened, law: Law, new: Callable[[str, int, datetime], R]
) -> list[R]:
    """What runs already runs on. The waiting time counts from the first submission, whatever came between."""
    same = [each for each in runs if each.name == name]
    if any(each.stopped_at is None for each in same):
        return []
    at = event.at
    if name == ClockName.WAIT and (since := event.facts.get("since")):
        at = datetime.fromisoformat(since)
    fresh = new(name, len(same) + 1, at)
    if name != ClockName.WAIT:
        level = str(event.facts.get("level", ""))
        fresh.explanation = {"name": level} if level else {}
        set_end(fresh, law)
        fresh.first_due_at = fresh.due_at
    runs.append(fresh)
    return [fresh]


def _promise(
    runs: list[R], on: str, event: Happened, law: Law, new: Callable[[str, int, datetime], R]
) -> list[R]:
    """A dated commitment takes the place of an earlier one."""
    earlier = [each for each in runs if each.name == ClockName.PROMISE]
    running = [each for each in earlier if each.stopped_at is None]
    for each in running:
        each.stopped_at = event.at
    fresh = new(ClockName.PROMISE, len(earlier) + 1, event.at)
    fresh.explanation = {"on": date.fromisoformat(on).isoformat()}
    set_end(fresh, law)
    fresh.first_due_at = fresh.due_at
    runs.append(fresh)
    return [*running, fresh]


def _revive(runs: Sequence[R], name: str, law: Law) -> list[R]:
    """The last run goes on as if it had never stopped; a pause that it was stopped in ended there."""
    last = [each for each in runs if each.name == name][-1:]
    for each in last:
        stopped_at, each.stopped_at = each.stopped_at, None
        if each.paused_at and stopped_at:
            _resume(each, stopped_at, law)
    return last


def _resume(run: Running, at: datetime, law: Law) -> None:
    """Time runs on. What was over already when the pause began does not become new time."""
    paused_at, run.paused_at = run.paused_at, None
    if run.due_at is not None and paused_at is not None and paused_at < run.due_at:
        _change(run, {"pause": [paused_at.isoformat(), at.isoformat()]}, law)


def _extend(run: Running, event: Happened, law: Law) -> None:
    _change(run, {"extension": int(event.facts["workdays"]), "at": event.at.isoformat()}, law)


def _change(run: Running, entry: dict[str, Any], law: Law) -> None:
    run.explanation = {**run.explanation, "changes": [*run.explanation.get("changes", []), entry]}
    set_end(run, law)


def _lengthen(run: Running, level: str, law: Law) -> None:
    """Several units need longer: the other level holds from the start on, where it ends later."""
    was, kept = run.due_at, run.explanation
    run.explanation = {**kept, "name": level}
    set_end(run, law)
    if was is None or run.due_at is None or run.due_at <= was:
        run.explanation = kept
        set_end(run, law)


def set_end(run: Running, law: Law) -> None:
    """Compute the end of a run from its start, its level and the changes that it has seen."""
    end = deadline(
        run.name,
        started_at=run.started_at,
        kind=law.kind,
        grade=law.grade,
        policy=law.policy,
        level_name=run.explanation.get("name", ""),
        on=run.explanation.get("on", ""),
        changes=run.explanation.get("changes", ()),
    )
    run.due_at, run.is_provisional, run.level_id = end.due_at, end.is_provisional, end.level_id
    run.explanation = dict(end.explanation)
