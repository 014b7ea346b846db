"""The gate before a reply (回复把关): gathers what the checks may know of a case, and asks them. Reads, never writes."""

from __future__ import annotations

from datetime import date

from django.utils.translation import gettext as _

from cases.actions.history import is_history
from cases.models import Case, DraftStatus, ReplyDraft
from cases.rules.quality import BY_CODE, Earlier, Finding, Reply, findings
from cases.rules.states import Kind

MOST_LOOKED_AT = 400  # the unit's newest answered cases
MOST_COMPARED = 50  # of these, in the same category


def judged(case: Case, *, body: str, outcome: str, promise_on: date | None = None) -> list[Finding]:
    """What the checks find in a reply to a case that has a lead unit. One query.

    Nothing in history: what was published elsewhere, years ago, is not ours to hold back.
    """
    if is_history():
        return []
    is_report = (
        case.kind == Kind.REPORT
    )  # a finding quotes what was asked, and the drafter knows the copy only
    return findings(
        Reply(
            body=body,
            outcome=outcome,
            kind=case.kind,
            number=case.number,
            title=case.redacted_title if is_report else case.title,
            asked=case.redacted_body if is_report else case.body,
            place="" if is_report else case.place,
            promise_on=promise_on,
            earlier=earlier_replies(case),
        )
    )


def judged_draft(case: Case, draft: ReplyDraft) -> list[Finding]:
    """What the checks find today in a draft that waits for its review."""
    return judged(case, body=draft.body, outcome=draft.outcome, promise_on=draft.promise_on)


def earlier_replies(case: Case) -> list[Earlier]:
    """The unit's latest published replies in the same category, reports left out: a walk of bounded length."""
    newest = Case.objects.filter(lead=case.lead_id, answered_at__isnull=False).order_by("-id")
    rows = ReplyDraft.objects.filter(
        case__in=newest.values("pk")[:MOST_LOOKED_AT],
        case__category=case.category_id,
        unit=case.lead_id,
        status=DraftStatus.APPROVED,
    ).exclude(case__kind=Kind.REPORT)
    columns = ("case__number", "case__title", "case__body", "body")
    return [
        Earlier(number, f"{title}\n{asked}", body)
        for number, title, asked, body in rows.order_by("-id").values_list(*columns)[:MOST_COMPARED]
    ]


def held_words(codes: list[str]) -> str:
    """Why a reply is held back, and the two ways on."""
    labels = "；".join(str(BY_CODE[code].label) for code in codes)
    return _("这份回复没有通过检查：%(labels)s。请退回修改；仍要发布的，请写明理由。") % {"labels": labels}
