"""What a test with real commits leaves behind is deleted row by row; Django would truncate every table and fill some again.

A test writes a few rows into a dozen tables of a hundred. Emptying all of them costs a second, deleting what is there a fiftieth.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

from django.apps import apps
from django.db import connection
from django.test import TransactionTestCase

LARGE = 1 << 20  # bytes; a table that has grown is truncated, dead rows would slow every later test
_django_s_own: Callable[[TransactionTestCase], None] = TransactionTestCase._fixture_teardown
_kept: dict[str, str] = {}  # table → its content as every test finds it


def remember() -> None:
    """Call it when the database holds what every test starts with, and nothing else."""
    _kept.clear()
    _kept.update(_contents(_tables()))
    TransactionTestCase._fixture_teardown = _empty  # type: ignore[method-assign]


def _empty(case: TransactionTestCase) -> None:
    written = {name for name in _contents(_tables(), exactly=_kept) if name not in _kept}
    changed = _contents(list(_kept)) != _kept
    if changed or not _may_skip_triggers():
        _django_s_own(case)  # the next test loads again what it stands on
    elif written:
        _delete(written)


def _tables() -> list[str]:
    models = apps.get_models(include_auto_created=True)
    return sorted({model._meta.db_table for model in models if model._meta.managed})


def _contents(tables: list[str], exactly: Mapping[str, str] | None = None) -> dict[str, str]:
    """Of each table that has rows a sum of them; of those outside of `exactly` only that it has some."""
    parts = [
        f"SELECT '{name}', md5(string_agg(md5(t::text), '' ORDER BY md5(t::text))) FROM \"{name}\" t HAVING count(*) > 0"
        if exactly is None
        else f"SELECT '{name}', '' WHERE EXISTS (SELECT FROM \"{name}\")"
        for name in tables
    ]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(parts))
        return dict(cursor.fetchall())


def _may_skip_triggers() -> bool:
    """Events cannot be deleted, and rows that are pointed at neither: unless by a superuser who says so."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT rolsuper FROM pg_roles WHERE rolname = current_user")
        return bool(cursor.fetchone()[0])


def _delete(tables: set[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT relname FROM pg_class WHERE relname = ANY(%s) AND pg_relation_size(oid) > %s",
            [sorted(tables), LARGE],
        )
        large = {name for (name,) in cursor.fetchall()}
        words = [f'DELETE FROM "{name}";' for name in sorted(tables - large)]
        words += [f'TRUNCATE "{name}" CASCADE;' for name in sorted(large)]
        cursor.execute(f"BEGIN; SET LOCAL session_replication_role = replica; {' '.join(words)} COMMIT")
