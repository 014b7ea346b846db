"""Where a message stands, in the words of the lists' filters."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import gettext_noop as _

from boards.rules.words import ANSWERED_STATES, OPEN_STATES, REFUSED_STATES

# name in the address → (words, condition on a message)
STANDINGS: dict[str, tuple[str, Q]] = {
    "": (_("全部"), Q()),
    "open": (_("办理中"), Q(state__in=OPEN_STATES)),
    "answered": (_("已回复"), Q(state__in=ANSWERED_STATES)),
    "overdue": (_("已超期"), Q(state__in=OPEN_STATES, overdue_at__isnull=False)),
    "refused": (_("不予受理"), Q(state__in=REFUSED_STATES)),
}


def of_message(standing: str) -> Q:
    """The condition, asked of a row that belongs to a message."""
    pairs = [each for each in STANDINGS[standing][1].children if isinstance(each, tuple)]
    return Q(*((f"message__{name}", value) for name, value in pairs))
