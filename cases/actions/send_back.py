"""send_back (审核退回): signer or reviewer returns a draft to the handler, with the reason."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from cases.actions._door import through
from cases.models import DraftStatus, ReplyDraft


def send_back(
    case_id: int, *, by: User | None, at: datetime, version: int | None = None, reason: str
) -> None:
    """Return the draft under review. The handling clock runs on."""
    with through("send_back", case_id, by=by, at=at, version=version, reason=reason) as passage:
        passage.case.countersigned_at = None
        ReplyDraft.objects.filter(case=passage.case, status=DraftStatus.IN_REVIEW).update(
            status=DraftStatus.SENT_BACK, decided_by=by, decided_at=passage.at, remark=reason
        )
