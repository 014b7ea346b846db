"""decline (不予受理): the desk does not take a message on, and says on which ground and where to turn instead."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from cases.actions._door import Passage, through
from cases.models import DeclineGround
from cases.rules.states import DeclineCode


def decline(
    case_id: int, *, by: User | None, at: datetime, version: int | None = None, code: str, words: str
) -> None:
    """Decline by a code N1–N14; `words` tell the author why and name the next channel.

    Whether the words stay public and an appeal is open is what the ground's row says now; the event keeps it.
    """
    with through("decline", case_id, by=by, at=at, version=version, reason=words) as passage:
        ground = ground_of(code)
        refuse(passage, code, words, stays_public=ground.stays_public, is_appealable=ground.is_appealable)


def ground_of(code: str) -> DeclineGround:
    """What the table says of a code; where it has not been loaded yet: not public, and an appeal is open."""
    return DeclineGround.objects.filter(code=code).first() or DeclineGround(code=DeclineCode(code))


def refuse(passage: Passage, code: str, words: str, *, stays_public: bool, is_appealable: bool) -> None:
    """Write a refusal on the case and its event; the door moves the state."""
    case = passage.case
    case.decline_code, case.decline_words, case.decliner = DeclineCode(code), words, passage.by
    passage.facts.update(code=code, stays_public=stays_public, is_appealable=is_appealable)
