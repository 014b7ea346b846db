"""start_revisit (转回访): the system hands an answered, unrated case to the revisitors instead of closing it."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from cases.actions._door import through
from cases.models import Case
from cases.models.service_level import REVISIT_SAMPLE
from cases.rules.clocks import Sample
from cases.rules.revisits import why_revisit


def start_revisit(
    case_id: int, *, by: User | None, at: datetime, version: int | None = None, ground: str, seed: str = ""
) -> None:
    """Start the revisit on a ground of rules.revisits; for a drawn case the published seed is kept on the event."""
    with through("start_revisit", case_id, by=by, at=at, version=version) as passage:
        passage.level_name = REVISIT_SAMPLE
        passage.facts.update(ground=ground, seed=seed)


def ground_of(case: Case, sample: Sample | None) -> str:
    """Why this answered case is revisited whatever its rating; "" when it may close. `sample` None: no draw."""
    return why_revisit(
        number=case.number,
        kind=case.kind,
        grade=case.grade,
        outcome=case.outcome,
        sample=sample,
        was_supervised=case.supervisions.exists(),
        was_instructed=case.instructions.exists(),
    )
