"""assign (交办): the desk hands a case to its one lead unit."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Unit, User
from cases.actions._door import through
from cases.actions.errors import HeldBack
from cases.models import Assignment


def assign(
    case_id: int, *, by: User | None, at: datetime, version: int | None = None, lead_id: int, words: str = ""
) -> None:
    """Hand over to `lead_id` with requirements in `words`. Raises HeldBack for a unit that is not in use."""
    with through("assign", case_id, by=by, at=at, version=version) as passage:
        unit = Unit.objects.filter(pk=lead_id, is_active=True).first()
        if unit is None:
            raise HeldBack(_("该单位已停用，请选择其他单位。"))
        passage.case.lead = unit
        Assignment.objects.create(case=passage.case, lead=unit, by=by, words=words, assigned_at=passage.at)
        passage.facts.update(lead=unit.pk, words=words)
