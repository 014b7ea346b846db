"""The timeline in parts: all of it, what the public reads too, what only the staff reads, what moved a clock."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from cases.reads.timeline import Entry
from cases.rules.transitions import MOVES

ALL, PUBLIC, INTERNAL, CLOCKS = "", "public", "internal", "clocks"
LABELS: dict[str, str | Promise] = {
    ALL: _("全部"),
    PUBLIC: _("对外"),
    INTERNAL: _("内部"),
    CLOCKS: _("计时"),
}
BY_THE_CLOCKS = frozenset({"overdue", "recount"})


@dataclass(frozen=True)
class Part:
    """One link above the timeline."""

    key: str
    label: str
    count: int
    is_chosen: bool
    url: str


def parts(entries: Sequence[Entry], chosen: str, kept: Mapping[str, str]) -> list[Part]:
    """Every part with how many events are in it; `kept` is the rest of the page's query."""
    chosen = known(chosen)
    return [
        Part(key, str(label), len(of_part(entries, key)), key == chosen, _url(key, kept))
        for key, label in LABELS.items()
    ]


def _url(key: str, kept: Mapping[str, str]) -> str:
    return f"?{urlencode({**kept, 'part': key} if key else kept)}#timeline"


def of_part(entries: Sequence[Entry], key: str) -> list[Entry]:
    """The events of one part, in their order."""
    wanted = known(key)
    return [each for each in entries if wanted == ALL or wanted in _parts_of(each)]


def known(key: str) -> str:
    """What was asked for, or everything."""
    return key if key in LABELS else ALL


def _parts_of(entry: Entry) -> frozenset[str]:
    move = MOVES[entry.verb]
    found = {PUBLIC if move.public and (move.stays or entry.moved or entry.verb == "submit") else INTERNAL}
    touches = move.pauses or move.resumes or move.extends or move.revives
    if touches or entry.verb in BY_THE_CLOCKS:
        found.add(CLOCKS)
    return frozenset(found)
