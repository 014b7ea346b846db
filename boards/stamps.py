"""Tokens that say "something on this board changed": the page cache keys on them, posting changes them after commit.

A token is random, never a counter: it cannot come back. Whatever token changes, EVERYTHING changes with it, in one step;
so whoever sees EVERYTHING unchanged from before to after its reading has read nothing that changed in between.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable

from django.core.cache import cache

EVERYTHING = "stamp:all"
FIGURES = "stamp:figures"  # pages that show counted figures only
KEEP_BY = (
    "Keep-By"  # the header by which a view says on which tokens its page depends; never leaves the server
)


def key_of(board_id: int) -> str:
    """The cache key of one board's token."""
    return f"stamp:board:{board_id}"


def touch(board_id: int) -> None:
    """Make every stored page of this board, and every page about all boards, stale."""
    _renew(key_of(board_id), EVERYTHING)


def touch_figures(board_ids: Iterable[int]) -> None:
    """Make every page that shows counted figures stale: the boards' own and the statistics."""
    _renew(*map(key_of, board_ids), FIGURES, EVERYTHING)


def stamp(key: str) -> str:
    """The present token; a new one is agreed on when none is there."""
    found = cache.get(key)
    if found is None:
        cache.add(key, secrets.token_hex(8), timeout=None)
        found = cache.get(key) or ""
    return str(found)


def _renew(*keys: str) -> None:
    token = secrets.token_hex(8)
    cache.set_many(dict.fromkeys(keys, token), timeout=None)  # one MSET: all or none is seen
