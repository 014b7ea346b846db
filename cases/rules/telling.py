"""What an author is told of, as which kind of notice, and by short message: pure tables."""

from __future__ import annotations

from notify.rules.kinds import Kind

# The end of something, or a thing that only the author can do: never switched off (see notify/rules/wishes.py).
RESULTS = frozenset({"decline", "split", "merge", "ask_info", "approve_reply", "reopen", "close"})
# Each short message costs money; the rest of the progress is on the site and in letters.
SMS_VERBS = RESULTS | {"submit", "accept"}


def kind_of(verb: str) -> Kind:
    """As which kind of notice an author hears of a verb."""
    return Kind.RESULT if verb in RESULTS else Kind.PROGRESS
