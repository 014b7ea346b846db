"""What a test with real commits leaves behind is deleted row by row; Django would truncate every table and fill some again.

A test writes a few rows into a dozen tables of a hundred. Emptying all of them costs a second, deleting what is there a fiftieth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.apps import apps
from django.db import connection
from django.test import TransactionTestCase

from cases.actions.load_policy import load_defaults

LARGE = 1 << 20  # bytes; dead rows of a table that has grown would slow every later test
_django_s_own: Callable[[TransactionTestCase], None] = TransactionTestCase._fixture_teardown
_kept: dict[str, str] = {}  # table → its content as every test finds it


def remember() -> None:
    """Call it when the database holds what every test starts with, and nothing else."""
    _kept.clear()
    _kept.update(contents(tables()))
    TransactionTestCase._fixture_teardown = empty  # type: ignore[method-assign]


def empty(case: TransactionTestCase) -> None:
    """Delete what was written; what every test starts with stays, unless it was changed."""
    written = {name for name in contents(tables(), exactly=_kept) if name not in _kept}
    if contents(list(_kept)) != _kept or _grown(written):
        _django_s_own(case)
        load_defaults()
        remember()
    elif written:
        _delete(written)


def tables() -> list[str]:
    """Of all models, and the links between them."""
    models = apps.get_models(include_auto_created=True)
    return sorted({model._meta.db_table for model in models if model._meta.managed})


def contents(names: list[str], exactly: Mapping[str, str] | None = None) -> dict[str, str]:
    """Of each table that has rows a sum of them; of those outside of `exactly` only that it has some."""
    parts = [
        f"SELECT '{name}', md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) FROM \"{name}\" t HAVING count(*) > 0"
        if exactly is None
        else f"SELECT '{name}', '' WHERE EXISTS (SELECT FROM \"{name}\")"
        for name in names
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return dict(cursor.fetchall())


def _grown(names: set[str]) -> bool:
    return bool(
        _any("SELECT 1 FROM pg_class WHERE relname = ANY(%s) AND pg_relation_size(oid) > %s", names, LARGE)
    )


def _any(query: str, names: set[str], *more: int) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(query, [sorted(names), *more])
        return [name for (name,) in cursor.fetchall()]


def _delete(names: set[str]) -> None:
    """Foreign keys are looked at when all is gone. From a table that only grows nothing is deleted: it is truncated."""
    protected = _any(
        "SELECT DISTINCT tgrelid::regclass::text FROM pg_trigger JOIN pg_class c ON c.oid = tgrelid "
        "WHERE c.relname = ANY(%s) AND NOT tgisinternal",
        names,
    )
    words = [f'TRUNCATE "{name}" CASCADE;' for name in protected]
    words += [f'DELETE FROM "{name}";' for name in sorted(names - set(protected))]
    with connection.cursor() as cursor:
        cursor.execute(f"BEGIN; {' '.join(words)} COMMIT")
