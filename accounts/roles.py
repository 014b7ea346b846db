"""The roles of the machine, and where a person stands: which role in which units. Asked by rules, never by templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models import User


class Role(TextChoices):
    """A membership gives a user one of these in a unit. Citizen and system need no membership."""

    INTAKE = "intake", _("受理员")
    HANDLER = "handler", _("承办人")
    SIGNER = "signer", _("单位审签人")
    REVIEWER = "reviewer", _("平台审核员")
    REVISITOR = "revisitor", _("回访员")
    SUPERVISOR = "supervisor", _("督查员")
    LEADER = "leader", _("领导")
    EDITOR = "editor", _("媒体编辑")
    ADMIN = "admin", _("管理员")


NOWHERE: Mapping[Role, frozenset[int]] = MappingProxyType({})


@dataclass(frozen=True)
class Standing:
    """A person as the rules see it: an id, and for each role the ids of the units it is held in."""

    user_id: int | None = None
    units: Mapping[Role, frozenset[int]] = field(default_factory=lambda: NOWHERE)
    is_system: bool = False

    def has(self, role: Role) -> bool:
        """The role is held somewhere."""
        return bool(self.units.get(role))

    def in_unit(self, role: Role, unit_id: int | None) -> bool:
        """The role is held in that very unit."""
        return unit_id is not None and unit_id in self.units.get(role, frozenset())

    def units_of(self, *roles: Role) -> frozenset[int]:
        """Ids of all units in which any of the roles is held."""
        return frozenset().union(*(self.units.get(role, frozenset()) for role in roles))

    def belongs_to(self, unit_id: int | None) -> bool:
        """Any role at all in that unit."""
        return unit_id is not None and any(unit_id in ids for ids in self.units.values())


SYSTEM = Standing(is_system=True)
NOBODY = Standing()


def standing_of(user: User) -> Standing:
    """Where `user` stands; one query, kept on the user object for the length of the request."""
    kept = getattr(user, "_standing", None)
    if isinstance(kept, Standing):
        return kept
    if not user.is_authenticated or not user.is_active:
        return NOBODY
    units: dict[Role, set[int]] = {}
    for role, unit_id in user.memberships.values_list("role", "unit_id"):
        units.setdefault(Role(role), set()).add(unit_id)
    standing = Standing(user.pk, MappingProxyType({role: frozenset(ids) for role, ids in units.items()}))
    user._standing = standing
    return standing
