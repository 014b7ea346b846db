"""A board's page: who it belongs to, its own figures, its messages by time, state and field. Three queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from boards.models import Board, Category
from boards.reads import figures, rows
from boards.rules.cursor import Cursor
from boards.rules.words import ANSWERED_STATES, OPEN_STATES, REFUSED_STATES, Words

# the choices of the filter: name in the address → (words, condition)
STANDINGS: dict[str, tuple[Words, Q]] = {
    "": (_("全部"), Q()),
    "open": (_("办理中"), Q(state__in=OPEN_STATES)),
    "answered": (_("已回复"), Q(state__in=ANSWERED_STATES)),
    "overdue": (_("已超期"), Q(state__in=OPEN_STATES, overdue_at__isnull=False)),
    "refused": (_("不予受理"), Q(state__in=REFUSED_STATES)),
}


@dataclass(frozen=True)
class Choice:
    value: str
    words: str
    is_chosen: bool
    href: str = ""


@dataclass(frozen=True)
class BoardPage:
    board: Board
    kind: str
    figures: figures.Figures
    standings: tuple[Choice, ...]
    fields: tuple[Choice, ...]
    standing: str
    page: rows.Page

    @property
    def is_filtered(self) -> bool:
        return bool(self.standing or any(each.is_chosen and each.value for each in self.fields))


def board_page(board: Board, *, standing: str, field: str, cursor: Cursor | None, at: datetime) -> BoardPage:
    """What `/boards/<slug>/` shows. `standing`: a key of STANDINGS; `field`: code of a top category, "" for all.

    `board` comes with owner and figures already joined. An unknown field finds nothing.
    """
    categories = list(Category.objects.order_by("code").only("code", "name", "parent_id", "level"))
    found = board.messages.up().for_rows().filter(STANDINGS[standing][1])
    if field:
        found = found.filter(category_id__in=_below(categories, field))
    messages, has_more = rows.stretch(found, cursor)
    lines = [rows.row(each, at, has_board=False) for each in messages]
    query = {"state": standing, "field": field}
    return BoardPage(
        board=board,
        kind=board.get_kind_display(),
        figures=figures.of_board(getattr(board, "figures", None)),
        standings=tuple(
            Choice(name, str(words), name == standing, rows.address({"state": name, "field": field}))
            for name, (words, _condition) in STANDINGS.items()
        ),
        fields=(
            Choice("", str(_("全部领域")), not field),
            *(Choice(each.code, each.name, each.code == field) for each in categories if each.level == 1),
        ),
        standing=standing,
        page=rows.paged(messages, lines, has_more, cursor, query),
    )


def _below(categories: Sequence[Category], code: str) -> list[int]:
    """Ids of the category with this code and of all below it; the list is ordered by code, parents first."""
    below: set[int] = set()
    for each in sorted(categories, key=lambda category: category.level):
        if each.code == code or each.parent_id in below:
            below.add(each.pk)
    return sorted(below)
