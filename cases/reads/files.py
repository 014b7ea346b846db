"""The files of a case by what they are there for: the author's first, then what the units added."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from cases.models import Attachment, Purpose


@dataclass(frozen=True)
class FileGroup:
    """The files of one purpose, in the order in which they came."""

    label: str
    files: Sequence[Attachment]


def by_purpose(files: Iterable[Attachment]) -> list[FileGroup]:
    """In the order of Purpose; a purpose without files is left out."""
    rows = list(files)
    groups = [
        FileGroup(str(Purpose(value).label), [each for each in rows if each.purpose == value])
        for value in Purpose.values
    ]
    return [each for each in groups if each.files]
