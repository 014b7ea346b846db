"""set_words: an administrator changes the watched words; every process builds its automaton anew at its next screening."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from django.db import transaction

from cases.models import WatchStamp, WatchWord


def set_word(row: WatchWord) -> None:
    """Store a word, new or changed. What was screened before keeps its findings."""
    with transaction.atomic():
        row.save()
        WatchStamp.moves_on()


def drop_words(rows: Iterable[WatchWord]) -> None:
    """Take words off the list."""
    with transaction.atomic():
        WatchWord.objects.filter(pk__in=[row.pk for row in rows]).delete()
        WatchStamp.moves_on()


def load_words(given: Iterable[Mapping[str, str]]) -> None:
    """The starting list of the repository, once: what an administrator changed or dropped stays so."""
    if WatchStamp.objects.exists():
        return
    WatchWord.objects.bulk_create([WatchWord(**each) for each in given], ignore_conflicts=True)
    WatchStamp.moves_on()
