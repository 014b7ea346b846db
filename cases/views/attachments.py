"""/attachments/<uuid>/ and its small picture: the only way to an attachment. Others do not even learn that it is there."""

from __future__ import annotations

import logging
import uuid
from pathlib import Path
from typing import Any

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.shortcuts import get_object_or_404
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.models import User
from accounts.roles import standing_of
from cases.models import Attachment, Case, Event, Purpose
from cases.models.attachment import OF_THE_AUTHOR

log = logging.getLogger(__name__)

SHOWN_INLINE = frozenset(
    {"image/jpeg", "image/png", "image/webp"}
)  # redrawn by us; all else is only for saving
NOTHING_RUNS = "default-src 'none'; sandbox"


@never_cache
@require_safe
def attachment(request: HttpRequest, key: uuid.UUID) -> FileResponse:
    """Stream one file to its author or to staff who may see its case; 404 for all others."""
    row = _readable(request, key)
    is_inline = row.mime in SHOWN_INLINE
    return _stream(row, row.path, as_attachment=not is_inline, filename=row.name, content_type=row.mime)


@never_cache
@require_safe
def thumbnail(request: HttpRequest, key: uuid.UUID) -> FileResponse:
    """The small picture of one, to the same people."""
    row = _readable(request, key)
    if not row.has_thumbnail:
        raise Http404
    return _stream(row, row.thumbnail_path, content_type="image/webp")


def _readable(request: HttpRequest, key: uuid.UUID) -> Attachment:
    row = get_object_or_404(Attachment.objects.select_related("case"), key=key)
    if not _may_read(request, row):
        raise Http404
    return row


def _stream(row: Attachment, place: str, **how: Any) -> FileResponse:
    try:
        file = (Path(settings.MEDIA_ROOT) / place).open("rb")
    except FileNotFoundError:
        log.error("attachment %s has no file", row.pk)
        raise Http404 from None
    response = FileResponse(file, **how)
    response["Content-Security-Policy"] = NOTHING_RUNS
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    return response


def _may_read(request: HttpRequest, row: Attachment) -> bool:
    user, case = request.user, row.case
    if not isinstance(user, User):
        return False
    if _is_own(row, user.pk):
        return True
    seen = Case.objects.visible_to(standing_of(user)).select_related("board").filter(pk=case.pk).first()
    if seen is None:
        return False
    return not (seen.is_copy and row.purpose in OF_THE_AUTHOR)  # a file of a report may show who made it


def _is_own(row: Attachment, user_id: int) -> bool:
    """Files of the own message, and supplements that one gave oneself: in a merged case several people give some."""
    if row.purpose == Purpose.SUPPLEMENT:
        return Event.objects.filter(case=row.case_id, seq=row.seq or 0, by=user_id).exists()
    return row.case.author_id == user_id and row.purpose == Purpose.MESSAGE
