"""The same figures by another road: cases are told again from their events, one by one, in Python. For --check and the tests.

It looks neither at a case's state, unit or answer time nor at when a clock was stopped; only due dates, scores, kind and board
are read from rows. Slow on purpose: with counting.py it shares nothing but the definitions.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db.models import Q

from cases.models import Case, Clock, Event, Rating, Revisit
from cases.rules.workdays import Calendar, in_shanghai
from stats.counting import Counted, Key, is_stored, stretch
from stats.models import Cut

BATCH = 2000  # cases told at once
NOT_COUNTED = {"declined", "withdrawn", "merged"}
Mention = tuple[datetime, str, int]  # at that moment the measure counts so many


@dataclass
class Story:
    """A case as its events tell it, with the verdicts that events do not repeat."""

    kind: str
    board_id: int
    state: str = ""
    lead_id: int | None = None
    submitted_at: datetime | None = None
    accepted_at: datetime | None = None
    rounds: int = 0
    answers: list[datetime] = field(default_factory=list)
    rated: set[datetime] = field(default_factory=set)
    reached: set[datetime] = field(default_factory=set)
    dues: list[tuple[int, datetime]] = field(default_factory=list)
    ratings: list[Rating] = field(default_factory=list)
    revisits: list[Revisit] = field(default_factory=list)

    def tell(self, verb: str, after: str, at: datetime, facts: Mapping[str, Any]) -> None:
        """One event more."""
        self.state = after
        match verb:
            case "submit":  # a part of a message that was split counts from that message
                self.submitted_at = datetime.fromisoformat(facts["since"]) if facts.get("since") else at
            case "accept":
                self.accepted_at, self.rounds = at, 1
            case "reopen" | "ask_again":
                self.rounds += 1
            case "assign" | "grant_return" | "arbitrate":
                self.lead_id = facts["lead"]
            case "claim":
                self.lead_id = facts["lead"]
                self.accepted_at, self.rounds = self.accepted_at or at, 1
            case "approve_reply":
                self.answers.append(at)
            case "rate":
                self.rated.add(at)
            case "record_revisit" if facts["is_reached"]:
                self.reached.add(at)


def recount(first: date, last: date, *, as_of: datetime, calendar: Calendar) -> Mapping[date, Counted]:
    """The figures of the days from `first` to `last` as of a moment: what was recorded later is not known then."""
    found = defaultdict[date, Counted](Counted)
    for story in _stories(_concerned(first, last, as_of), as_of):
        for moment, name, value in _mentions(story, as_of, calendar):
            day = in_shanghai(moment).date()
            if not first <= day <= last:
                continue
            for cut, key in _cuts(story) if value else ():
                if is_stored(cut, name):
                    found[day].counts[cut, key, name] += value
            if name == "handled_workdays":
                found[day].durations[story.lead_id, value] += 1
    return found


def _cuts(story: Story) -> tuple[tuple[Cut, Key], ...]:
    return (Cut.UNIT, story.lead_id), (Cut.BOARD, story.board_id), (Cut.KIND, story.kind)


def _concerned(first: date, last: date, as_of: datetime) -> list[int]:
    """Cases that may count on one of the days."""
    days = stretch(first, last, as_of)
    return sorted(
        {*Case.objects.filter(days.on("submitted_at")).values_list("pk", flat=True)}
        | {*_cases(Event, days.on("at") & Q(verb="approve_reply"))}
        | {*_cases(Clock, days.past("due_at") & Q(name="reply"))}
        | {*_cases(Rating, days.past("sealed_until"))}
        | {*_cases(Revisit, days.on("tried_at") & Q(is_reached=True))}
    )


def _cases(model: Any, condition: Q) -> Iterable[int]:
    return model.objects.filter(condition).order_by().values_list("case_id", flat=True).iterator()


def _stories(ids: Sequence[int], as_of: datetime) -> Iterator[Story]:
    for start in range(0, len(ids), BATCH):
        yield from _told(ids[start : start + BATCH], as_of).values()


def _told(ids: Sequence[int], as_of: datetime) -> dict[int, Story]:
    rows = Case.objects.filter(pk__in=ids).values_list("pk", "kind", "board_id")
    stories = {pk: Story(kind, board_id) for pk, kind, board_id in rows.order_by("pk")}
    events = Event.objects.filter(case__in=ids, recorded_at__lte=as_of).order_by("case_id", "seq")
    for case_id, *event in events.values_list("case_id", "verb", "after", "at", "facts"):
        stories[case_id].tell(*event)
    for clock in Clock.objects.filter(case__in=ids, name="reply", due_at__lte=as_of):
        if clock.due_at:
            stories[clock.case_id].dues.append((clock.run, clock.due_at))
    for rating in Rating.objects.filter(case__in=ids):
        stories[rating.case_id].ratings.append(rating)
    for revisit in Revisit.objects.filter(case__in=ids, is_reached=True):
        stories[revisit.case_id].revisits.append(revisit)
    return stories


def _mentions(story: Story, as_of: datetime, calendar: Calendar) -> Iterator[Mention]:
    if story.submitted_at is None:  # recorded after `as_of`
        return
    yield story.submitted_at, "submitted", 1
    if story.state in NOT_COUNTED:
        yield story.submitted_at, story.state, 1
        return
    if story.kind == "thanks":
        yield story.submitted_at, "thanks", 1
        return
    yield story.submitted_at, "received", 1
    if story.answers:
        yield story.submitted_at, "answered", 1
    if story.state == "closed":
        yield story.submitted_at, "closed", 1
        if story.rated:
            yield story.submitted_at, "rated", 1
    yield from _deadlines(story)
    yield from _first_answer(story, calendar)
    yield from _verdicts(story, as_of)


def _deadlines(story: Story) -> Iterator[Mention]:
    """The n-th run of the reply clock is answered by the n-th approved reply."""
    for run, due_at in story.dues:
        if run <= story.rounds:
            yield due_at, "due", 1
            if run <= len(story.answers) and story.answers[run - 1] < due_at:
                yield due_at, "on_time", 1


def _first_answer(story: Story, calendar: Calendar) -> Iterator[Mention]:
    if not story.answers or story.accepted_at is None:
        return
    answered_at, workdays = story.answers[0], 0
    day = calendar.receipt_day(story.accepted_at)
    while (day := calendar.next_workday(day)) <= in_shanghai(answered_at).date():
        workdays += 1
    yield answered_at, "handled", 1
    yield answered_at, "handled_workdays", workdays


def _verdicts(story: Story, as_of: datetime) -> Iterator[Mention]:
    rounds = defaultdict[int, list[Rating]](list)
    for rating in story.ratings:
        if rating.rated_at in story.rated:
            rounds[rating.round].append(rating)
    for said in rounds.values():
        sealed_until = max(each.sealed_until for each in said)
        if sealed_until <= as_of:
            is_satisfied = all(each.outcome >= 4 and each.is_solved != "no" for each in said)
            is_solved = "yes" if all(each.is_solved == "yes" for each in said) else "partly"
            yield sealed_until, "by_rating", 1
            yield from _verdict(sealed_until, is_satisfied, is_solved)
    for revisit in story.revisits:
        if revisit.tried_at in story.reached and revisit.round not in rounds:
            yield from _verdict(revisit.tried_at, (revisit.satisfaction or 0) >= 4, revisit.is_solved)


def _verdict(moment: datetime, is_satisfied: bool, is_solved: str) -> Iterator[Mention]:
    yield moment, "surveyed", 1
    if is_satisfied:
        yield moment, "satisfied", 1
    if is_solved == "yes":
        yield moment, "solved", 1
