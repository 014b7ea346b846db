"""What of a visible case a person may read: sealed ratings and masked contact data. Pure predicates, as in permissions.py."""

from __future__ import annotations

from datetime import datetime

from accounts.roles import Role, Standing
from cases.rules.permissions import CaseFacts
from cases.rules.states import Kind, State

SHOWN_HEAD, SHOWN_TAIL = 3, 4  # of a telephone number


def sees_original(who: Standing, *, kind: str, desk_id: int | None, author_id: int | None) -> bool:
    """The author's own words. Of a report (举报) only for the desk's intake, supervisors and the author; others read a copy."""
    if kind != Kind.REPORT or who.is_system or who.has(Role.SUPERVISOR):
        return True
    return who.in_unit(Role.INTAKE, desk_id) or (who.user_id is not None and who.user_id == author_id)


def sees_sealed(who: Standing, case: CaseFacts) -> bool:
    """Ratings before their seal ends: supervisors, and revisitors of another unit; never the handling unit."""
    return who.has(Role.SUPERVISOR) or (who.has(Role.REVISITOR) and not who.belongs_to(case.lead_id))


def sees_rating(who: Standing, case: CaseFacts, *, sealed_until: datetime, at: datetime) -> bool:
    """Everybody who sees the case, once the seal has ended."""
    return at >= sealed_until or sees_sealed(who, case)


def sees_revisits(who: Standing, case: CaseFacts) -> bool:
    """What the revisitor heard, once the revisit is over; before that, those who see sealed ratings."""
    return case.state != State.REVISITING or sees_sealed(who, case)


def masked_phone(phone: str) -> str:
    """138****0000; a short number shows its last two digits only."""
    if len(phone) >= SHOWN_HEAD + SHOWN_TAIL + 2:
        return f"{phone[:SHOWN_HEAD]}****{phone[-SHOWN_TAIL:]}"
    return f"****{phone[-2:]}" if phone else ""


def masked_name(name: str) -> str:
    """张*; of a report nothing at all is shown (see hides_author)."""
    return f"{name[:1]}{'*' * max(1, len(name) - 1)}" if name else ""


def hides_author(case: CaseFacts) -> bool:
    """Who reports (举报) is kept secret even in masked form."""
    return case.kind == Kind.REPORT
