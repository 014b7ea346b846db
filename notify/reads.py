"""What the pages about notices show. A fixed number of queries each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from notify.models import MailAddress, Outbox

PAGE = 20
MANY = 99  # the bell need not count further


@dataclass(frozen=True)
class NoticesPage:
    """One page of a person's notices, newest first. `older` is the id to go on from, None on the last page."""

    notices: Sequence[Outbox]
    unread: int
    older: int | None


def unread_count(user_id: int) -> int:
    """Unread notices, at most MANY + 1."""
    return Outbox.objects.notices_of(user_id).unread()[: MANY + 1].count()


def notices_page(user_id: int, *, before: int | None = None) -> NoticesPage:
    """Notices with an id below `before`."""
    rows = Outbox.objects.notices_of(user_id).order_by("-id")
    if before is not None:
        rows = rows.filter(pk__lt=before)
    found = list(rows[: PAGE + 1])
    older = found[PAGE - 1].pk if len(found) > PAGE else None
    return NoticesPage(found[:PAGE], unread_count(user_id), older)


def notice_of(user_id: int, pk: int) -> Outbox | None:
    """An own notice; somebody else's is not found."""
    return Outbox.objects.notices_of(user_id).filter(pk=pk).first()


@dataclass(frozen=True)
class MailShown:
    """The own address, and whether it is confirmed."""

    address: str
    is_confirmed: bool


def mail_shown(user_id: int) -> MailShown | None:
    """To its owner alone. One query."""
    row = MailAddress.objects.filter(user=user_id).first()
    return MailShown(row.address, row.verified_at is not None) if row else None
