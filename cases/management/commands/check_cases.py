"""check_cases: does every case agree with its own events? Prints each difference; exit status 1 when there is one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.models import Case, Event
from cases.rules.replay import BrokenStory, Told, replay


class Command(BaseCommand):
    help = "Replay all events and compare: state, sequence without gaps, number of events."

    def handle(self, *args: Any, **options: Any) -> None:
        stories = self._stories()
        wrong = 0
        checked = 0
        for case in Case.objects.order_by("pk").only("pk", "number", "state", "event_count").iterator():
            checked += 1
            for difference in _differences(case, stories):
                wrong += 1
                self.stdout.write(f"{case.number}: {difference}")
        self.stdout.write(f"{checked} cases checked, {wrong} differences")
        if wrong:
            raise CommandError("cases and events disagree")

    def _stories(self) -> _Walk:
        events = Event.objects.order_by("case_id", "seq").values_list(
            "case_id", "seq", "verb", "before", "after"
        )
        by_case = groupby(events.iterator(), lambda each: each[0])
        return _Walk((case_id, [Told(*each[1:]) for each in rows]) for case_id, rows in by_case)


class _Walk:
    """Hands out the story of each case in turn; both sides come in order of case id, so nothing is held in memory."""

    def __init__(self, stories: Iterator[tuple[int, list[Told]]]) -> None:
        self._stories = stories
        self._next = next(self._stories, None)

    def of(self, case_id: int) -> list[Told]:
        while self._next is not None and self._next[0] < case_id:
            self._next = next(self._stories, None)
        return self._next[1] if self._next and self._next[0] == case_id else []


def _differences(case: Case, stories: _Walk) -> list[str]:
    try:
        told = replay(stories.of(case.pk))
    except BrokenStory as broken:
        return [str(broken)]
    found = []
    if told.state != case.state:
        found.append(f"state {case.state}, events say {told.state}")
    if told.count != case.event_count:
        found.append(f"{case.event_count} events counted, {told.count} there")
    return found
