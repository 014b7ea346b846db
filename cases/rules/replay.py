"""The fold: the events of a case, told again, give its state and say which clocks must be running. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from cases.rules.clocks import ClockName
from cases.rules.states import State
from cases.rules.transitions import MOVES, clock_changes


class BrokenStory(ValueError):
    """The events do not follow from each other."""


@dataclass(frozen=True)
class Told:
    """One event as the fold needs it."""

    seq: int
    verb: str
    before: str
    after: str


@dataclass
class Retold:
    """Where the story ends: the state, the clocks that run, and how often each was started."""

    state: str = ""
    running: set[ClockName] = field(default_factory=set)
    runs: dict[ClockName, int] = field(default_factory=dict)
    count: int = 0


def replay(events: Iterable[Told]) -> Retold:
    """Fold events in order of seq. Raises BrokenStory for a gap, an unknown verb or a move that the table does not have."""
    end = Retold()
    for event in events:
        end.count += 1
        move = MOVES.get(event.verb)
        if move is None or event.seq != end.count or event.before != end.state:
            raise BrokenStory(f"event {event.seq} ({event.verb}) does not follow on {end.state or 'nothing'}")
        if end.state and State(end.state) not in move.sources:
            raise BrokenStory(f"{event.verb} is not possible in {end.state}")
        allowed = {event.before if target is None else target for target in move.targets}
        if event.after not in allowed:
            raise BrokenStory(f"{event.verb} does not lead to {event.after}")
        stops, all_stop, starts = clock_changes(move, event.before, event.after)
        end.running -= set(ClockName) if all_stop else set(stops)
        for name in starts:
            end.running.add(name)
            end.runs[name] = end.runs.get(name, 0) + 1
        end.state = event.after
    return end
