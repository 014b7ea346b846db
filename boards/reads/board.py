"""A board's page: who it belongs to, its own figures, its messages by time, state and field. Three queries, four with a field."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext_noop as _

from boards.models import STANDINGS, Board, Category, Message
from boards.models.category import below
from boards.reads import figures, rows
from boards.rules.cursor import Cursor
from boards.rules.words import said

ALL_FIELDS = _("全部领域")


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
        return bool(self.standing or self.field)

    @property
    def field(self) -> Choice | None:
        """The field that the list is narrowed to."""
        return next((each for each in self.fields if each.is_chosen and each.value), None)


def board_page(board: Board, *, standing: str, field: str, cursor: Cursor | None, at: datetime) -> BoardPage:
    """What `/boards/<slug>/` shows. `standing`: a key of STANDINGS; `field`: code of a top category, "" for all.

    `board` comes with owner and figures already joined. An unknown field finds nothing.
    """
    found = Message.objects.up().filter(STANDINGS[standing][1], board=board)
    if field:
        found = found.filter(category_id__in=below(field))
    read, has_more = rows.stretch(found, cursor)
    lines = [rows.row(each, at, has_board=False) for each in read]
    fields = Category.objects.filter(level=1).order_by("code").values_list("code", "name")
    query = {"state": standing, "field": field}
    return BoardPage(
        board=board,
        kind=board.get_kind_display(),
        figures=figures.of_board(getattr(board, "figures", None)),
        standings=tuple(
            Choice(name, said(words), name == standing, rows.address({"state": name, "field": field}))
            for name, (words, _condition) in STANDINGS.items()
        ),
        fields=(
            Choice("", said(ALL_FIELDS), not field),
            *(Choice(code, name, code == field) for code, name in fields),
        ),
        standing=standing,
        page=rows.paged(read, lines, has_more, cursor, query),
    )
