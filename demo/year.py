"""A year of the city: all its tales told, one after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime

from cases.actions.history import history
from demo.authors_roads import LEAST_CASES, take_authors_roads
from demo.chapters import chapters
from demo.deadline_roads import take_deadline_roads
from demo.endorsers import endorse_some
from demo.plan import Tale, compose
from demo.safety_roads import take_safety_roads
from demo.story import Story, World
from demo.units_roads import take_units_roads

Track = Callable[[list[Tale]], Iterable[Tale]]


def tell_year(seed: str, count: int, until: datetime, *, track: Track = iter) -> int:
    """Tell `count` tales that end at `until`; `track` may show how far it is. The city must have been settled."""
    world = World.of(until)
    tales = compose(seed, count, until)
    with history():
        for tale in track(tales):
            Story(tale, world).tell(chapters)
        if count >= LEAST_CASES:
            take_authors_roads(world)
            take_deadline_roads(world)
            take_units_roads(world)
            endorse_some(seed, until)
            take_safety_roads(world)
    return len(tales)
