"""reveal_contact (查看联系方式): reading the author's contact data in clear, for a purpose, leaving a trace that the author sees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from cases.actions._door import through
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
        contact = Contact.objects.get(case=passage.case)
        return Revealed(contact.name, contact.phone, contact.address)
