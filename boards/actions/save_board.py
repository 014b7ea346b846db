"""save_board: a board is stored with the pinyin that people search it by, and kept pages forget its old name."""

from __future__ import annotations

from functools import partial

from django.db import transaction

from boards.models import Board
from boards.rules.spelling import spelled
from boards.stamps import touch


def save_board(board: Board) -> Board:
    """Store a new or changed board; fills pinyin and initials from its title."""
    spelling = spelled(board.title)
    board.pinyin, board.initials = spelling.pinyin, spelling.initials
    board.save()
    transaction.on_commit(partial(touch, board.pk), robust=True)
    return board
