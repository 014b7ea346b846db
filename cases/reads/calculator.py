"""/deadlines/: what the engine would do with a message of this kind that came at this moment. The engine itself, no copy."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from cases.models import Clock, ServiceLevel, current_policy
from cases.reads.deadlines import Counting, due_words, how_counted
from cases.rules.clocks import ClockName
from cases.rules.fold import Law, set_end

# What a citizen waits for, in order; the others begin when somebody has acted.
ASKED = (ClockName.INTAKE, ClockName.REPLY)


@dataclass(frozen=True)
class Answer:
    """One deadline. `starts` says from which event it counts."""

    name: str
    starts: str
    due: str
    due_at: datetime | None
    counting: Counting | None


def answers(kind: str, grade: str, at: datetime) -> tuple[Answer, ...]:
    """The deadlines of a message of this kind and grade: intake if it was submitted at `at`, reply if accepted then."""
    law = Law(current_policy(), kind, grade)
    levels = ServiceLevel.objects.in_bulk()
    return tuple(_answer(clock_from(name, at, law), levels) for name in ASKED)


def clock_from(name: str, at: datetime, law: Law) -> Clock:
    """The clock as it would start at `at`; not stored."""
    clock = Clock(name=name, started_at=at)
    set_end(clock, law)
    return clock


def _answer(clock: Clock, levels: dict[int, ServiceLevel]) -> Answer:
    clock.level = levels.get(clock.level_id or 0)
    starts = {
        ClockName.INTAKE: _("这时提交，最迟何时决定是否受理"),
        ClockName.REPLY: _("这时受理，最迟何时回复"),
    }[ClockName(clock.name)]
    ends = due_words(clock.due_at, is_provisional=clock.is_provisional) if clock.due_at else _("不计时限")
    return Answer(clock.get_name_display(), starts, ends, clock.due_at, how_counted(clock))
