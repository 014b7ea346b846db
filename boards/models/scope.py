"""What a question means in rows: the units that its words name, the boards and categories that its filters allow."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Q

from accounts.models import Unit
from boards.models.board import Board
from boards.models.category import below
from boards.models.search_text import SearchTextQuerySet, Units, fits, says
from boards.models.standing import STANDINGS
from boards.rules.question import Question
from boards.rules.shingles import folded

MOST_NAMED = 20  # 社区 is in the names of hundreds of units: who types it means none of them


@dataclass(frozen=True)
class Scope:
    """`boards` and `categories`: ids, None for all. `units`: per term."""

    question: Question
    units: Units
    boards: Sequence[int] | None
    categories: Sequence[int] | None

    @property
    def is_empty(self) -> bool:
        """Whether nothing can pass: a board, a region or a field that does not exist."""
        return self.boards == [] or self.categories == []

    @property
    def condition(self) -> Q:
        """What holds for a search text that the question finds; cheap parts first, they are asked in this order."""
        return fits(self.question, self.boards, self.categories) & says(self.question.terms, self.units)

    def indexed(self, found: SearchTextQuerySet) -> SearchTextQuerySet:
        """Those of them that the index of pairs proposes and that the question finds."""
        return (
            found.of_year(self.question.year).indexed(self.question.terms, self.units).filter(self.condition)
        )

    def walkable(self, found: SearchTextQuerySet) -> SearchTextQuerySet:
        """Those among which a walk by time looks: narrowed only by what its indexes know."""
        found = found.of_year(self.question.year)
        return found.filter(board=self.boards[0]) if self.boards and len(self.boards) == 1 else found


def scope_of(question: Question) -> Scope:
    """At most three queries. An unknown filter allows nothing."""
    return Scope(
        question, _named(question.terms), _boards(question), below(question.field) if question.field else None
    )


def is_known(question: Question) -> bool:
    """Whether its state is one of the list's."""
    return question.state in STANDINGS


def _named(terms: Sequence[str]) -> Units:
    """Units whose name or short name has the term; terms of one character name none."""
    asked = [term for term in terms if len(term) > 1]
    if not asked:
        return {}
    either = reduce(or_, (Q(name__icontains=term) | Q(short_name__icontains=term) for term in asked))
    units = [
        (pk, folded(name), folded(short))
        for pk, name, short in Unit.objects.filter(either).values_list("pk", "name", "short_name")
    ]
    found = {term: [pk for pk, name, short in units if term in name or term in short] for term in asked}
    return {term: pks for term, pks in found.items() if 0 < len(pks) <= MOST_NAMED}


def _boards(question: Question) -> list[int] | None:
    if not question.board and not question.region:
        return None
    found = (
        Board.objects.filter(region_code__startswith=question.region)
        if question.region
        else Board.objects.all()
    )
    if question.board:
        found = found.filter(slug=question.board)
    return list(found.order_by("pk").values_list("pk", flat=True))
