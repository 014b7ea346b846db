"""Where the hits of a question lie in time. Three ways, each bounded, chosen by how frequent the words are:

a look at the newest messages says how frequent; a rare word is asked of the index of pairs and all its hits are known;
a frequent one is met on a walk by time, which stops when it has met enough. The planner is told which index to take: it
has no figures about pairs and guesses a thousandfold wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.db.models import BooleanField, ExpressionWrapper

from boards.models import SearchText
from boards.models.scope import Scope
from boards.rules.cursor import Cursor

MOST_PROBED = 2_000
FREQUENT = 30  # hits among the probed: then a walk of 13,000 steps meets two hundred
MOST_SIFTED = 20_000  # hits whose text is looked at one by one
MOST_WALKED = 40_000

Place = tuple[datetime, int]  # a message's place in time, as in a cursor


@dataclass(frozen=True)
class Met:
    """Hits beyond a cursor, the nearest first. Not `is_all`: the search may go on beyond `end`."""

    places: list[Place]
    is_all: bool
    end: Place | None = None


def meet(scope: Scope, cursor: Cursor | None, *, wanted: int) -> Met:
    """The nearest hits beyond the cursor: all there are (then they may be more than wanted), or up to so many."""
    if scope.is_empty:
        return Met([], is_all=True)
    probed = walk(scope, cursor, steps=MOST_PROBED, wanted=MOST_PROBED + 1)
    if probed.is_all:
        return probed
    if len(probed.places) < FREQUENT:
        sifted = sift(scope, cursor)
        if sifted is not None:
            return Met(sifted, is_all=True)
    elif len(probed.places) >= wanted:
        return Met(probed.places[:wanted], is_all=False, end=probed.places[wanted - 1])
    return walk(scope, cursor, steps=MOST_WALKED, wanted=wanted)


def walk(scope: Scope, cursor: Cursor | None, *, steps: int, wanted: int) -> Met:
    """Look at message after message from the cursor on, at most so many, until enough hits are met."""
    is_hit = ExpressionWrapper(scope.condition, output_field=BooleanField())
    rows = scope.walkable(SearchText.objects.all()).beyond(cursor)
    looked_at, params = (
        rows.annotate(is_hit=is_hit).values_list("posted_at", "pk", "is_hit")[:steps].query.sql_with_params()
    )
    with (
        _without("seqscan", "bitmapscan", "sort"),
        connection.cursor() as sql,
    ):  # only the index by time remains
        sql.execute(
            "SELECT posted_at, pk, is_hit, step FROM (SELECT *, row_number() OVER () AS step"
            f" FROM ({looked_at}) AS looked_at (posted_at, pk, is_hit)) AS stepped"
            " WHERE is_hit OR step = %s LIMIT %s",
            [*params, steps, wanted],
        )
        found = sql.fetchall()
    places = [(at, pk) for at, pk, is_hit, _step in found if is_hit]
    if len(found) == wanted or (found and found[-1][3] == steps):
        return Met(places, is_all=False, end=found[-1][:2])
    return Met(places, is_all=True)


def sift(scope: Scope, cursor: Cursor | None) -> list[Place] | None:
    """All hits beyond the cursor, the nearest first, by the index of pairs; None when they are too many."""
    rows = scope.indexed(SearchText.objects.beyond(cursor)).order_by().values_list("posted_at", "pk")
    with _without("seqscan", "indexscan"):  # only the index of pairs remains
        found = list(rows[: MOST_SIFTED + 1])
    if len(found) > MOST_SIFTED:
        return None
    return sorted(found, reverse=cursor is None or cursor.goes_older)


@contextmanager
def _without(*plans: str) -> Iterator[None]:
    """Inside, the planner leaves these plans aside; and a bitmap stays exact, or each row of its pages would be cut anew."""
    with transaction.atomic():
        with connection.cursor() as sql:
            sql.execute(
                "; ".join(
                    ("SET LOCAL work_mem = '32MB'", *(f"SET LOCAL enable_{plan} = off" for plan in plans))
                )
            )
        yield
