"""All boards, grouped by level and kind; few enough (a hundred or two) to read whole and sift here. One query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from django.utils.translation import gettext as _

from boards.models import Board, BoardKind, BoardLevel
from boards.rules.spelling import fits


class Line(NamedTuple):
    """What a directory needs of a board, as it is stored; its figures are None before the first counting."""

    kind: str
    level: str
    slug: str
    title: str
    leader: str
    is_open: bool
    pinyin: str
    initials: str
    figures__as_of: datetime | None
    figures__received: int | None
    figures__answered: int | None
    figures__due: int | None
    figures__on_time: int | None
    figures__handled: int | None
    figures__handled_workdays: int | None
    region_code: str


@dataclass(frozen=True)
class Entry:
    href: str
    title: str
    who: str
    note: str


@dataclass(frozen=True)
class Group:
    kind: str
    title: str
    count: int
    entries: tuple[Entry, ...]


def all_boards() -> list[Line]:
    """Every board, in the order that administrators gave them."""
    return [Line(*values) for values in Board.objects.order_by("ordering", "id").values_list(*Line._fields)]


def directory(asked: str = "") -> tuple[Group, ...]:
    """Groups in the order 市级 领导 · 部门 · … 县级 …; with `asked`, only boards that a person may mean by it."""
    boards = all_boards()
    return grouped(meant(boards, asked) if asked else boards)


def meant(boards: Sequence[Line], asked: str) -> list[Line]:
    """Those that a person may mean by these words: part of a name, of its initials, the start of its pinyin."""
    return [each for each in boards if _may_be_meant(each, asked)]


def grouped(boards: Sequence[Line], *, most: int | None = None) -> tuple[Group, ...]:
    """The boards under headings of level and kind, at most so many each; headings without boards are left out."""
    groups = []
    for level in BoardLevel:
        for kind in BoardKind:
            inside = [each for each in boards if each.level == level and each.kind == kind]
            if inside:
                title = f"{level.label} · {kind.label}"
                groups.append(Group(kind.value, title, len(inside), tuple(map(entry, inside[:most]))))
    return tuple(groups)


def entry(board: Line) -> Entry:
    """A board as a line of a directory; its note is answered / received of the last 90 days."""
    note = "" if board.is_open else _("暂停留言")
    if board.is_open and board.figures__received:
        note = f"{board.figures__answered} / {board.figures__received}"
    return Entry(f"/boards/{board.slug}/", board.title, board.leader, note)


def _may_be_meant(board: Line, asked: str) -> bool:
    by_title = fits(asked, name=board.title, pinyin=board.pinyin, initials=board.initials)
    return by_title or (bool(board.leader) and fits(asked, name=board.leader, pinyin="", initials=""))
