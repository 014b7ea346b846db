"""reveal_contact (查看联系方式): reading contact data in clear, for a purpose, leaving a trace that the author sees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Unit, User
from accounts.roles import Role
from cases.actions._door import Passage, through
from cases.actions.errors import HeldBack, StalePage
from cases.models import CasePerson, Contact, Event


@dataclass(frozen=True)
class Revealed:
    """The contact data in clear, for this one page."""

    name: str
    phone: str
    address: str
    people: Sequence[CasePerson] = ()


def reveal_contact(
    case_id: int, *, by: User | None, at: datetime, version: int | None = None, purpose: str
) -> Revealed:
    """Read the contact data; `purpose`, unit and role are kept on the event. Raises HeldBack where the key is lost.

    Looking takes nothing from anybody: whoever opened the page before somebody else's step is not turned away, so two
    who look at once both leave their trace. Only the own second click is: raises StalePage.
    """
    with through("reveal_contact", case_id, by=by, at=at, reason=purpose) as passage:
        if version is not None and _has_looked_since(passage, version):
            raise StalePage
        passage.facts["unit"] = str(_unit_that_looks(passage) or "")
        contact = Contact.objects.get(case=passage.case)
        if not contact.is_readable:
            raise HeldBack(_("联系方式暂时无法读取：服务器缺少相应的密钥，请联系系统管理员。"))
        return Revealed(contact.name, contact.phone, contact.address, list(passage.case.people.all()))


def _has_looked_since(passage: Passage, version: int) -> bool:
    """Whether the person has looked already from the page of that version."""
    before = passage.case.event_count - (passage.case.version - version)
    own = Event.objects.filter(case=passage.case, verb="reveal_contact", by=passage.by)
    return own.filter(seq__gt=before).exists()


def _unit_that_looks(passage: Passage) -> Unit | None:
    """Whose member looked, which need not be the unit that handles: the author is told."""
    if passage.role == "intake":
        return passage.case.board.desk
    if passage.role == "revisitor":
        return Unit.objects.filter(pk__in=passage.who.units_of(Role.REVISITOR)).first()
    return passage.case.lead
