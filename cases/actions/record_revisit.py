"""record_revisit (登记回访): one try to reach the author. Reached, or tried three times on two days: the case closes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from accounts.models import User
from cases.actions._door import Passage, through
from cases.models import Revisit
from cases.rules.states import State
from cases.rules.workdays import in_shanghai

MOST_TRIES, ON_DAYS = 3, 2  # machine: three tries on two days, then 未联系上


@dataclass(frozen=True)
class Finding:
    """What a try found. Answers only when the author was reached; satisfaction is 1–5."""

    is_reached: bool
    is_solved: str = ""
    satisfaction: int | None = None
    words: str = ""


def record_revisit(
    case_id: int, *, by: User | None, at: datetime, version: int | None = None, finding: Finding
) -> None:
    """Record a try; an author who was not reached counts as not surveyed, never as satisfied."""
    with through("record_revisit", case_id, by=by, at=at, version=version) as passage:
        Revisit.objects.create(
            case=passage.case,
            by=by,
            tried_at=passage.at,
            round=passage.case.round,
            is_reached=finding.is_reached,
            is_solved=finding.is_solved if finding.is_reached else "",
            satisfaction=finding.satisfaction if finding.is_reached else None,
            words=finding.words,
        )
        given_up = not finding.is_reached and _is_enough(passage)
        passage.facts.update(is_reached=finding.is_reached, is_given_up=given_up)
        if finding.is_reached or given_up:
            passage.move_to(State.CLOSED)


def _is_enough(passage: Passage) -> bool:
    tries = Revisit.objects.filter(case=passage.case, round=passage.case.round)
    moments = list(tries.values_list("tried_at", flat=True))
    return len(moments) >= MOST_TRIES and len({in_shanghai(each).date() for each in moments}) >= ON_DAYS
