"""/my/drafts/: what a citizen has typed and not yet sent. Two queries, however many drafts."""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Exists, OuterRef
from django.db.models.query import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from boards.rules.times import day_words, moment
from cases.models import Case, MessageDraft
from cases.models.message_draft import KEPT

FIRST_WORDS = 60


@dataclass(frozen=True)
class DraftRow:
    """One draft as a line."""

    key: uuid.UUID
    href: str
    title: str
    words: str
    board: str
    saved: str
    until: str


def unsent(user_id: int) -> QuerySet[MessageDraft]:
    """The person's drafts, the newest first."""
    sent = Case.objects.filter(submission_key=OuterRef("key"))
    rows = MessageDraft.objects.filter(~Exists(sent), user=user_id)
    return rows.select_related("board").order_by("-saved_at", "-id")


def draft_of(user_id: int, word: str) -> MessageDraft:
    """The own draft of that key; everything else is not found."""
    try:
        key = uuid.UUID(word)
    except ValueError:
        raise Http404 from None
    draft = unsent(user_id).filter(key=key).first()
    if draft is None:
        raise Http404
    return draft


def draft_rows(user_id: int) -> list[DraftRow]:
    """All of them: there are few."""
    return [_row(each, each.opened()) for each in unsent(user_id)]


def _row(draft: MessageDraft, typed: dict[str, str]) -> DraftRow:
    return DraftRow(
        key=draft.key,
        href=f"{reverse('cases:post', args=[draft.board.slug])}?{urlencode({'draft': draft.key})}",
        title=typed.get("title", "").strip() or _("（还没有写标题）"),
        words=" ".join(typed.get("body", "").split())[:FIRST_WORDS],
        board=draft.board.title,
        saved=moment(draft.saved_at),
        until=day_words(draft.saved_at + KEPT),
    )
