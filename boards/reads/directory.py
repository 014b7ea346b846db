"""All boards, grouped by level and kind; few enough (a hundred or two) to read whole and sift here. One query."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from boards.models import Board, BoardKind, BoardLevel
from boards.rules.spelling import fits


@dataclass(frozen=True)
class Entry:
    href: str
    post_href: str
    title: str
    who: str
    note: str
    is_open: bool


@dataclass(frozen=True)
class Group:
    kind: str
    title: str
    count: int
    entries: tuple[Entry, ...]


def all_boards() -> QuerySet[Board]:
    """The boards with what a directory shows of them."""
    return Board.objects.select_related("figures").only(
        *(
            "kind",
            "level",
            "slug",
            "title",
            "leader",
            "is_open",
            "closed_reason",
            "pinyin",
            "initials",
            "ordering",
        ),
        *("figures__received", "figures__answered"),
    )


def directory(asked: str = "") -> tuple[Group, ...]:
    """Groups in the order 市级 领导 · 部门 · … 县级 …; with `asked`, only boards that a person may mean by it."""
    boards: Iterable[Board] = all_boards()
    if asked:
        boards = (each for each in boards if _may_be_meant(each, asked))
    return grouped(list(boards))


def grouped(boards: Sequence[Board], *, most: int | None = None) -> tuple[Group, ...]:
    """The boards under headings of level and kind, at most so many each; headings without boards are left out."""
    groups = []
    for level in BoardLevel:
        for kind in BoardKind:
            inside = [each for each in boards if each.level == level and each.kind == kind]
            if inside:
                title = f"{level.label} · {kind.label}"
                groups.append(Group(kind.value, title, len(inside), tuple(map(entry, inside[:most]))))
    return tuple(groups)


def entry(board: Board) -> Entry:
    """A board as a line of a directory; its note is answered / received of the last 90 days."""
    counted = getattr(board, "figures", None)
    note = "" if board.is_open else _("暂停留言")
    if board.is_open and counted and counted.received:
        note = f"{counted.answered} / {counted.received}"
    href = board.get_absolute_url()
    return Entry(href, f"{href}post/", board.title, board.leader, note, board.is_open)


def _may_be_meant(board: Board, asked: str) -> bool:
    by_title = fits(asked, name=board.title, pinyin=board.pinyin, initials=board.initials)
    return by_title or (bool(board.leader) and fits(asked, name=board.leader, pinyin="", initials=""))
