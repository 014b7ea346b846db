"""arbitrate (责任审定): a supervisor decides which unit is competent. It binds, and is kept for all such matters (职责清单)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from accounts.models import User
from boards.models import Category
from cases.actions._applications import decide_return
from cases.actions._door import Passage, through
from cases.actions._units import CoUnit, give_to
from cases.models import Answer, Duty


def arbitrate(
    case_id: int,
    *,
    by: User | None,
    at: datetime,
    version: int | None = None,
    lead_id: int,
    reason: str,
    words: str = "",
    co_units: Sequence[CoUnit] | None = None,
) -> None:
    """Decide for `lead_id`, which may be the unit that has the case. `co_units` None keeps those that there are."""
    with through("arbitrate", case_id, by=by, at=at, version=version, reason=reason) as passage:
        case = passage.case
        decide_return(passage, Answer.REFUSED if lead_id == case.lead_id else Answer.GRANTED)
        case.is_arbitrated = True
        give_to(passage, lead_id, words=words, co_units=co_units)
        _remember(passage)


def _remember(passage: Passage) -> None:
    """The new decision takes the place of the current one for this matter in this region."""
    case = passage.case
    if case.category_id is None or case.lead is None:
        return
    # two decisions at once on cases of one category go one after the other
    Category.objects.select_for_update(no_key=True).get(pk=case.category_id)
    matter = {"category_id": case.category_id, "region_code": case.board.region_code}
    Duty.objects.filter(**matter, is_current=True).update(is_current=False)
    duty = Duty.objects.create(
        **matter,
        unit=case.lead,
        case=case,
        words=passage.reason,
        by=passage.by,
        decided_at=passage.at,
    )
    passage.facts["duty"] = duty.pk
