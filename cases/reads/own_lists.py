"""Lists that are looked after rather than emptied: my cases, my unit's, and what waits for the citizen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role, Standing
from cases.models import Pause
from cases.rules.states import OPEN, PauseGround


@dataclass(frozen=True)
class OwnList:
    """One list: for which roles, and which cases are in it."""

    key: str
    label: str | Promise
    roles: tuple[Role, ...]
    chosen: Callable[[Standing], Q]


def _mine(who: Standing) -> Q:
    return Q(state__in=sorted(OPEN), handler=who.user_id, lead__in=who.units_of(Role.HANDLER))


def _of_unit(who: Standing) -> Q:
    return Q(state__in=sorted(OPEN), lead__in=who.units_of(Role.HANDLER, Role.SIGNER))


def _waiting(who: Standing) -> Q:
    """Through the ledger, whose open pauses are few, not by reading the cases."""
    asked = Pause.objects.filter(ended_at=None, ground=PauseGround.INFO)
    own = Q(lead__in=who.units_of(Role.HANDLER)) | Q(board__desk__in=who.units_of(Role.INTAKE))
    return own & Q(pk__in=asked.values("case"))


OWN_LISTS: tuple[OwnList, ...] = (
    OwnList("mine", _("我承办的"), (Role.HANDLER,), _mine),
    OwnList("my_unit", _("本单位在办"), (Role.HANDLER, Role.SIGNER), _of_unit),
    OwnList("waiting", _("等留言人补充"), (Role.INTAKE, Role.HANDLER), _waiting),
)


def own_lists(who: Standing) -> dict[str, OwnList]:
    """Those that fit the person's roles."""
    return {each.key: each for each in OWN_LISTS if any(who.has(role) for role in each.roles)}
