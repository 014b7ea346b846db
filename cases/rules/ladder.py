"""The ladder of warnings (预警阶梯): at which threshold of which clock which step is told. Each step is other people.

handler → signer → intake → supervisor → leader. A clock begins at the step that has to act. The tables are data; the rest
of the file says which threshold has been reached and who is left to tell.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol, TypeVar

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from cases.rules.clocks import ClockName
from cases.rules.states import Grade
from cases.rules.thresholds import AHEAD, BY_NIGHT, ORDER, Threshold, before_end, from_end
from cases.rules.workdays import Calendar


class Step(TextChoices):
    """Who is told. Whom exactly, the case says: its handler, the signers of its unit, …"""

    HANDLER = "handler", _("承办人")
    SIGNER = "signer", _("单位审签人")
    REVIEWER = "reviewer", _("审核人")
    REVISITOR = "revisitor", _("回访员")
    INTAKE = "intake", _("受理员")
    SUPERVISOR = "supervisor", _("督查员")
    LEADER = "leader", _("领导")


# Where nobody is left on a step, the notice goes one up.
ABOVE: Mapping[Step, Step] = {
    Step.HANDLER: Step.SIGNER,
    Step.SIGNER: Step.INTAKE,
    Step.REVIEWER: Step.SUPERVISOR,
    Step.REVISITOR: Step.SUPERVISOR,
    Step.INTAKE: Step.SUPERVISOR,
    Step.SUPERVISOR: Step.LEADER,
}

Person = TypeVar("Person")
Steps = tuple[Step, ...]
Rungs = Mapping[Threshold, Steps]


def _late(*holders: Step) -> Rungs:
    """A clock that does not warn: its holders at the end, then those above them."""
    return {
        Threshold.END: holders,
        Threshold.RED: (Step.SUPERVISOR,),
        Threshold.GRAVE: (Step.LEADER,),
    }


LADDER: Mapping[str, Rungs] = {
    ClockName.INTAKE: _late(Step.INTAKE),
    ClockName.DISPATCH: _late(Step.INTAKE),
    ClockName.CONTACT: _late(Step.HANDLER),
    ClockName.REPLY: {
        Threshold.HALF: (Step.HANDLER,),
        Threshold.MOST: (Step.HANDLER,),
        Threshold.EVE: (Step.SIGNER,),
        Threshold.END: (Step.INTAKE,),
        Threshold.RED: (Step.SUPERVISOR,),
        Threshold.GRAVE: (Step.LEADER,),
    },
    ClockName.REVIEW: _late(Step.REVIEWER),
    ClockName.REVISIT: _late(Step.REVISITOR),
    ClockName.SUPERVISION: {
        Threshold.END: (Step.SIGNER, Step.SUPERVISOR),
        Threshold.RED: (Step.LEADER,),
    },
    ClockName.PROMISE: {
        Threshold.EVE: (Step.HANDLER,),
        Threshold.END: (Step.SIGNER, Step.SUPERVISOR),
        Threshold.RED: (Step.LEADER,),
    },
}
# An emergency lasts hours: nobody waits three workdays to tell the supervisors.
EMERGENCY: Mapping[str, Rungs] = {
    ClockName.REPLY: {
        Threshold.HALF: (Step.HANDLER,),
        Threshold.MOST: (Step.SIGNER,),
        Threshold.END: (Step.INTAKE, Step.SUPERVISOR),
        Threshold.RED: (Step.LEADER,),
    },
    **{
        clock: {
            Threshold.END: (*LADDER[clock][Threshold.END], Step.SUPERVISOR),
            Threshold.RED: (Step.LEADER,),
        }
        for clock in (
            ClockName.INTAKE,
            ClockName.DISPATCH,
            ClockName.CONTACT,
            ClockName.REVIEW,
            ClockName.REVISIT,
        )
    },
}


def rungs_of(clock: str, grade: str) -> Rungs:
    """The ladder of a clock; empty for one that nobody on the staff can stop."""
    if grade != Grade.NORMAL and clock in EMERGENCY:
        return EMERGENCY[clock]
    return LADDER.get(clock, {})


class Timed(Protocol):
    """A running clock, as the ladder sees it."""

    started_at: datetime
    due_at: datetime | None
    explanation: dict[str, Any]


def moments_of(clock: Timed, rungs: Rungs, calendar: Calendar) -> dict[Threshold, datetime]:
    """When the clock reaches each threshold of its ladder. A moved end moves them all."""
    if clock.due_at is None or not rungs:
        return {}
    found = from_end(clock.due_at, calendar)
    if rungs.keys() & AHEAD:
        by_night = clock.explanation.get("measure") in BY_NIGHT
        found |= before_end(clock.started_at, clock.due_at, calendar, by_night=by_night)
    return {each: at for each, at in found.items() if each in rungs}


@dataclass(frozen=True)
class Reached:
    """What a sweep does with a clock: tell of `threshold` (None: of nothing), and look again at `next_at`."""

    threshold: Threshold | None
    at: datetime | None
    next_at: datetime | None


def reached(moments: Mapping[Threshold, datetime], *, told_until: datetime | None, at: datetime) -> Reached:
    """The highest threshold that has passed since people were last told: after a downtime one notice, not one a threshold."""
    here = sorted((moment, ORDER.index(each)) for each, moment in moments.items())
    passed = [each for each in here if each[0] <= at and (told_until is None or each[0] > told_until)]
    ahead = next((moment for moment, _order in here if moment > at), None)
    if not passed:
        return Reached(None, None, ahead)
    moment, order = passed[-1]
    return Reached(ORDER[order], moment, ahead)


def look_at(
    moments: Mapping[Threshold, datetime], *, told_until: datetime | None, at: datetime
) -> datetime | None:
    """When the sweep has to look at a clock: at the threshold that has passed untold, else at the next one."""
    here = reached(moments, told_until=told_until, at=at)
    return here.at or here.next_at


def lower(rungs: Rungs, threshold: Threshold) -> list[Threshold]:
    """The thresholds before this one that belong to other steps: who was told then is not told again now."""
    earlier = ORDER[: ORDER.index(threshold)]
    return [each for each in earlier if each in rungs and rungs[each] != rungs[threshold]]


def climb(
    steps: Steps, people: Callable[[Step], Collection[Person]], told: Collection[Person]
) -> dict[Person, Step]:
    """Whom to tell: of each step those who were not told on a step below; where nobody is left, the step above."""
    found: dict[Person, Step] = {}
    for wanted in steps:
        step: Step | None = wanted
        while step is not None:
            fresh = [each for each in people(step) if each not in told and each not in found]
            if fresh:
                found |= dict.fromkeys(fresh, step)
                break
            step = ABOVE.get(step)
    return found
