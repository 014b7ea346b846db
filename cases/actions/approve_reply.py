"""approve_reply (审核通过并发布): the reply goes to the author and, where the message is public, on the board."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions._door import Passage, through
from cases.actions._gate import held_words, judged_draft
from cases.actions._promises import commit
from cases.actions._publish import ReplyWords
from cases.actions.errors import HeldBack
from cases.actions.keep_draft import let_all_go
from cases.models import DraftStatus, ReplyDraft
from cases.rules.quality import blocking


def approve_reply(
    case_id: int,
    *,
    by: User | None,
    at: datetime,
    version: int | None = None,
    remark: str = "",
    override: str = "",
) -> None:
    """Approve the draft under review and publish it, signed by the unit.

    What does not pass the checks is published only with a reason (`override`), which the event keeps.
    """
    with through("approve_reply", case_id, by=by, at=at, version=version) as passage:
        case = passage.case
        draft = ReplyDraft.objects.select_related("unit").get(case=case, status=DraftStatus.IN_REVIEW)
        _pass_the_gate(passage, draft, override)
        draft.status, draft.decided_by, draft.decided_at, draft.remark = (
            DraftStatus.APPROVED,
            by,
            passage.at,
            remark,
        )
        draft.save(
            update_fields=["status", "decided_by", "decided_at", "remark", "findings", "override_reason"]
        )
        let_all_go(case)
        case.outcome = draft.outcome
        case.answered_at = case.answered_at or passage.at
        case.replied_at, case.rated_at = passage.at, None
        signer = _("%(unit)s网络发言人") % {"unit": draft.unit}
        passage.reply = ReplyWords(draft.body, draft.unit_id, signer)
        passage.facts.update(draft=draft.pk, outcome=draft.outcome, unit=draft.unit_id)
        commit(passage, draft)


def _pass_the_gate(passage: Passage, draft: ReplyDraft, override: str) -> None:
    """Ask the checks anew: since the draft was sent, another reply may have become its twin."""
    found = judged_draft(passage.case, draft)
    codes = blocking(found)
    if codes and not override.strip():
        raise HeldBack(held_words(codes))
    if found:
        draft.findings = [each.stored() for each in found]
    if codes:
        draft.override_reason = override.strip()
        passage.facts.update(checks=codes, override=draft.override_reason)
