"""assign (交办): the desk hands a case to its one lead unit, and asks others to co-handle."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from accounts.models import User
from cases.actions._door import through
from cases.actions._units import CoUnit, give_to


def assign(
    case_id: int,
    *,
    by: User | None,
    at: datetime,
    version: int | None = None,
    lead_id: int,
    words: str = "",
    co_units: Sequence[CoUnit] = (),
) -> None:
    """Hand over to `lead_id` with requirements in `words`. Raises HeldBack for units that are not in use or named twice."""
    with through("assign", case_id, by=by, at=at, version=version) as passage:
        give_to(passage, lead_id, words=words, co_units=co_units)
