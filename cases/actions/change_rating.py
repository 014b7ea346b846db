"""change_rating (更改评价): an author may think again until the seal ends. What was said before stays with the event."""

from __future__ import annotations

from dataclasses import asdict
from datetime import datetime
from typing import Any

from accounts.models import User
from cases.actions._door import through
from cases.actions.rate import Verdict, own_rating, to_revisit
from cases.models import Case, Rating


def change_rating(
    case_id: int, *, by: User | None, at: datetime, version: int | None = None, verdict: Verdict
) -> None:
    """Change the own rating of the present reply. One that has become bad is revisited, even in a closed case."""

    def known(case: Case) -> dict[str, Any]:
        return own_rating(case, by.pk if by else None)

    with through("change_rating", case_id, by=by, at=at, version=version, known=known) as passage:
        rating = Rating.objects.select_for_update(no_key=True).get(
            case=passage.case, round=passage.case.round, rater=by
        )
        answers = asdict(verdict)
        # No page shows these to the handling unit: the timeline says that it was changed, not from what.
        passage.facts["was"] = {name: getattr(rating, name) for name in answers}
        for name, value in answers.items():
            setattr(rating, name, value)
        rating.changed_at = passage.at
        rating.save()
        if verdict.is_bad:
            to_revisit(passage)
