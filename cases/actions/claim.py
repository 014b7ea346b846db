"""claim (主动认领): the unit whose mailbox it is takes a case itself, without waiting for the desk."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from cases.actions._door import through
from cases.actions._units import give_to
from cases.rules.states import Grade


def claim(
    case_id: int,
    *,
    by: User | None,
    at: datetime,
    version: int | None = None,
    category_id: int | None = None,
    grade: str = Grade.NORMAL,
) -> None:
    """Claim for the owner of the board. A case that is not accepted yet is accepted by this, under category and grade."""
    known = {"has_category": True} if category_id else {}
    with through("claim", case_id, by=by, at=at, version=version, known=known) as passage:
        case = passage.case
        if case.accepted_at is None:  # what the desk has settled stays
            case.category_id = category_id or case.category_id
            case.grade = grade
            case.accepted_at = passage.at
        passage.facts.update(category=case.category_id, grade=case.grade)
        give_to(passage, case.board.owner_id, is_signed=True)
