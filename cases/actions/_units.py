"""Handing a case to its one lead unit, and to the units that co-handle: what assign, claim, grant_return, arbitrate share.

A hand-over restarts neither the handling time nor the waiting time: which clocks begin, the table's row alone says.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Unit
from cases.actions import _clocks
from cases.actions._door import Passage
from cases.actions.errors import HeldBack
from cases.models import Assignment, CoHandling
from cases.models.service_level import SEVERAL
from cases.rules.clocks import ClockName
from cases.rules.co_units import co_limit
from cases.rules.fold import Happened
from cases.rules.states import Grade


@dataclass(frozen=True)
class CoUnit:
    """A unit asked to co-handle (协办), with what it is asked."""

    unit_id: int
    words: str = ""


def give_to(
    passage: Passage,
    lead_id: int,
    *,
    words: str = "",
    co_units: Sequence[CoUnit] | None = (),
    is_signed: bool = False,
) -> None:
    """Make `lead_id` the lead; the hop before ends here. `co_units` None keeps those that there are, but for a new lead.

    Whatever the unit before had begun is not the new unit's: it signs, contacts and drafts itself. Raises HeldBack.
    """
    case, signed_at = passage.case, passage.at if is_signed else None
    lead = _in_use(lead_id)
    Assignment.objects.filter(case=case, is_current=True).update(is_current=False)
    Assignment.objects.create(
        case=case, lead=lead, by=passage.by, words=words, assigned_at=passage.at, signed_at=signed_at
    )
    case.lead, case.signed_at = lead, signed_at
    case.handler = passage.by if is_signed else None
    case.drafter = case.contacted_at = case.countersigned_at = None
    passage.facts.update(lead=lead.pk, words=words)
    _engage(passage, _kept(passage) if co_units is None else co_units)


def _in_use(unit_id: int) -> Unit:
    unit = Unit.objects.filter(pk=unit_id, is_active=True).first()
    if unit is None:
        raise HeldBack(_("该单位已停用，请选择其他单位。"))
    return unit


def _kept(passage: Passage) -> list[CoUnit]:
    case = passage.case
    rows = CoHandling.objects.filter(case=case, unit__in=case.co_unit_ids, unit__is_active=True)
    return [CoUnit(each.unit_id, each.words) for each in rows if each.unit_id != case.lead_id]


def _engage(passage: Passage, co_units: Sequence[CoUnit]) -> None:
    """Ask these units and no others. What a unit has advised stays in the file, even when it is let go."""
    case, asked = passage.case, {each.unit_id: each.words.strip() for each in co_units}
    if case.lead_id in asked:
        raise HeldBack(_("协办单位不能与主办单位相同。"))
    if len(asked) < len(co_units):
        raise HeldBack(_("同一单位只能列为协办一次。"))
    if not asked and not case.co_unit_ids:
        return
    CoHandling.objects.filter(case=case, advised_at=None).exclude(unit__in=asked).delete()
    if asked:
        passage.facts["co_units"] = sorted(asked)
        # an emergency is not given more time by being given more units; nor is what is over already
        if case.grade == Grade.NORMAL and not _is_reply_overdue(passage):
            passage.facts["several"] = SEVERAL
        _ask(passage, asked)
    case.co_unit_ids = sorted(asked)
    case.advice_owed = CoHandling.objects.filter(case=case, unit__in=asked, advised_at=None).count()


def _ask(passage: Passage, asked: Mapping[int, str]) -> None:
    """Units that are asked now have a limit of their own, before the lead's; those that stay keep theirs."""
    case = passage.case
    due_at = co_limit(_reply_end(passage), passage.at, passage.policy.calendar)
    known = {each.unit_id: each for each in CoHandling.objects.filter(case=case, unit__in=asked)}
    fresh = [
        CoHandling(case=case, unit=_in_use(unit_id), words=words, asked_at=passage.at, due_at=due_at)
        for unit_id, words in asked.items()
        if unit_id not in known
    ]
    CoHandling.objects.bulk_create(fresh)
    for unit_id, row in known.items():
        if row.words != asked[unit_id]:
            CoHandling.objects.filter(pk=row.pk).update(words=asked[unit_id])
    if fresh and due_at:
        passage.facts["co_due_at"] = due_at.isoformat()


def _is_reply_overdue(passage: Passage) -> bool:
    return any(
        each.overdue_at for each in passage.clocks if each.name == ClockName.REPLY and each.stopped_at is None
    )


def _reply_end(passage: Passage) -> datetime | None:
    """Until when the lead will have to answer, once this very move has turned the clocks."""
    after = passage.target or passage.case.state
    happened = Happened(passage.move.verb, passage.before, after, passage.at, passage.facts)
    return _clocks.reply_end(passage.case, passage.clocks, happened, policy=passage.policy)
