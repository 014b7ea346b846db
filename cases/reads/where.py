"""/post/: what is it about? Boards by name, by category and by what was answered there; and the answers. Five queries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from boards.models import Board, BoardKind, BoardLevel, Category
from boards.rules.shingles import folded
from boards.rules.spelling import fits
from cases.reads.alike_posts import Alike, answered_posts
from cases.rules.alike import pairs_of

LONGEST = 60  # characters of a question that are read
MOST_BOARDS = 6


@dataclass(frozen=True)
class Way:
    """A board that the question may belong to; `why` says how it came here."""

    href: str
    title: str
    who: str
    why: str


@dataclass(frozen=True)
class Group:
    title: str
    ways: tuple[Way, ...]


@dataclass(frozen=True)
class Where:
    asked: str
    ways: tuple[Way, ...]
    answered: Sequence[Alike]
    groups: tuple[Group, ...]


def where(asked: str, *, at: datetime) -> Where:
    """What `/post/?q=` shows; without a question all open boards."""
    asked = " ".join(asked.replace("\0", " ").split())[:LONGEST]
    boards = list(Board.objects.open().order_by("level", "kind", "ordering", "id"))
    if not asked:
        return Where("", (), (), tuple(_groups(boards)))
    answered = answered_posts(asked, at=at)
    return Where(asked, tuple(_ways(asked, boards, answered)), answered, tuple(_groups(boards)))


def _ways(asked: str, boards: Sequence[Board], answered: Sequence[Alike]) -> list[Way]:
    by_slug = {each.slug: each for each in boards}
    found: dict[str, Way] = {}
    for board in boards:
        if _is_meant(asked, board):
            found.setdefault(board.slug, _way(board))
    for category in _categories(asked):
        if category.board and category.board.slug in by_slug:
            found.setdefault(category.board.slug, _way(category.board, why=category.name))
    for each in answered:
        if each.slug in by_slug:
            found.setdefault(each.slug, _way(by_slug[each.slug], why=each.title))
    return list(found.values())[:MOST_BOARDS]


def _is_meant(asked: str, board: Board) -> bool:
    by_title = fits(asked, name=board.title, pinyin=board.pinyin, initials=board.initials)
    return by_title or (bool(board.leader) and fits(asked, name=board.leader, pinyin="", initials=""))


def _categories(asked: str) -> Iterable[Category]:
    """Categories that the question names or that share words with it. A few hundred rows are read whole."""
    plain, wanted = folded(asked), pairs_of(asked)
    for each in Category.objects.filter(is_active=True, board__isnull=False).select_related("board"):
        name = folded(each.name)
        if plain in name or name in plain or (wanted & pairs_of(each.name)):
            yield each


def _groups(boards: Sequence[Board]) -> Iterable[Group]:
    """By level and kind, the city's first."""
    order = [(level.value, kind.value) for level in BoardLevel for kind in BoardKind]
    ranked = sorted(boards, key=lambda each: order.index((each.level, each.kind)))
    for (level, kind), inside in groupby(ranked, key=lambda each: (each.level, each.kind)):
        title = f"{BoardLevel(level).label} · {BoardKind(kind).label}"
        yield Group(title, tuple(_way(each) for each in inside))


def _way(board: Board, why: str = "") -> Way:
    return Way(f"/boards/{board.slug}/post/", board.title, board.leader, why)
