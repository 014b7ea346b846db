"""Seal rows of identities anew with the newest of IDENTITY_KEYS, batch by batch; each batch is a transaction of its own."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.db import IntegrityError, models, transaction

from accounts.models import Sealed
from accounts.rules.sealing import Unreadable

BATCH = 500


@dataclass(frozen=True)
class Resealed:
    """One batch: how many were sealed anew, and the names of rows that were left as they are, with the reason."""

    done: int
    left: list[str]


def sealed_models() -> list[type[Sealed]]:
    """Every table that holds sealed words."""
    return [each for each in apps.get_models() if issubclass(each, Sealed)]


def reseal(model: type[Sealed]) -> Iterator[Resealed]:
    """Until no row of an older key is left that can be read. Stop it at any moment: what is done is done.

    Rows that people write meanwhile are waited for, one batch at a time.
    """
    after: Any = None
    while True:
        with transaction.atomic():
            stale = model.stale().order_by("pk").select_for_update(no_key=True)
            rows = list((stale if after is None else stale.filter(pk__gt=after))[:BATCH])
            if not rows:
                return
            batch = _reseal_rows(model, rows)
        after = rows[-1].pk
        yield batch


def _reseal_rows(model: type[Sealed], rows: list[Sealed]) -> Resealed:
    ready, left, columns = [], [], ["sealed"]
    for row in rows:
        try:
            columns = row.reseal()
        except Unreadable as trouble:
            left.append(f"{row.row_name}: {trouble}")
        else:
            ready.append(row)
    try:
        with transaction.atomic():
            _table(model).bulk_update(ready, columns)
    except IntegrityError:
        return _one_by_one(model, ready, columns, left)
    return Resealed(len(ready), left)


def _one_by_one(model: type[Sealed], rows: list[Sealed], columns: list[str], left: list[str]) -> Resealed:
    """Two rows of one number: only a change of keys in the wrong order can make them. The others go on."""
    done = 0
    for row in rows:
        try:
            with transaction.atomic():
                row.save(update_fields=columns)
        except IntegrityError:
            left.append(f"{row.row_name}: its number has another account as well")
        else:
            done += 1
    return Resealed(done, left)


def _table(model: type[Sealed]) -> models.Manager[Any]:
    return model._default_manager
