"""Long lists as grouped options of a plain select, which needs no script: units by their level, boards by their kind."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from django.utils.translation import gettext_lazy as _

from accounts.models import Unit
from accounts.models.unit import UnitLevel
from boards.models import Board
from boards.models.board import BoardKind
from cases.models import Case

Option = tuple[object, object]  # (value, label), or (group's label, options)
PATH = " › "
RECENT_CASES, MOST_RECENT = 200, 6


def unit_choices(containing: str = "") -> list[Option]:
    """Active units grouped by level, those below a county behind their parent; only names with `containing`. One query."""
    rows = Unit.objects.filter(is_active=True).order_by("ordering", "id").select_related("parent")
    options: dict[str, list[Option]] = {level: [] for level in UnitLevel.values}
    for unit in rows:
        words = _unit_words(unit)
        if containing in words or containing in unit.name:
            options[unit.level].append((unit.pk, words))
    return [(UnitLevel(level).label, found) for level, found in options.items() if found]


def _unit_words(unit: Unit) -> str:
    if unit.parent and unit.level in (UnitLevel.TOWNSHIP, UnitLevel.VILLAGE):
        return f"{unit.parent}{PATH}{unit}"
    return unit.name


def likely_units(case: Case) -> list[Option]:
    """Where the desk lately sent this board's cases, same category first; of a bounded stretch. One query."""
    rows = (
        Case.objects.filter(board=case.board_id, lead__is_active=True)
        .order_by("-id")
        .values_list("lead_id", "lead__name", "category_id")[:RECENT_CASES]
    )
    found: dict[int, str] = {}
    for same in (True, False):
        for pk, name, category_id in rows:
            if (category_id == case.category_id) is same:
                found.setdefault(pk, name)
    likely: Sequence[Option] = list(found.items())[:MOST_RECENT]
    return [(_("最近交办过的单位"), likely)] if likely else []


def board_choices(desk_ids: frozenset[int] | None = None) -> list[Option]:
    """Boards by kind: all, or the open ones that the given desks work for. One query."""
    rows = Board.objects.order_by("kind", "ordering", "id")
    if desk_ids is not None:
        rows = rows.filter(desk__in=desk_ids, is_open=True)
    found = rows.values_list("kind", "pk", "title")
    return [
        (BoardKind(kind).label, [(pk, title) for _kind, pk, title in boards])
        for kind, boards in groupby(found, key=lambda each: each[0])
    ]
