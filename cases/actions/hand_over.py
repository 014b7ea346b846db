"""hand_over (转交承办人): within the unit, another handler takes the case on; drafts, notes and deadlines stay as they are."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role
from cases.actions._door import through
from cases.actions.errors import HeldBack


def hand_over(
    case_id: int,
    *,
    by: User | None,
    at: datetime,
    version: int | None = None,
    handler_id: int,
    words: str = "",
) -> None:
    """Name `handler_id`, an active handler of the lead unit, who is told. Raises HeldBack for anybody else."""
    with through("hand_over", case_id, by=by, at=at, version=version) as passage:
        case = passage.case
        found = User.objects.filter(pk=handler_id, is_active=True)
        handler = found.filter(memberships__role=Role.HANDLER, memberships__unit=case.lead_id).first()
        if handler is None:
            raise HeldBack(_("只能转交给本单位在岗的承办人，请重新选择。"))
        if handler.pk == case.handler_id:
            raise HeldBack(_("这件留言已由%(who)s承办，不需要转交。") % {"who": handler})
        passage.facts.update(
            handler_id=handler.pk, to=str(handler), was=str(case.handler) if case.handler else "", words=words
        )
        case.handler = handler
