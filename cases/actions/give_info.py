"""give_info (补充材料): the author answers what was asked for; at the end of the time the system goes on without it (未补充)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions import _pauses
from cases.actions._door import through
from cases.actions._files import StoredFile, attach
from cases.actions.errors import HeldBack
from cases.models import PauseEnd, Purpose


def give_info(
    case_id: int,
    *,
    by: User | None,
    at: datetime,
    version: int | None = None,
    words: str = "",
    files: Sequence[StoredFile] = (),
) -> None:
    """The deadline runs on. `by` None is the system when nothing came in time."""
    with through("give_info", case_id, by=by, at=at, version=version) as passage:
        if by is None:
            _pauses.end(passage.case, PauseEnd.EXPIRED, at=passage.at)
            passage.facts["is_expired"] = True
            passage.also_tell.append("author")
            return
        if not (words or files):
            raise HeldBack(_("请写下补充的内容，或者添加附件。"))
        _pauses.end(passage.case, PauseEnd.GIVEN, at=passage.at, answer=words)
        attach(passage.case, files, at=passage.at, purpose=Purpose.SUPPLEMENT, seq=passage.seq)
        passage.facts.update(words=words, files=len(files))
