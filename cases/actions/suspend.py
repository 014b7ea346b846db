"""suspend (挂账): a supervisor lets a case rest on a ground, with a plan and a day on which it goes on by itself."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions import _pauses
from cases.actions._door import through
from cases.actions.errors import HeldBack
from cases.rules.states import PauseGround
from cases.rules.workdays import in_shanghai

MOST_DAYS = 30  # rules: a review date within thirty days


def suspend(
    case_id: int,
    *,
    by: User | None,
    at: datetime,
    version: int | None = None,
    reason: str,
    plan: str,
    review_on: date,
) -> None:
    """Stop the clocks of handling until `review_on`. Raises HeldBack without a plan or for a date beyond thirty days."""
    with through("suspend", case_id, by=by, at=at, version=version, reason=reason) as passage:
        today = in_shanghai(passage.at).date()
        if not plan.strip():
            raise HeldBack(_("请写明后续安排。"))
        if not today < review_on <= today + timedelta(days=MOST_DAYS):
            raise HeldBack(
                _("复核日期须在明天到 %(last)s 之间（最长 30 天）。")
                % {"last": (today + timedelta(days=MOST_DAYS)).isoformat()}
            )
        until = passage.policy.calendar.opens_at(review_on)
        _pauses.begin(
            passage.case,
            PauseGround.SUSPENDED,
            words=passage.reason,
            plan=plan,
            by=by,
            at=passage.at,
            until_at=until,
        )
        passage.facts.update(plan=plan, until=until.isoformat())
