"""rotate_identity_keys: seals all names, numbers and addresses anew with the first of IDENTITY_KEYS; --check only looks."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Count, TextField, Value
from django.db.models.functions import StrIndex, Substr
from rich.console import Console
from rich.progress import Progress

from accounts.actions.reseal import reseal, sealed_models
from accounts.models import Sealed, ring

MOST_NAMED = 20


class Command(BaseCommand):
    help = "Seal all identities with the newest key. Safe to stop at any moment and to run again; people may go on working."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="count rows by key; change nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["check"]:
            self._check()
            return
        left: list[str] = []
        for model in sealed_models():
            left += self._rotate(model)
        for each in left[:MOST_NAMED]:
            self.stderr.write(each)
        if left:
            raise CommandError(
                f"{len(left)} rows could not be sealed anew. Keep the old keys; add the key that is missing."
            )
        self.stdout.write(
            "every row is sealed with the newest key; older keys may go when the last session of theirs has ended"
        )

    def _rotate(self, model: type[Sealed]) -> list[str]:
        name, total, done = model._meta.db_table, model.stale().count(), 0
        left: list[str] = []
        try:
            with _bar(name, total) as show:
                for batch in reseal(model):
                    done += batch.done
                    left += batch.left
                    show(done)
        except KeyboardInterrupt:
            raise CommandError(f"{name}: stopped after {done} of {total}; run it again to go on") from None
        self.stdout.write(f"{name}: {done} of {total} rows sealed anew")
        return left

    def _check(self) -> None:
        stale = 0
        for model in sealed_models():
            for key, count in sorted(_by_key(model).items()):
                newest, known = key == ring().newest, ring().knows(f"{key}:")
                words = "newest" if newest else "older" if known else "NOT IN IDENTITY_KEYS"
                stale += 0 if newest else count
                self.stdout.write(f"{model._meta.db_table}: {count} rows under key {key} ({words})")
        if stale:
            raise CommandError(f"{stale} rows are not under the newest key")
        self.stdout.write("every row is sealed with the newest key")


def _by_key(model: type[Sealed]) -> Counter[str]:
    """How many rows each key has sealed, by the key's name."""
    end = StrIndex("sealed", Value(":")) - 1
    rows = model._default_manager.annotate(key_name=Substr("sealed", 1, end, output_field=TextField()))
    return Counter(dict(rows.values_list("key_name").annotate(Count("pk")).order_by("key_name")))


@contextmanager
def _bar(words: str, total: int) -> Iterator[Callable[[int], None]]:
    """A progress bar on a terminal, silence elsewhere."""
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(words, total=total)
        yield lambda done: progress.update(task, completed=done)
