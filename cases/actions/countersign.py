"""countersign (单位审签): the unit's signer puts the unit's name to the draft; somebody other than the drafter."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from cases.actions._door import through
from cases.models import DraftStatus, ReplyDraft


def countersign(
    case_id: int, *, by: User | None, at: datetime, version: int | None = None, remark: str = ""
) -> None:
    """Countersign the draft under review."""
    with through("countersign", case_id, by=by, at=at, version=version) as passage:
        passage.case.countersigned_at = passage.at
        ReplyDraft.objects.filter(case=passage.case, status=DraftStatus.IN_REVIEW).update(countersigned_by=by)
        passage.facts["remark"] = remark
