"""appeal (申诉): the author objects to a refusal; another person than the one who refused decides anew."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accounts.models import User
from cases.actions._door import through
from cases.actions.history import last_event
from cases.models import Case


def appeal(case_id: int, *, by: User | None, at: datetime, version: int | None = None, reason: str) -> None:
    """Once, within five workdays, where the ground allows it. The wait goes on, the desk's time begins anew."""
    with through("appeal", case_id, by=by, at=at, version=version, reason=reason, known=grounds) as passage:
        passage.case.appealed_at = passage.at


def grounds(case: Case) -> dict[str, Any]:
    """Whether the refusal left an appeal open: what the ground said on that day."""
    declined = last_event(case.pk, "decline", "split")
    return {"is_appealable": bool(declined and declined.facts.get("is_appealable", True))}
