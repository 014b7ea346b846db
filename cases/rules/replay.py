"""The story: the events of a case, told again, follow from each other and end in its state. Pure. Its clocks: see fold.py."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from cases.rules.states import State
from cases.rules.transitions import MOVES


class BrokenStory(ValueError):
    """The events do not follow from each other."""


@dataclass(frozen=True)
class Told:
    """One event as the story needs it."""

    seq: int
    verb: str
    before: str
    after: str


@dataclass
class Retold:
    """Where the story ends, and after how many events."""

    state: str = ""
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
        end.state = event.after
    return end
