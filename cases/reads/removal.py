"""Why the own message was taken down, as its author reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from boards.rules.times import moment
from cases.models import Case, Event


@dataclass(frozen=True)
class RemovalShown:
    """Since when, on which ground, in whose words; `upheld` is why an objection was refused."""

    on: str
    ground: str
    words: str
    is_contested: bool
    upheld: str


def removal_shown(case: Case, events: Sequence[Event]) -> RemovalShown | None:
    """None unless the message is taken down now. `events` oldest first."""
    if not case.removal_code or case.removed_at is None:
        return None
    taken = [each for each in events if each.verb == "take_down"]
    upheld = [each for each in events if each.verb == "uphold" and taken and each.seq > taken[-1].seq]
    return RemovalShown(
        on=moment(case.removed_at),
        ground=str(case.get_removal_code_display()),
        words=taken[-1].reason if taken else "",
        is_contested=case.contested_at is not None,
        upheld=upheld[-1].reason if upheld else "",
    )
