"""co_advise (协办意见): a co-handling unit tells the lead unit what it has found. Said again, the later words stand."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role
from cases.actions._door import Passage, through
from cases.actions._files import StoredFile, attach
from cases.actions.errors import HeldBack
from cases.models import CoHandling, Purpose


def co_advise(
    case_id: int,
    *,
    by: User | None,
    at: datetime,
    version: int | None = None,
    advice: str,
    files: Sequence[StoredFile] = (),
) -> None:
    """Give the advice of the person's unit. Raises HeldBack for empty words."""
    with through("co_advise", case_id, by=by, at=at, version=version) as passage:
        case, words = passage.case, advice.strip()
        if not words:
            raise HeldBack(_("请填写协办意见。"))
        row = _own(passage)
        is_first = row.advised_at is None
        row.advice, row.advised_by, row.advised_at = words, by, passage.at
        row.save(update_fields=["advice", "advised_by", "advised_at"])
        case.advice_owed -= is_first
        attach(case, files, at=passage.at, purpose=Purpose.ADVICE, seq=case.event_count + 1)
        passage.facts.update(unit=row.unit_id, name=str(row.unit), words=words, owed=case.advice_owed)


def _own(passage: Passage) -> CoHandling:
    """The row of the person's unit; of several the one that still owes its advice, first asked first."""
    units = passage.who.units_of(Role.HANDLER) & set(passage.case.co_unit_ids)
    rows = CoHandling.objects.filter(case=passage.case, unit__in=units).select_related("unit")
    return sorted(rows, key=lambda each: (each.advised_at is not None, each.asked_at, each.pk))[0]
