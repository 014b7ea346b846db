"""ask_return (申请退单): the unit says that another is competent, and on what ground. Until it is decided, it must go on."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.translation import gettext as _

from accounts.models import Membership, Unit, User
from accounts.roles import Role
from cases.actions._door import through
from cases.actions.errors import HeldBack
from cases.models import Application, Asked, Case, duty_of
from cases.rules.guards import MOST_TRANSFERS
from cases.rules.workdays import in_shanghai


def ask_return(
    case_id: int,
    *,
    by: User | None,
    at: datetime,
    version: int | None = None,
    competent_id: int,
    reason: str,
) -> None:
    """Name the competent unit and, in `reason`, the basis in law or duty. Raises HeldBack."""
    with through(
        "ask_return", case_id, by=by, at=at, version=version, reason=reason, known=return_known
    ) as passage:
        case = passage.case
        competent = Unit.objects.filter(pk=competent_id, is_active=True).first()
        if competent is None:
            raise HeldBack(_("该单位已停用，请选择其他单位。"))
        if competent.pk == case.lead_id:
            raise HeldBack(_("请写明应由哪个其他单位办理，不能是本单位。"))
        assert case.lead is not None  # a constraint of the table: whatever is assigned has a lead unit
        application = Application.objects.create(
            case=case,
            asked=Asked.RETURN,
            unit=case.lead,
            by=by,
            asked_at=passage.at,
            reason=passage.reason,
            competent=competent,
        )
        case.wants_return = True
        passage.facts.update(application=application.pk, competent=competent.pk, name=str(competent))
        if case.transfer_count >= MOST_TRANSFERS:  # the desk can only refuse: who may decide must know
            passage.also_tell.append("supervisors")


def return_known(case: Case) -> dict[str, Any]:
    """What the guards of ask_return know beyond the case's own row. Two queries."""
    if case.lead_id is None:
        return {}
    asked = Application.objects.filter(case=case, asked=Asked.RETURN, unit=OuterRef("pk"))
    signers = Membership.objects.filter(role=Role.SIGNER, unit=OuterRef("pk"), user__is_active=True)
    unit = Unit.objects.filter(pk=case.lead_id).annotate(has_asked=Exists(asked), has_signer=Exists(signers))
    has_asked, has_signer = unit.values_list("has_asked", "has_signer").get()
    return {"has_asked_return": has_asked, "has_signer": has_signer, "duty_words": _settled(case)}


def _settled(case: Case) -> str:
    """The decision that made the lead unit competent for such matters; "" for none."""
    duty = duty_of(case)
    if duty is None or duty.unit_id != case.lead_id:
        return ""
    on = in_shanghai(duty.decided_at)
    return _("此类事项已责任审定由%(unit)s办理（%(number)s，%(on)s），不能申请退单，请按规定办理。") % {
        "unit": duty.unit,
        "number": duty.case.number,
        "on": f"{on.year}年{on.month}月{on.day}日",
    }
