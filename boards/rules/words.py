"""What the public reads for a stored value: states, kinds, outcomes; and the badge that a message wears.

The closed lists themselves belong to the cases app, which may not be imported here; a test holds the two together.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache

from django.utils.translation import get_language, gettext
from django.utils.translation import gettext_noop as _

# state → (words, tone of the badge)
STATES: dict[str, tuple[str, str]] = {
    "submitted": (_("待受理"), "waiting"),
    "accepted": (_("已受理"), "handling"),
    "assigned": (_("已交办"), "handling"),
    "handling": (_("办理中"), "handling"),
    "replied": (_("已回复"), "replied"),
    "closed": (_("已办结"), "replied"),
    "declined": (_("不予受理"), "declined"),
    "withdrawn": (_("已撤回"), "declined"),
    "merged": (_("已并入"), "declined"),
}
OPEN_STATES = ("submitted", "accepted", "assigned", "handling")
ANSWERED_STATES = ("replied", "closed")
REFUSED_STATES = ("declined", "withdrawn", "merged")

KINDS: dict[str, str] = {
    "question": _("咨询"),
    "help_request": _("求助"),
    "complaint": _("投诉"),
    "report": _("举报"),
    "suggestion": _("建议"),
    "thanks": _("感谢"),
}
OUTCOMES: dict[str, str] = {
    "solved": _("已解决"),
    "partly_solved": _("部分解决"),
    "explained": _("已解释"),
    "promised": _("承诺解决"),
    "not_supported": _("不支持"),
}
OVERDUE, DUE_SOON = _("已超期"), _("临期")
SOON = timedelta(days=1)
NUMBERS = re.compile(r"[A-Z]{2}-\d{4}-\d+-\w(?:、[A-Z]{2}-\d{4}-\d+-\w)*")


@dataclass(frozen=True)
class Badge:
    """Colour and shape (tone) and word of a message's state."""

    tone: str
    words: str


def said(words: str) -> str:
    """The words in the reader's language. Kept: a page of twenty lines says the same few words a hundred times."""
    return _said(get_language(), words)


@lru_cache(maxsize=1024)
def _said(language: str | None, words: str) -> str:
    return gettext(words)


def retold(words: str, unit: str) -> str:
    """A stored line of the timeline in the reader's language; "" where it is none of the sentences that the catalogs know.

    Lines are stored with the unit's name and with numbers in them; with the names of their places they are phrases again.
    """
    numbers = NUMBERS.search(words)
    phrases = [words.replace(unit, "{unit}") if unit else words]
    phrases += [NUMBERS.sub(f"%({name})s", words) for name in ("number", "numbers") if numbers]
    for phrase in phrases:
        if (found := gettext(phrase)) != phrase:
            given = numbers.group().replace("、", gettext("、")) if numbers else ""
            for place, filling in (("{unit}", unit), ("%(number)s", given), ("%(numbers)s", given)):
                found = found.replace(place, filling)
            return found
    return ""


def badge(
    state: str,
    *,
    outcome: str = "",
    due_at: datetime | None = None,
    overdue_at: datetime | None = None,
    at: datetime,
) -> Badge:
    """The state as a badge; for an open message its lateness comes before its place on the line."""
    words, tone = STATES.get(state, (state, "waiting"))
    if state in OPEN_STATES:
        if overdue_at or (due_at and due_at < at):
            return Badge("overdue", said(OVERDUE))
        if due_at and due_at - at < SOON:
            return Badge("soon", said(DUE_SOON))
    if state == "closed" and outcome in OUTCOMES:
        return Badge(tone, f"{said(words)} · {said(OUTCOMES[outcome])}")
    return Badge(tone, said(words))
