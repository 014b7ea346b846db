"""note (办理记录): an internal line in the file: an inspection, a visit, a meeting, a telephone call."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.models import User
from cases.actions._door import through
from cases.actions._files import StoredFile, attach
from cases.actions._mentions import Mentions, mentions_of
from cases.actions.errors import HeldBack


class NoteKind(TextChoices):
    INSPECTION = "inspection", gettext_lazy("现场勘查")
    VISIT = "visit", gettext_lazy("走访")
    MEETING = "meeting", gettext_lazy("协调会")
    CALL = "call", gettext_lazy("电话")


def note(
    case_id: int,
    *,
    by: User | None,
    at: datetime,
    version: int | None = None,
    kind: str,
    words: str,
    files: Mapping[str, Sequence[StoredFile]] = MappingProxyType({}),
) -> Mentions:
    """Add a note with `files` by their purpose (before, after, note); never shown to the public or the author.

    Who is mentioned (@) and may see the case is told; of the others the writer learns by the answer.
    """
    with through("note", case_id, by=by, at=at, version=version) as passage:
        if not words.strip():
            raise HeldBack(_("请填写记录内容。"))
        for purpose, some in files.items():
            attach(passage.case, some, at=passage.at, purpose=purpose, seq=passage.seq)
        mentions = mentions_of(words, passage.case, by)
        passage.facts.update(kind=NoteKind(kind), words=words)
        if count := sum(map(len, files.values())):
            passage.facts["files"] = count
        if mentions.people:
            passage.facts["mentions"] = mentions.names
            passage.mentions = [(each.pk, each.email) for each in mentions.people]
    return mentions
