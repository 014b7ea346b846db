"""warn: one sweep of the ladder. Each threshold of each clock is told once, to the people of its step.

The mark and the notices are one transaction: a worker that is killed in between has told nobody, and the next sweep does.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import InterfaceError, OperationalError, transaction
from django.utils.translation import gettext as _

from cases.actions import _telling
from cases.actions._telling import Audience, Person
from cases.actions.history import policy_in_force
from cases.models import Clock, facts_of
from cases.models.clock import ClockQuerySet
from cases.rules.awaiting import Awaited, awaited
from cases.rules.ladder import ABOVE, Rungs, Step, climb, lower, moments_of, reached, rungs_of
from cases.rules.lights import workdays_over
from cases.rules.thresholds import Threshold
from cases.rules.workdays import Calendar
from notify.actions import NoticeWords
from notify.models import Outbox

log = logging.getLogger(__name__)
BATCH = 200
TEXTS = {Threshold.END: "overdue", Threshold.RED: "red", Threshold.GRAVE: "grave"}
# The words of the table behind each step; the reviewer's depends on whose turn it is.
AUDIENCES = {
    Step.HANDLER: "handler",
    Step.SIGNER: "lead_signers",
    Step.REVIEWER: "reviewers",
    Step.REVISITOR: "revisitors",
    Step.INTAKE: "intake_desk",
    Step.SUPERVISOR: "supervisors",
    Step.LEADER: "leaders",
}


@dataclass(frozen=True)
class Due:
    """A clock that has reached a threshold."""

    clock: Clock
    threshold: Threshold
    rungs: Rungs

    def key(self, threshold: Threshold) -> str:
        """Unique by clock, threshold and end: an end that was moved is warned of anew."""
        end = f"{self.clock.due_at:%Y%m%d%H%M}" if self.clock.due_at else ""
        return f"warn-{self.clock.pk}-{end}-{threshold}"


def warn(at: datetime, *, batch: int = BATCH) -> int:
    """Tell of every threshold that has been reached by `at`. Returns how many clocks were told of.

    One bad clock spoils its batch only: that batch is told one by one, and the bad clock is logged and stepped over.
    """
    total, stuck = 0, list[int]()
    while True:
        rows = Clock.objects.to_warn(at).exclude(pk__in=stuck)
        try:
            seen, told = _sweep(rows, at, batch)
        except (OperationalError, InterfaceError):  # the database is away: the next sweep finds the same rows
            raise
        except Exception:
            log.exception("a batch of warnings could not be told")
            pks = list(rows.order_by("warn_at").values_list("pk", flat=True)[:batch])
            bad = [pk for pk in pks if not _told_alone(pk, at)]
            stuck, total = stuck + bad, total + len(pks) - len(bad)
            continue
        total += told
        if seen < batch:
            return total


def _told_alone(pk: int, at: datetime) -> bool:
    try:
        _sweep(Clock.objects.to_warn(at).filter(pk=pk), at, 1)
    except Exception:
        log.exception("clock %s could not be warned of", pk)
        return False
    return True


def _sweep(rows: ClockQuerySet, at: datetime, batch: int) -> tuple[int, int]:
    """One batch: how many clocks were looked at, and of how many somebody had to be told."""
    calendar = policy_in_force().calendar
    with transaction.atomic():
        clocks = list(
            rows.select_related("case__board", "case__lead")
            .select_for_update(skip_locked=True, no_key=True, of=("self",))
            .order_by("warn_at")[:batch]
        )
        due = [each for clock in clocks if (each := _take(clock, at, calendar))]
        _telling.send(list(_notices(due, at, calendar)))
        Clock.objects.bulk_update(clocks, ["warned_at", "warn_at"])
    return len(clocks), len(due)


def _take(clock: Clock, at: datetime, calendar: Calendar) -> Due | None:
    """Move the clock on to its next threshold; what is to be told now, if anything."""
    rungs = rungs_of(clock.name, clock.case.grade)
    here = reached(moments_of(clock, rungs, calendar), told_until=clock.warned_at, at=at)
    clock.warn_at = here.next_at
    if here.threshold is None:
        return None
    clock.warned_at = here.at
    return Due(clock, here.threshold, rungs)


def _notices(due: Sequence[Due], at: datetime, calendar: Calendar) -> Iterable[NoticeWords]:
    audience = Audience(at)
    told = _told_before(due, audience)
    for each in due:
        people = climb(
            each.rungs[each.threshold],
            lambda step, clock=each.clock: _on(step, clock, audience),  # type: ignore[misc]
            told[each.clock.pk],
        )
        for person, step in people.items():
            text, key = TEXTS.get(each.threshold, "warn"), each.key(each.threshold)
            more = _words(each, step, at, calendar)
            yield from _telling.of_clock(each.clock, text, key, more, person, at=at, calendar=calendar)


def _on(step: Step, clock: Clock, audience: Audience) -> list[Person]:
    """The people on a step of this clock's ladder."""
    word = AUDIENCES[step]
    if step == Step.REVIEWER and awaited(facts_of(clock.case)).who == Awaited.LEAD:
        word = "lead_signers"
    people = audience.staff(word, clock.case)
    return [each for each in people if _telling.may_be_told(each, clock.case)]


def _told_before(due: Sequence[Due], audience: Audience) -> dict[int, set[Person]]:
    """Who was told of a clock on another step already: the outbox knows. One query for the batch."""
    keys: dict[str, tuple[int, Person]] = {}
    for each in due:
        people = {
            person for step in _from(each.rungs[each.threshold]) for person in _on(step, each.clock, audience)
        }
        for threshold in lower(each.rungs, each.threshold):
            for person in people:
                keys[f"{each.key(threshold)}:{person[0]}:site"] = (each.clock.pk, person)
    told: dict[int, set[Person]] = {each.clock.pk: set() for each in due}
    if keys:
        for key in Outbox.objects.filter(key__in=list(keys)).values_list("key", flat=True):
            clock_id, person = keys[key]
            told[clock_id].add(person)
    return told


def _from(steps: Sequence[Step]) -> set[Step]:
    """The steps themselves and all above them."""
    found: set[Step] = set()
    for step in steps:
        up: Step | None = step
        while up is not None:
            found.add(up)
            up = ABOVE.get(up)
    return found


def _words(due: Due, step: Step, at: datetime, calendar: Calendar) -> dict[str, str]:
    """What a text may say beside the facts of the case."""
    end = due.clock.due_at
    days = workdays_over(end, at, calendar) if end else 0
    return {
        "share": str(due.threshold.label),
        "step": str(step.label),
        "days": _("%(days)d 个工作日") % {"days": days} if days else "",
    }
