"""make_thumbnail: draw the small picture beside a stored one. Twice gives the same file; a damaged original is left alone."""

from __future__ import annotations

import logging
from datetime import datetime
from pathlib import Path

from django.conf import settings

from cases.actions._files import write
from cases.models import Attachment
from cases.rules.pictures import draw_thumbnail
from cases.rules.upload_refusals import UploadRefused

log = logging.getLogger(__name__)

BATCH = 100  # a sweep; a worker is killed in the middle without harm


def make_thumbnail(attachment_id: int, *, at: datetime) -> bool:
    """Whether there is a small picture now. The file is written before its row says so, as with the original."""
    row = Attachment.objects.filter(pk=attachment_id, thumbnail_at=None, width__gt=0).first()
    if row is None:
        return False
    width = height = 0
    try:
        small = draw_thumbnail((Path(settings.MEDIA_ROOT) / row.path).read_bytes(), row.mime)
    except (FileNotFoundError, UploadRefused) as fault:
        log.error("attachment %s gets no thumbnail: %s", row.pk, type(fault).__name__)
    else:
        write(Path(settings.MEDIA_ROOT) / row.thumbnail_path, small.content)
        width, height = small.width, small.height
    Attachment.objects.filter(pk=row.pk, thumbnail_at=None).update(
        thumbnail_at=at, thumbnail_width=width, thumbnail_height=height
    )
    return width > 0


def make_missing_thumbnails(at: datetime) -> int:
    """Draw what a lost bell left out, the oldest first. Returns how many were looked at."""
    wanting = Attachment.objects.filter(thumbnail_at=None, width__gt=0).order_by("pk")
    found = list(wanting.values_list("pk", flat=True)[:BATCH])
    for pk in found:
        make_thumbnail(pk, at=at)
    return len(found)
