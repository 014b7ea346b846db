"""Mentions (@同事) in a note: which words behind an @ may be a name or an account. Pure."""

from __future__ import annotations

import re
from collections.abc import Collection

SHORTEST, LONGEST = 2, 30
MOST = 5  # people in one note: whoever wants to tell more, tells nobody in particular
# No letter or digit stands before the sign, or it belongs to an e-mail address.
_SIGN = re.compile(r"(?<![A-Za-z0-9._-])[@＠]([\w.·-]{2,30})")


def tokens(text: str) -> list[str]:
    """What stands behind each @, once each, in order; in Chinese it may run on into the sentence."""
    return list(dict.fromkeys(found.rstrip(".-·") for found in _SIGN.findall(text)))


def candidates(token: str) -> list[str]:
    """Everything that the token may begin with: the longest first."""
    return [token[:length] for length in range(min(len(token), LONGEST), SHORTEST - 1, -1)]


def named(token: str, known: Collection[str]) -> str:
    """The longest known name or account that the token begins with; "" for none."""
    return next((each for each in candidates(token) if each in known), "")
