"""approve_reply (审核通过并发布): the reply goes to the author and, where the message is public, on the board."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions._door import through
from cases.actions._publish import ReplyWords
from cases.models import DraftStatus, ReplyDraft


def approve_reply(
    case_id: int, *, by: User | None, at: datetime, version: int | None = None, remark: str = ""
) -> None:
    """Approve the draft under review and publish it, signed by the unit."""
    with through("approve_reply", case_id, by=by, at=at, version=version) as passage:
        case = passage.case
        draft = ReplyDraft.objects.select_related("unit").get(case=case, status=DraftStatus.IN_REVIEW)
        draft.status, draft.decided_by, draft.decided_at, draft.remark = (
            DraftStatus.APPROVED,
            by,
            passage.at,
            remark,
        )
        draft.save(update_fields=["status", "decided_by", "decided_at", "remark"])
        case.outcome = draft.outcome
        case.answered_at = case.answered_at or passage.at
        case.replied_at, case.rated_at = passage.at, None
        signer = _("%(unit)s网络发言人") % {"unit": draft.unit}
        passage.reply = ReplyWords(draft.body, draft.unit_id, signer)
        passage.facts.update(draft=draft.pk, outcome=draft.outcome, unit=draft.unit_id)
