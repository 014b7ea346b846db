"""ask_extension (申请延期): the unit asks for more workdays before its deadline ends. Nothing moves until it is granted."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions._clocks import running
from cases.actions._door import through
from cases.actions.errors import HeldBack
from cases.models import Application, Asked
from cases.rules.clocks import ClockName
from cases.rules.extensions import grantable, most_workdays


def ask_extension(
    case_id: int, *, by: User | None, at: datetime, version: int | None = None, workdays: int, reason: str
) -> None:
    """Ask for `workdays` more. Raises HeldBack for more than ten, than the original limit, or than the law allows."""
    with through("ask_extension", case_id, by=by, at=at, version=version, reason=reason) as passage:
        case, clock = passage.case, running(passage.clocks, ClockName.REPLY)
        assert case.lead is not None  # a constraint of the table: whatever is handled has a lead unit
        assert clock.due_at is not None  # the guard: there is a deadline, and it lies ahead
        most = most_workdays(clock.explanation)
        if not most:
            raise HeldBack(_("应急件按小时计时，不能延期，请抓紧办理。"))
        if not 1 <= workdays <= most:
            raise HeldBack(
                _("申请延长 1 到 %(most)d 个工作日（最多 10 个，且不超过原办理时限）。") % {"most": most}
            )
        may_have = grantable(
            clock.due_at, clock.started_at, clock.explanation, workdays, passage.policy.calendar
        )
        if may_have < workdays:
            raise HeldBack(
                _("总时限不得超过 90 天，最多还能申请 %(most)d 个工作日。") % {"most": may_have}
                if may_have
                else _("总时限已满 90 天，不能再延期，请尽快回复。")
            )
        Application.objects.create(
            case=case,
            asked=Asked.EXTENSION,
            unit=case.lead,
            by=by,
            asked_at=passage.at,
            reason=passage.reason,
            workdays=workdays,
            due_before=clock.due_at,
        )
        case.wants_extension = True
        passage.facts.update(workdays=workdays)
