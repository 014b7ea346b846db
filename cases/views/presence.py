"""Who has a verb's page of a case open (正在办理): a soft mark in the cache, gone by itself; nothing depends on it.

The version on the form keeps two people from overwriting each other; this only lets the second know before typing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.cache import cache

from accounts.models import User
from boards.rules.times import span_words
from cases.rules.transitions import MOVES

HELD_SECONDS = 600  # a page that is still open after ten minutes is more often forgotten than worked on
Mark = tuple[str, str, float]  # name, verb, when


@dataclass(frozen=True)
class AtWork:
    """A colleague at the same case."""

    who: str
    verb: str
    since: str


def come(pk: int, user: User, verb: str, at: datetime) -> None:
    """The person has opened, or goes on with, the page of a verb. With the cache away nothing happens."""
    marks = {**_marks(pk, at), user.pk: (str(user), verb, at.timestamp())}
    cache.set(_key(pk), marks, HELD_SECONDS)


def leave(pk: int, user: User, at: datetime) -> None:
    """The verb is done."""
    marks = {key: mark for key, mark in _marks(pk, at).items() if key != user.pk}
    cache.set(_key(pk), marks, HELD_SECONDS)


def others(pk: int, user: User, at: datetime) -> Sequence[AtWork]:
    """Everybody else who is at it, who came last first."""
    marks = sorted(_marks(pk, at).items(), key=lambda each: -each[1][2])
    return [
        AtWork(name, str(MOVES[verb].label) if verb in MOVES else "", _since(came, at))
        for user_id, (name, verb, came) in marks
        if user_id != user.pk
    ]


def _since(came: float, at: datetime) -> str:
    return span_words(timedelta(seconds=at.timestamp() - came))


def _marks(pk: int, at: datetime) -> dict[int, Mark]:
    found: dict[int, Mark] = cache.get(_key(pk)) or {}
    return {key: mark for key, mark in found.items() if at.timestamp() - mark[2] < HELD_SECONDS}


def _key(pk: int) -> str:
    return f"at-work:{pk}"
