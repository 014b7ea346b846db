"""draft_reply (拟稿送审): the handler writes the unit's answer with its outcome and sends it to review."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from cases.actions._door import through
from cases.models import ReplyDraft
from cases.rules.states import Outcome


def draft_reply(
    case_id: int, *, by: User | None, at: datetime, version: int | None = None, body: str, outcome: str
) -> None:
    """Put a draft under review."""
    with through("draft_reply", case_id, by=by, at=at, version=version) as passage:
        case = passage.case
        assert case.lead is not None  # a constraint of the table: whatever is handled has a lead unit
        draft = ReplyDraft.objects.create(
            case=case, unit=case.lead, drafter=by, body=body, outcome=Outcome(outcome), drafted_at=passage.at
        )
        case.drafter, case.countersigned_at = by, None
        if case.handler is None:
            case.handler = by
        passage.facts.update(draft=draft.pk, outcome=outcome)
