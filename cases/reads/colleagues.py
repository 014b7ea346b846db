"""Whom a note may mention: the people around a case, by unit and role, for a list beside the field."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q

from accounts.models import Membership
from accounts.roles import Role
from cases.models import Case, people_kept_from
from cases.rules.states import Kind

MOST = 30


@dataclass(frozen=True)
class Colleague:
    """As the note writes it: @王承办, or @wang2 where two have one name."""

    name: str
    account: str
    role: str


def colleagues(case: Case, *, but: int) -> list[Colleague]:
    """The handling unit's people first, then the desk's. One query; for a report one more, which leaves out the reported."""
    around = Q(unit=case.lead_id, role__in=[Role.HANDLER, Role.SIGNER])
    around |= Q(unit=case.board.desk_id, role__in=[Role.INTAKE, Role.REVIEWER])
    rows = Membership.objects.filter(around, user__is_active=True).exclude(user=but).select_related("user")
    kept = people_kept_from(case) if case.kind == Kind.REPORT else frozenset()
    found: dict[int, Colleague] = {}
    for each in sorted(rows.order_by("pk")[: MOST * 2], key=lambda row: row.unit_id != case.lead_id):
        if each.user_id not in kept:
            label = str(each.get_role_display())
            found.setdefault(each.user_id, Colleague(str(each.user), each.user.username, label))
    return list(found.values())[:MOST]
