"""reveal_contact (查看联系方式): reading contact data in clear, for a purpose, leaving a trace that the author sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.models import Unit, User
from accounts.roles import Role
from cases.actions._door import Passage, through
from cases.models import Contact


@dataclass(frozen=True)
class Revealed:
    """The contact data in clear, for this one page."""

    name: str
    phone: str
    address: str


def reveal_contact(
    case_id: int, *, by: User | None, at: datetime, version: int | None = None, purpose: str
) -> Revealed:
    """Read the contact data; `purpose` is kept on the event."""
    with through("reveal_contact", case_id, by=by, at=at, version=version, reason=purpose) as passage:
        passage.facts["unit"] = str(_unit_that_looks(passage) or "")
        contact = Contact.objects.get(case=passage.case)
        return Revealed(contact.name, contact.phone, contact.address)


def _unit_that_looks(passage: Passage) -> Unit | None:
    """Whose member looked, which need not be the unit that handles: the author is told."""
    if passage.role == "intake":
        return passage.case.board.desk
    if passage.role == "revisitor":
        return Unit.objects.filter(pk__in=passage.who.units_of(Role.REVISITOR)).first()
    return passage.case.lead
