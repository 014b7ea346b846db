"""What the door does for reports (举报): the reported unit gets in by no verb, and no verb hands the case to it."""

from __future__ import annotations

from collections.abc import Collection

from django.utils.translation import gettext as _

from accounts.roles import Standing
from cases.actions.errors import CaseMissing, HeldBack
from cases.models import Case, ReportedUnit, is_kept_from, people_kept_from, units_kept_from
from cases.rules.states import Kind
from notify.actions import take_back


def keep_out(case: Case, who: Standing) -> None:
    """Raises CaseMissing for members of a reported unit: for them there is no such case, whatever role they hold."""
    if case.kind == Kind.REPORT and is_kept_from(case, who):
        raise CaseMissing


def units_of(case: Case) -> frozenset[int | None]:
    """The units that have the case in hand."""
    return frozenset({case.lead_id, *(case.co_unit_ids or ())})


def refuse_reported_units(case: Case, before: frozenset[int | None]) -> None:
    """Raises HeldBack when a verb has given the case to a reported unit or to one below it."""
    added = units_of(case) - before - {None}
    if case.kind == Kind.REPORT and added and added & units_kept_from(case):
        raise HeldBack(_("该单位是被举报单位或其下属单位，不能经办此件，请选择其他单位。"))


def name_reported(case: Case, unit_ids: Collection[int]) -> None:
    """Write down whom the report is about, and take back what their people have been told of it so far."""
    ReportedUnit.objects.bulk_create(
        [ReportedUnit(case=case, unit_id=each) for each in sorted(set(unit_ids))], ignore_conflicts=True
    )
    case.__dict__.pop("_kept_out", None)  # whoever was asked before did not know them yet
    take_back(people_kept_from(case), url=desk_url(case))


def desk_url(case: Case) -> str:
    """Where a notice to the staff leads."""
    return f"/admin/cases/case/{case.pk}/change/"
