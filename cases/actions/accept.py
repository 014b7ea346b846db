"""accept (受理): the desk takes a message on, under a category and a grade. The handling clock starts here."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions._door import Passage, through
from cases.actions._reports import name_reported
from cases.actions._screening import decide
from cases.actions.errors import HeldBack
from cases.models import Case, Contact
from cases.rules.report_copy import masked
from cases.rules.states import Grade, Kind


def accept(
    case_id: int,
    *,
    by: User | None,
    at: datetime,
    version: int | None = None,
    category_id: int | None = None,
    grade: str = Grade.NORMAL,
    reported_ids: Collection[int] = (),
    redacted_title: str = "",
    redacted_body: str = "",
    decision: str = "",
    decision_words: str = "",
) -> None:
    """Accept; `category_id` replaces the author's choice when given.

    Of a message that is held back (审看) the `decision` says whether the public may read it.
    Of a report (举报) the reported units are named, and the copy that its handlers read; without one it is made here.
    """
    known = {"has_category": True} if category_id else {}
    with through("accept", case_id, by=by, at=at, version=version, known=known) as passage:
        if category_id:
            passage.case.category_id = category_id
        passage.case.grade = grade
        passage.case.accepted_at = passage.at
        passage.facts.update(category=passage.case.category_id, grade=grade)
        if passage.case.is_held:
            _decide(passage, decision, decision_words)
        if passage.case.kind == Kind.REPORT:
            _keep_secret(passage, reported_ids, redacted_title, redacted_body)


def _decide(passage: Passage, decision: str, words: str) -> None:
    if not decision:
        raise HeldBack(_("这件留言里有需要审看的文字。请打开这一件，看过后决定能不能公开，再受理。"))
    decide(passage.case, decision, words=words, by=passage.by, at=passage.at)
    passage.facts["decision"] = decision


def _keep_secret(passage: Passage, reported_ids: Collection[int], title: str, body: str) -> None:
    case, names = passage.case, hidden_words(passage.case)
    case.redacted_title = title or masked(case.title, names)
    case.redacted_body = body or masked(case.body, names)
    passage.facts["reported"] = sorted(set(reported_ids))
    name_reported(case, reported_ids)


def hidden_words(case: Case) -> list[str]:
    """What stands in the contact data must not stand in the copy."""
    contact = Contact.objects.filter(case=case).first()
    return [contact.name, contact.phone, contact.address] if contact else []
