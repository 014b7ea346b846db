"""draft_reply (拟稿送审): the handler writes the unit's answer with its outcome and sends it to review."""

from __future__ import annotations

from datetime import date, datetime

from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions._door import through
from cases.actions._gate import judged
from cases.actions.errors import HeldBack
from cases.actions.keep_draft import let_go
from cases.models import ReplyDraft
from cases.rules.quality import blocking
from cases.rules.states import Outcome
from cases.rules.workdays import in_shanghai


def draft_reply(
    case_id: int,
    *,
    by: User | None,
    at: datetime,
    version: int | None = None,
    body: str,
    outcome: str,
    promise_on: date | None = None,
    promise_words: str = "",
    seen: str | None = None,
    co_reason: str = "",
) -> None:
    """Put a draft under review, with what the checks find in it. `seen` is the mark of the kept text on the page.

    `co_reason` says why the advice that co-units still owe is not waited for.
    """
    known = {"advice_owed": 0} if co_reason.strip() else {}
    with through("draft_reply", case_id, by=by, at=at, version=version, known=known) as passage:
        case = passage.case
        if case.advice_owed:
            passage.facts.update(owed=case.advice_owed, co_reason=co_reason.strip())
        assert case.lead is not None  # a constraint of the table: whatever is handled has a lead unit
        if promise_on is not None and promise_on <= in_shanghai(passage.at).date():
            raise HeldBack(_("承诺完成日期须晚于今天，请核对。"))
        let_go(case, seen=seen, body=body)
        found = judged(case, body=body, outcome=outcome, promise_on=promise_on)
        draft = ReplyDraft.objects.create(
            case=case,
            unit=case.lead,
            drafter=by,
            body=body,
            outcome=Outcome(outcome),
            drafted_at=passage.at,
            promise_on=promise_on,
            promise_words=promise_words,
            findings=[each.stored() for each in found],
        )
        case.drafter, case.countersigned_at = by, None
        if case.handler is None:
            case.handler = by
        passage.facts.update(draft=draft.pk, outcome=outcome)
        if codes := blocking(found):
            passage.facts["checks"] = codes
