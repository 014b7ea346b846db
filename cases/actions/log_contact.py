"""log_contact (登记联系): the handler writes down that the author was contacted; no reply without it."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions._door import through
from cases.actions.errors import HeldBack
from cases.models import ContactLog


def log_contact(
    case_id: int,
    *,
    by: User | None,
    at: datetime,
    version: int | None = None,
    way: str,
    result: str,
    contacted_at: datetime | None = None,
    is_reached: bool = True,
) -> None:
    """Write down a contact that happened at `contacted_at` (now when None). Raises HeldBack for a moment in the future."""
    with through("log_contact", case_id, by=by, at=at, version=version) as passage:
        when = contacted_at or passage.at
        if when > passage.at:
            raise HeldBack(_("联系时间不能晚于现在。"))
        ContactLog.objects.create(
            case=passage.case, by=by, contacted_at=when, way=way, is_reached=is_reached, result=result
        )
        passage.case.contacted_at = passage.case.contacted_at or passage.at
        if passage.case.handler is None:
            passage.case.handler = by
        passage.facts.update(way=way, is_reached=is_reached)
