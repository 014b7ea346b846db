"""The words of the demo: situations with message and reply, grounds for declining, the sentences of the desk.

A template offers choices in brackets, [甲|乙], and slots in braces, {estate}; see fill().
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from random import Random
from typing import Any, Final

from demo.city import DATA, Region, read, regions

ANY_REGION: Final = "@region"
_CHOICE: Final = re.compile(r"\[([^\[\]]+)\]")
_FLOORS: Final = ("二", "三", "四", "五")
# Slot in the texts → list of the region in regions.toml, or of the city in places.toml.
_OF_REGION: Final = {
    "town": "towns",
    "street": "streets",
    "estate": "estates",
    "village": "villages",
    "primary": "primaries",
    "middle": "middles",
    "kindergarten": "kindergartens",
    "market": "markets",
    "park": "parks",
    "clinic": "clinics",
}
_OF_CITY: Final = {
    "line": "bus_lines",
    "hospital": "hospitals",
    "developer": "developers",
    "property": "properties",
    "firm": "firms",
    "builder": "builders",
    "gym": "gyms",
    "trainer": "trainers",
    "river": "rivers",
}


@dataclass(frozen=True, kw_only=True)
class Situation:
    """What somebody writes about, and how the competent unit answers."""

    key: str
    kind: str
    category: str
    units: tuple[str, ...]
    voices: tuple[str, ...]
    titles: tuple[str, ...]
    body: str
    contact: str
    reply: str
    good: str
    bad: str
    outcome: str
    grade: str = "normal"
    weight: int = 1  # how many times as often as others
    months: tuple[int, ...] = tuple(range(1, 13))
    regions: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    slots: Mapping[str, Sequence[str]] | None = None


@dataclass(frozen=True, kw_only=True)
class Declinable:
    """A message that the desk does not take on; `words` tell the author why and where to turn."""

    key: str
    code: str
    kind: str
    category: str
    voices: tuple[str, ...]
    titles: tuple[str, ...]
    body: str
    words: str
    weight: int = 1


@cache
def situations() -> tuple[Situation, ...]:
    """All situations, in the order of their files."""
    names = sorted(path.name for path in (DATA / "words").glob("*.toml"))
    return tuple(Situation(**_tuples(row)) for name in names for row in read(f"words/{name}")["situation"])


@cache
def declinables() -> tuple[Declinable, ...]:
    """The messages that are declined."""
    return tuple(Declinable(**_tuples(row)) for row in read("declines.toml")["decline"])


def common() -> dict[str, Any]:
    """Salutations, closings, notes, reasons: lists of words that belong to no single situation."""
    return read("common.toml")


def _tuples(row: dict[str, Any]) -> dict[str, Any]:
    return {key: tuple(value) if isinstance(value, list) else value for key, value in row.items()}


def scene(region: Region, rng: Random, more: Mapping[str, Sequence[str]] | None = None) -> dict[str, str]:
    """One value a slot: the places of one story, the same in message and reply."""
    city = read("places.toml")
    slots = {slot: rng.choice(region.places[name]) for slot, name in _OF_REGION.items()}
    slots |= {slot: rng.choice(city[name]) for slot, name in _OF_CITY.items()}
    slots |= {slot: rng.choice(list(values)) for slot, values in (more or {}).items()}
    others = [street for street in region.places["streets"] if street != slots["street"]]
    pole = rng.randrange(110, 880)
    return slots | {
        "region": region.name,
        "street2": rng.choice(others),
        "building": str(rng.randint(1, 18)),
        "floor": rng.choice(_FLOORS),
        "pole1": f"D{pole:04d}",
        "pole2": f"D{pole + rng.randint(3, 9):04d}",
    }


def fill(template: str, slots: Mapping[str, str], rng: Random) -> str:
    """Choices first, drawn by `rng`, then slots. Raises KeyError for a slot that nobody fills."""
    chosen = _CHOICE.sub(lambda match: rng.choice(match[1].split("|")), template)
    return chosen.format_map(slots).strip()


def region_of(code: str) -> Region:
    """A region by its code."""
    return next(each for each in regions() if each.code == code)
