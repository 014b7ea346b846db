"""The roles of the machine, and where a person stands: which role in which units. Asked by rules, never by templates."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING

from django.db.models import TextChoices
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from accounts.models import User

# A membership's unit and all above it. The bound ends a ring, should one ever get past the form.
UP = """
    WITH RECURSIVE up (id, parent_id, steps) AS (
        SELECT one.id, one.parent_id, 1 FROM accounts_unit one WHERE one.id = accounts_membership.unit_id
        UNION ALL
        SELECT above.id, above.parent_id, up.steps + 1
        FROM accounts_unit above JOIN up ON above.id = up.parent_id WHERE up.steps < 20
    )
    SELECT array_agg(up.id) FROM up
"""


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
    above: frozenset[int] = frozenset()  # ids of all units above those of `units`, up to the top of the tree

    @property
    def kin(self) -> frozenset[int]:
        """The units that the person belongs to, directly or by the tree: a report against one of them is one against the own."""
        return self.above.union(*self.units.values())

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
    above: set[int] = set()
    rows = user.memberships.annotate(up=RawSQL(UP, ())).values_list("role", "unit_id", "up")
    for role, unit_id, up in rows:
        units.setdefault(Role(role), set()).add(unit_id)
        above.update(up)
    held = MappingProxyType({role: frozenset(ids) for role, ids in units.items()})
    standing = Standing(user.pk, held, above=frozenset(above))
    user._standing = standing
    return standing
