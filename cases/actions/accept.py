"""accept (受理): the desk takes a message on, under a category and a grade. The handling clock starts here."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from cases.actions._door import through
from cases.rules.states import Grade


def accept(
    case_id: int,
    *,
    by: User | None,
    at: datetime,
    version: int | None = None,
    category_id: int | None = None,
    grade: str = Grade.NORMAL,
) -> None:
    """Accept; `category_id` replaces the author's choice when given."""
    known = {"has_category": True} if category_id else {}
    with through("accept", case_id, by=by, at=at, version=version, known=known) as passage:
        if category_id:
            passage.case.category_id = category_id
        passage.case.grade = grade
        passage.case.accepted_at = passage.at
        passage.facts.update(category=passage.case.category_id, grade=grade)
