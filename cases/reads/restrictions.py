"""What restricts an account, as the person and the desk read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from boards.rules.times import moment
from cases.models import AccountAct, restrictions_of
from cases.rules.watch_levels import RestrictionVerb


@dataclass(frozen=True)
class RestrictionShown:
    """One that is in force; `said` is what has been said about it since, oldest first."""

    key: str
    label: str
    amount: str
    since: str
    until: str
    reason: str
    may_object: bool
    is_contested: bool
    said: Sequence[tuple[str, str, str]]


def restrictions_shown(user_id: int, at: datetime) -> list[RestrictionShown]:
    """Those in force now. Two queries."""
    imposed = restrictions_of(user_id, at)
    acts = list(AccountAct.objects.filter(user=user_id).order_by("id")) if imposed else []
    return [
        _shown(each, [act for act in acts if act.restriction == key and act.pk > each.pk])
        for key, each in imposed.items()
    ]


def _shown(act: AccountAct, later: Sequence[AccountAct]) -> RestrictionShown:
    return RestrictionShown(
        key=act.restriction,
        label=act.get_restriction_display(),
        amount=_("每天最多 %(count)d 件") % {"count": act.amount} if act.amount else "",
        since=moment(act.at),
        until=moment(act.until) if act.until else "",
        reason=act.reason,
        may_object=not later,
        is_contested=bool(later) and later[-1].verb == RestrictionVerb.CONTEST,
        said=[(each.get_verb_display(), moment(each.at), each.reason) for each in later],
    )
