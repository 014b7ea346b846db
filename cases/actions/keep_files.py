"""keep_files: hold checked files between two tries of the posting form, because browsers forget what was chosen.

A kept file is a file without a row, so the sweep that removes orphans also removes what nobody came back for.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.conf import settings

from cases.actions._files import ORPHAN_AFTER, StoredFile, write
from cases.models import Attachment

KEPT_SECONDS = (
    int(ORPHAN_AFTER.total_seconds()) - 1200
)  # a form must not name a file that is about to be swept


@dataclass(frozen=True)
class KeptFile:
    """A file that waits for its form; the bytes lie in the private store under `key`."""

    key: uuid.UUID
    name: str
    mime: str
    size: int
    width: int = 0
    height: int = 0


def keep_files(files: Sequence[StoredFile]) -> list[KeptFile]:
    """Hold the files for KEPT_SECONDS."""
    kept = []
    for each in files:
        row = Attachment(key=uuid.uuid4())
        write(settings.MEDIA_ROOT / row.path, each.content)
        kept.append(KeptFile(row.key, each.name, each.mime, len(each.content), each.width, each.height))
    return kept


def kept_content(file: KeptFile) -> bytes | None:
    """The bytes, and another KEPT_SECONDS for them; None when they are gone."""
    path = settings.MEDIA_ROOT / Attachment(key=file.key).path
    try:
        os.utime(path)
        content: bytes = path.read_bytes()
    except FileNotFoundError:
        return None
    return content


def let_go(files: Iterable[KeptFile]) -> None:
    """Delete what is not needed any more."""
    for each in files:
        (settings.MEDIA_ROOT / Attachment(key=each.key).path).unlink(missing_ok=True)
