"""rate (评价): the author's own verdict. Good closes the case, bad sends it to revisit; silence is never satisfaction."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime

from accounts.models import User
from cases.actions._door import through
from cases.models import Rating
from cases.models.service_level import REVISIT_SAMPLE
from cases.rules.clocks import ClockName
from cases.rules.revisits import is_bad, why_revisit
from cases.rules.states import State


@dataclass(frozen=True)
class Verdict:
    """What the author answered; scores are 1–5."""

    is_answered: bool
    is_solved: str
    outcome: int
    attitude: int
    speed: int
    words: str = ""


def rate(
    case_id: int, *, by: User | None, at: datetime, version: int | None = None, verdict: Verdict
) -> None:
    """Record the rating, sealed from the handling unit until the rating window would have ended."""
    with through("rate", case_id, by=by, at=at, version=version) as passage:
        case = passage.case
        window = [each.due_at for each in passage.clocks if each.name == ClockName.RATING and each.due_at]
        Rating.objects.create(
            case=case,
            round=case.reopen_count + 1,
            rated_at=passage.at,
            sealed_until=window[-1] if window else passage.at,
            **asdict(verdict),
        )
        case.rated_at = passage.at
        bad = is_bad(is_solved=verdict.is_solved, outcome_score=verdict.outcome)
        # A good rating closes the case, unless its kind is revisited always; the random draw is for the silent.
        ground = "bad_rating" if bad else why_revisit(
            number=case.number, kind=case.kind, grade=case.grade, outcome=case.outcome, sample=None
        )  # fmt: skip
        if ground:
            passage.also_tell.append("revisitors")
            passage.level_name = "" if ground == "bad_rating" else REVISIT_SAMPLE
        passage.move_to(State.REVISITING if ground else State.CLOSED)
        # The event is read by the whole staff of the case: it says that the author rated, not how.
        passage.facts["ground"] = "" if ground == "bad_rating" else ground
