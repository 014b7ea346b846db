"""keep_message_draft (存草稿): what a citizen has typed stays on the server until it is sent, deleted or 30 days old.

The rule of this file: nothing that was typed is written over by a page that had not seen it; it becomes a draft of its own.
"""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from boards.models import Board
from cases.actions.errors import HeldBack
from cases.models import Case, MessageDraft
from cases.models.message_draft import KEPT

MOST_DRAFTS = 20  # a person


@dataclass(frozen=True)
class KeptMessage:
    """What became of the text: under which key and version it now lies, and whether that is another draft than before."""

    key: uuid.UUID
    version: int
    is_copy: bool = False


def keep_message_draft(
    key: uuid.UUID, *, by: User, at: datetime, board: Board, seen: int, typed: Mapping[str, str]
) -> KeptMessage:
    """Keep what stands in a form. `seen` is the version that its page has, 0 before the first time.

    Where another page has kept other words meanwhile, these become a second draft. Raises HeldBack when the message has
    been sent or there are too many drafts.
    """
    with transaction.atomic():
        hold_key(key)
        row = MessageDraft.objects.select_for_update().filter(key=key).first()
        if row is not None and row.user_id != by.pk:
            row, key = None, uuid.uuid4()
        if Case.objects.filter(submission_key=key).exists():
            raise HeldBack(_("这件留言已经提交，不用再存草稿。"))
        if row is not None and row.opened() == dict(typed):
            return KeptMessage(row.key, row.version)
        if row is not None and row.version != seen:
            return KeptMessage(_added(uuid.uuid4(), by, at, board, typed).key, 1, is_copy=True)
        if row is None:
            return KeptMessage(_added(key, by, at, board, typed).key, 1)
        row.seal(typed)
        row.board, row.saved_at, row.version = board, at, row.version + 1
        row.save(update_fields=["sealed", "board", "saved_at", "version"])
        return KeptMessage(row.key, row.version)


def _added(key: uuid.UUID, by: User, at: datetime, board: Board, typed: Mapping[str, str]) -> MessageDraft:
    if MessageDraft.objects.filter(user=by).count() >= MOST_DRAFTS:
        raise HeldBack(_("草稿最多存 %(most)d 份，请先在“我的草稿”里删去不要的。") % {"most": MOST_DRAFTS})
    row = MessageDraft(key=key, user=by, board=board, saved_at=at, version=1)
    row.seal(typed)
    row.save(force_insert=True)
    return row


def hold_key(key: uuid.UUID) -> None:
    """Until the end of the transaction nobody else keeps or sends what has this key."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"message_draft:{key}"])


def end_message_draft(key: uuid.UUID, by: User) -> None:
    """It has been sent, or its author does not want it any more."""
    MessageDraft.objects.filter(key=key, user=by).delete()


def purge_message_drafts(at: datetime) -> int:
    """Delete what nobody has touched for 30 days. Returns how many."""
    return MessageDraft.objects.filter(saved_at__lt=at - KEPT).delete()[0]
