"""What belongs together with a case: what was merged into it, what it was split into. One query."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from cases.models import Case
from cases.rules.states import State


@dataclass(frozen=True)
class Kin:
    """Another case of the same matter or of the same message, with its words where this case's unit handles them too."""

    how: str
    number: str
    title: str
    state: str
    body: str
    pk: int


def kin_of(case: Case) -> list[Kin]:
    """Merged cases first, then the parts, then where this one went or came from."""
    near = Q(merged_into=case.pk, state=State.MERGED) | Q(split_from=case.pk)
    near |= Q(pk__in=[each for each in (case.merged_into_id, case.split_from_id) if each])
    rows = Case.objects.filter(near).order_by("id")
    return [
        Kin(
            how=_how(case, each),
            number=each.number,
            title=each.title,
            state=each.get_state_display(),
            body=each.body if each.merged_into_id == case.pk else "",
            pk=each.pk,
        )
        for each in rows
    ]


def _how(case: Case, other: Case) -> str:
    if other.pk == case.merged_into_id:
        return _("已并入")
    if other.pk == case.split_from_id:
        return _("拆分自")
    return _("并入本件") if other.merged_into_id == case.pk else _("拆分为")
