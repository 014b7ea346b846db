"""rate (评价): an author's own verdict. Good ones of all authors close the case, a bad one sends it to revisit.

Silence is never satisfaction.
"""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from accounts.models import User
from cases.actions._door import Passage, through
from cases.actions.history import told_now
from cases.actions.start_revisit import ground_of
from cases.models import Case, Clock, Rating
from cases.models.service_level import REVISIT_SAMPLE
from cases.rules.clocks import ClockName
from cases.rules.revisits import is_bad
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

    @property
    def is_bad(self) -> bool:
        return is_bad(is_solved=self.is_solved, outcome_score=self.outcome)


def rate(
    case_id: int, *, by: User | None, at: datetime, version: int | None = None, verdict: Verdict
) -> None:
    """Record the rating, sealed from the handling unit until the rating window would have ended.

    Each author rates on the own: what one said closes nothing for the others.
    """

    def known(case: Case) -> dict[str, Any]:
        return own_rating(case, by.pk if by else None)

    with through("rate", case_id, by=by, at=at, version=version, known=known) as passage:
        case = passage.case
        Rating.objects.create(
            case=case,
            rater=by,
            round=case.round,
            rated_at=passage.at,
            sealed_until=rating_until(case) or passage.at,
            **asdict(verdict),
        )
        case.rated_at = passage.at
        ground = _ground(case, verdict)
        # The event is read by the whole staff of the case: it says that the author rated, not how.
        passage.facts["ground"] = "" if ground == "bad_rating" else ground
        if ground == "bad_rating":
            to_revisit(passage)
        elif passage.before == State.REPLIED and _have_all_rated(case):
            passage.level_name = REVISIT_SAMPLE if ground else ""
            passage.also_tell += ["revisitors"] if ground else []
            passage.move_to(State.REVISITING if ground else State.CLOSED)


def own_rating(case: Case, user_id: int | None) -> dict[str, Any]:
    """What the guards ask of one person's rating of the present reply: whether there is one, and until when it may be given."""
    own = Rating.objects.filter(case=case, round=case.round, rater=user_id).first()
    return {"rated_at": own.rated_at if own else None, "rating_until": rating_until(case)}


def rating_until(case: Case) -> datetime | None:
    """The end of the rating window of the last reply: until then ratings are sealed, and may be given and changed."""
    told = told_now()  # clocks of a case of the past are not written before its telling ends
    clocks = told.clocks if told else Clock.objects.filter(case=case, name=ClockName.RATING)
    windows = [each for each in clocks if each.name == ClockName.RATING]
    return max(windows, key=lambda each: each.run).due_at if windows else None


def to_revisit(passage: Passage) -> None:
    """A bad rating: another unit telephones, also where the case was closed already or is being revisited."""
    passage.also_tell.append("revisitors")
    if passage.before != State.REVISITING:
        passage.move_to(State.REVISITING)


def _ground(case: Case, verdict: Verdict) -> str:
    """A good rating closes the case, unless its kind is revisited always; the random draw is for the silent."""
    if verdict.is_bad:
        return "bad_rating"
    return ground_of(case, None)


def _have_all_rated(case: Case) -> bool:
    raters = Rating.objects.filter(case=case, round=case.round).values_list("rater_id", flat=True)
    return case.author_ids <= set(raters)
