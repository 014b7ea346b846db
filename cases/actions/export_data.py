"""Copies of the own data (个人数据副本): ask for one, make it, delete it a day later. Never within a request."""

from __future__ import annotations

import logging
import uuid
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import F

from cases.models import DataExport, ExportStatus
from notify.nudge import nudge

log = logging.getLogger(__name__)

KEPT = timedelta(hours=24)
MOST_TRIES = 3
LOST_AFTER = timedelta(minutes=2)  # a bell that has not been heard by then is rung again by the sweep
TASK = "cases.tasks.make_export"


@dataclass(frozen=True)
class Package:
    """What goes into the ZIP: texts by name, and files by name with the place where they lie."""

    texts: Mapping[str, str]
    files: Mapping[str, Path]


def ask_export(user_id: int, *, at: datetime) -> DataExport:
    """The copy that is being made or lies ready, else a new one: nobody has two, and a second click changes nothing."""
    try:
        with transaction.atomic():
            row = DataExport.objects.create(user_id=user_id, key=uuid.uuid4(), asked_at=at)
            transaction.on_commit(lambda: nudge([row.pk], task=TASK), robust=True)
            return row
    except IntegrityError:
        open_ones = DataExport.objects.filter(user_id=user_id)
        return open_ones.get(status__in=[ExportStatus.ASKED, ExportStatus.READY])


def make_export(export_id: int, *, at: datetime, gather: Callable[[int], Package]) -> bool:
    """Write the ZIP and say that it is ready; False when there was nothing to do. Twice at once: the same file.

    After three tries that raised it is given up, and the page says so.
    """
    waiting = DataExport.objects.waiting().filter(pk=export_id)
    if not waiting.update(tries=F("tries") + 1):
        return False
    row = DataExport.objects.get(pk=export_id)
    path = Path(settings.MEDIA_ROOT) / row.path
    try:
        _write(path, gather(row.user_id), at)
    except Exception:
        if row.tries >= MOST_TRIES:
            waiting.update(status=ExportStatus.FAILED)
        raise
    ready = {"status": ExportStatus.READY, "made_at": at, "until": at + KEPT, "size": path.stat().st_size}
    if not waiting.update(**ready):
        if not DataExport.objects.filter(pk=export_id, status=ExportStatus.READY).exists():
            path.unlink(missing_ok=True)  # deleted with its account meanwhile
        return False
    return True


def _write(path: Path, package: Package, at: datetime) -> None:
    """Onto the disk piece by piece: not even the largest copy is in memory at once. Readable by the portal only."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    part = path.with_name(f"{path.stem}-{uuid.uuid4().hex}.part")
    stamp = at.timetuple()[:6]
    try:
        part.touch(mode=0o600)
        with zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, text in package.texts.items():
                archive.writestr(zipfile.ZipInfo(name, stamp), text, zipfile.ZIP_DEFLATED)
            for name, source in package.files.items():
                archive.write(source, name, zipfile.ZIP_STORED)  # pictures are packed already
        part.rename(path)
    finally:
        part.unlink(missing_ok=True)


def lost_exports(at: datetime) -> list[int]:
    """Asked for a while ago and not made: a lost bell, a worker that died."""
    rows = DataExport.objects.waiting().filter(asked_at__lte=at - LOST_AFTER)
    given_up = rows.filter(tries__gte=MOST_TRIES).update(status=ExportStatus.FAILED)
    if given_up:
        log.error("%s copies of own data were given up", given_up)
    return list(rows.order_by("asked_at").values_list("pk", flat=True))


def purge_exports(at: datetime) -> int:
    """Delete the files whose day is over; the rows stay and say so."""
    return drop_exports(list(DataExport.objects.over(at).order_by("pk")))


def drop_exports(rows: list[DataExport]) -> int:
    """The file first: a row that says "gone" has none."""
    for row in rows:
        (Path(settings.MEDIA_ROOT) / row.path).unlink(missing_ok=True)
        DataExport.objects.filter(pk=row.pk).update(status=ExportStatus.GONE)
    return len(rows)
