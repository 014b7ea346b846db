"""grant_return (同意退单改派): the desk gives a case to another unit because the first asked for it; at most twice a case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions._applications import decide_return
from cases.actions._door import through
from cases.actions._units import CoUnit, give_to
from cases.actions.errors import HeldBack
from cases.models import Answer


def grant_return(
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
    """Transfer to `lead_id`; `co_units` None keeps those that there are. Handling and waiting time run on. Raises HeldBack."""
    with through("grant_return", case_id, by=by, at=at, version=version, reason=reason) as passage:
        case = passage.case
        if lead_id == case.lead_id:
            raise HeldBack(_("仍由原单位办理的，请“驳回退单”。"))
        decide_return(passage, Answer.GRANTED)
        case.transfer_count += 1
        passage.facts["transfer"] = case.transfer_count
        give_to(passage, lead_id, words=words, co_units=co_units)
