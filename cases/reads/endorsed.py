"""Endorsements of a case, for its handlers: how many, and the newest words to the unit. Not who: the handlers need not know."""

from __future__ import annotations

from dataclasses import dataclass

from boards.rules.times import day
from cases.models import Case, Endorsement

SHOWN = 20


@dataclass(frozen=True)
class Endorsed:
    """`words`: (day, what was written), newest first."""

    count: int
    words: tuple[tuple[str, str], ...]


def endorsed(case: Case) -> Endorsed | None:
    """None where nobody has. One query, and only where there is something."""
    if not case.endorsement_count:
        return None
    rows = Endorsement.objects.filter(case=case).exclude(sealed="").order_by("-pk")[:SHOWN]
    told = tuple((day(each.at), words) for each in rows if (words := each.words))
    return Endorsed(case.endorsement_count, told)
