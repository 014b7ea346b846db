"""A clock of a case as a line of its file: how long it ran or runs, its end, and how that end was counted."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from boards.rules.times import moment, span_words
from cases.models import Clock
from cases.reads.deadlines import Counting, due_words, how_counted
from cases.reads.rows import Deadline, deadline_words, over_words
from cases.rules.workdays import Calendar


@dataclass(frozen=True)
class ClockLine:
    """One run of one clock. `deadline` while it runs towards an end, `kept` once it has stopped."""

    name: str
    run: int
    started: str
    due: str
    first: str
    is_paused: bool
    is_running: bool
    deadline: Deadline | None
    kept: str
    is_late: bool
    counting: Counting | None


def clock_lines(clocks: Iterable[Clock], *, at: datetime, calendar: Calendar) -> list[ClockLine]:
    """The clocks of a case (levels joined): running ones first, then what has stopped, newest first."""
    lines = [
        (each.stopped_at is None, each.started_at, each.pk, clock_line(each, at, calendar)) for each in clocks
    ]
    return [line for *_order, line in sorted(lines, key=lambda each: each[:3], reverse=True)]


def clock_line(clock: Clock, at: datetime, calendar: Calendar) -> ClockLine:
    is_running = clock.stopped_at is None
    return ClockLine(
        name=clock.get_name_display(),
        run=clock.run,
        started=moment(clock.started_at),
        due=due_words(clock.due_at, is_provisional=clock.is_provisional) if clock.due_at else "",
        first=moment(clock.first_due_at) if clock.first_due_at not in (None, clock.due_at) else "",
        is_paused=clock.paused_at is not None and clock.stopped_at is None,
        is_running=is_running,
        deadline=deadline_words(clock.name, clock.due_at, at=at, calendar=calendar) if is_running else None,
        kept=_kept(clock, at, calendar),
        is_late=clock.overdue_at is not None,
        counting=how_counted(clock),
    )


def _kept(clock: Clock, at: datetime, calendar: Calendar) -> str:
    """How a clock went: 用时 3 小时, 用时 2 天 · 超期 1 个工作日; for one that only counts up, how long so far."""
    words = [_("用时 %(span)s") % {"span": span_words((clock.stopped_at or at) - clock.started_at)}]
    if clock.stopped_at and clock.overdue_at and clock.due_at:
        words.append(over_words(clock.due_at, clock.stopped_at, calendar))
    return " · ".join(words)


def due_of(clocks: Iterable[Clock], name: str) -> tuple[str, datetime | None, datetime | None]:
    """(name, end, first end) of the running clock of that name, or of the most pressing one where it does not run."""
    running = [each for each in clocks if each.stopped_at is None and each.due_at]
    running.sort(key=lambda each: (each.name != name, each.due_at))
    return (running[0].name, running[0].due_at, running[0].first_due_at) if running else ("", None, None)
