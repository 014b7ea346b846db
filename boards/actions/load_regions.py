"""load_regions: bring a tree of regions from its file into rows; codes are the identity, nothing is deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from boards.models import Region, RegionLevel

Node = Mapping[str, Any]  # code, name, children
BELOW = {RegionLevel.CITY: RegionLevel.COUNTY, RegionLevel.COUNTY: RegionLevel.TOWNSHIP}


class BadRegions(ValueError):
    """The file is no tree of regions; says where."""


def load_regions(tree: Sequence[Node], *, level: str = RegionLevel.CITY) -> int:
    """Create what is missing and rename what has another name; what the file lacks stays. Returns how many nodes it has.

    All of it or nothing. Raises BadRegions.
    """
    with transaction.atomic():
        return _load(tree, None, RegionLevel(level))


def _load(nodes: Sequence[Node], parent: Region | None, level: RegionLevel) -> int:
    count = 0
    for order, node in enumerate(nodes):
        code, name = _checked(node)
        below = node.get("children") or ()
        if below and level not in BELOW:
            raise BadRegions(f"{code} {name}: nothing lies below a township")
        row, _created = Region.objects.update_or_create(
            code=code, defaults={"name": name, "parent": parent, "level": level, "ordering": order}
        )
        count += 1 + (_load(below, row, BELOW[level]) if below else 0)
    return count


def _checked(node: Node) -> tuple[str, str]:
    code, name = str(node.get("code", "")).strip(), str(node.get("name", "")).strip()
    if not (code.isascii() and code.isdecimal() and len(code) <= 12 and 0 < len(name) <= 40):
        raise BadRegions(f"{dict(node)!r:.80}: a code of digits and a name are needed")
    return code, name
