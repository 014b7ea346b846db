"""save_board: a board is stored with the pinyin that people search it by."""

from __future__ import annotations

from pypinyin import Style, lazy_pinyin

from boards.models import Board
from boards.stamps import touch


def save_board(board: Board) -> Board:
    """Store a new or changed board; fills pinyin and initials from its title."""
    board.pinyin = "".join(lazy_pinyin(board.title))[:200].lower()
    board.initials = "".join(lazy_pinyin(board.title, style=Style.FIRST_LETTER))[:60].lower()
    board.save()
    touch(board.pk)
    return board
