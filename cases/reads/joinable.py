"""Open cases that may be about the same matter as this one: same board or category, words in common. Bounded, two queries."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from boards.rules.shingles import shingles
from boards.rules.times import day
from cases.models import Case
from cases.rules.states import OPEN, Kind

LOOKED_AT, MOST_SHOWN = 200, 5
LEAST_ALIKE = 0.2  # share of the shorter one's word pairs; two people write differently about one street lamp
WORDS_COMPARED = 600


@dataclass(frozen=True)
class Joinable:
    """A case that this one might join."""

    number: str
    words: str


def joinable(case: Case) -> list[Joinable]:
    """The likeliest first; nothing for a report, which is never merged."""
    if case.kind == Kind.REPORT:
        return []
    near = Q(board=case.board_id) | (Q(category=case.category_id) if case.category_id else Q())
    rows = (
        Case.objects.filter(near, board__desk=case.board.desk_id, state__in=OPEN, wants_public=True)
        .exclude(Q(pk=case.pk) | Q(kind=Kind.REPORT))
        .order_by("-id")
        .only("pk", "number", "title", "body", "state", "submitted_at")[:LOOKED_AT]
    )
    own = _words(case)
    scored = [
        (len(own & words) / min(len(own), len(words)), each)
        for each in rows
        if own and (words := _words(each))
    ]
    likely = sorted((pair for pair in scored if pair[0] >= LEAST_ALIKE), key=lambda pair: -pair[0])
    return [
        Joinable(
            each.number,
            f"{each.number} {each.title}（{each.get_state_display()}，{day(each.submitted_at)}）",
        )
        for _score, each in likely[:MOST_SHOWN]
    ]


def _words(case: Case) -> set[str]:
    return shingles(f"{case.title}\n{case.body[:WORDS_COMPARED]}")
