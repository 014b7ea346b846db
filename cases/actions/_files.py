"""Files of a case in the private store: written before the commit, so that a row never lacks its bytes.

A file whose case was never committed is an orphan; a sweep removes it.
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import transaction

from cases.models import Attachment, Case, Purpose
from notify.nudge import nudge

THUMBNAIL = (
    "cases.tasks.make_thumbnail"  # by name: tasks import actions; a sweep finds what a lost bell leaves
)
ORPHAN_AFTER = timedelta(hours=2)  # longer than any request that may still commit


@dataclass(frozen=True)
class StoredFile:
    """A checked and re-encoded file, not yet stored."""

    name: str
    mime: str
    content: bytes
    width: int = 0
    height: int = 0


def attach(
    case: Case,
    files: Sequence[StoredFile],
    *,
    at: datetime,
    purpose: str = Purpose.MESSAGE,
    seq: int | None = None,
) -> list[Attachment]:
    """Store the files and their rows; `seq` is the event that they belong to."""
    rows = []
    for each in files:
        row = Attachment(
            case=case,
            key=uuid.uuid4(),
            name=each.name,
            mime=each.mime,
            size=len(each.content),
            sha256=hashlib.sha256(each.content).hexdigest(),
            width=each.width,
            height=each.height,
            purpose=purpose,
            seq=seq,
            added_at=at,
        )
        write(settings.MEDIA_ROOT / row.path, each.content)
        rows.append(row)
    stored = Attachment.objects.bulk_create(rows)
    if pictures := [row.pk for row in stored if row.width]:
        transaction.on_commit(lambda: nudge(pictures, task=THUMBNAIL), robust=True)
    return stored


def write(path: Path, content: bytes) -> None:
    """All of the file or none of it, readable by the portal only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_suffix(".part")
    part.write_bytes(content)
    part.chmod(0o600)
    part.rename(path)


def remove_orphans(at: datetime) -> int:
    """Delete files that no row names and that are older than any open request. Returns how many."""
    root, removed = Path(settings.MEDIA_ROOT), 0
    old = [
        path
        for path in root.glob("??/*")
        if path.is_file() and at.timestamp() - path.stat().st_mtime > ORPHAN_AFTER.total_seconds()
    ]
    known = set()
    for start in range(0, len(old), 1000):
        names = [path.stem for path in old[start : start + 1000] if len(path.stem) == 32]
        known |= {key.hex for key in Attachment.objects.filter(key__in=names).values_list("key", flat=True)}
    for path in old:
        if path.suffix == ".part" or path.stem not in known:
            path.unlink(missing_ok=True)
            removed += 1
    return removed
