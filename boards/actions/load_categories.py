"""load_categories: bring a category tree from its file into rows; codes are the identity, nothing is renamed or deleted."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction

from boards.models import Category

Node = Mapping[str, Any]  # code, name, children


def load_categories(tree: Sequence[Node]) -> int:
    """Create the missing categories of a tree of three levels; what is there keeps its name. Returns how many nodes it has."""
    with transaction.atomic():
        return _load(tree, None, 1)


def _load(nodes: Sequence[Node], parent: Category | None, level: int) -> int:
    count = 0
    for order, node in enumerate(nodes):
        row, _created = Category.objects.get_or_create(
            code=node["code"],
            defaults={"name": node["name"], "parent": parent, "level": level, "ordering": order},
        )
        count += 1 + _load(node.get("children", ()), row, level + 1)
    return count
