"""rebuild_clocks: are the Clock rows what the events say? Compares all with the fold, and writes one case anew."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import islice

from django.db import transaction

from cases.actions._clocks import copy_most_pressing, next_warning
from cases.actions.history import in_hand
from cases.models import Case, Clock, Event, current_policy
from cases.rules.clocks import Policy
from cases.rules.fold import Happened, Run, Running, fold

BATCH = 500
# What the events say of a clock. When people were warned is remembered, not told.
TOLD = (
    "started_at",
    "first_due_at",
    "due_at",
    "is_provisional",
    "paused_at",
    "overdue_at",
    "stopped_at",
    "level_id",
)


def compare_all() -> Iterator[tuple[str, list[str]]]:
    """(number, differences) of every case, in order of their keys; reads in batches, holds no lock."""
    policy = current_policy()
    cases = Case.objects.order_by("pk").values_list("pk", "number", "kind").iterator(chunk_size=BATCH)
    while some := list(islice(cases, BATCH)):
        keys = [pk for pk, _number, _kind in some]
        events, clocks = defaultdict[int, list[Event]](list), defaultdict[int, list[Clock]](list)
        for event in Event.objects.filter(case__in=keys).order_by("case_id", "seq"):
            events[event.case_id].append(event)
        for clock in Clock.objects.filter(case__in=keys):
            clocks[clock.case_id].append(clock)
        for pk, number, kind in some:
            yield number, clock_differences(kind, events[pk], clocks[pk], policy)


def clock_differences(
    kind: str, events: Sequence[Event], clocks: Sequence[Clock], policy: Policy
) -> list[str]:
    """Each difference between the rows of a case and its own events, in words."""
    told = {(each.name, each.run): each for each in folded(kind, events, policy)}
    rows = {(each.name, each.run): each for each in clocks}
    return [
        words
        for key in sorted(told.keys() | rows.keys())
        for words in _difference(key, rows.get(key), told.get(key))
    ]


def folded(kind: str, events: Sequence[Event], policy: Policy) -> list[Run]:
    """The clocks of a case as its events tell them."""
    return fold(
        (
            (Happened(each.verb, each.before, each.after, each.at, each.facts), each.recorded_at)
            for each in events
        ),
        kind=kind,
        policy=policy.known_at,
    )


def _difference(key: tuple[str, int], row: Running | None, run: Running | None) -> Iterator[str]:
    name = f"{key[0]} {key[1]}"
    if row is None or run is None:
        yield f"{name}: {'no row' if row is None else 'a row that no event tells of'}"
        return
    for column in TOLD:
        if (stored := getattr(row, column)) != (said := getattr(run, column)):
            yield f"{name}: {column} is {stored}, the events say {said}"


def rebuild_clocks(case_id: int) -> int:
    """Write the clocks of a case anew from its events, under its lock. Returns how many rows were wrong."""
    with transaction.atomic():
        case, clocks = in_hand(case_id)
        rows = {(each.name, each.run): each for each in clocks}
        wrong, policy = 0, current_policy()
        for run in folded(case.kind, list(case.events.order_by("seq")), policy):
            row = rows.pop((run.name, run.run), None) or Clock(case=case, name=run.name, run=run.run)
            if row.pk and all(getattr(row, column) == getattr(run, column) for column in TOLD):
                continue
            for column in (*TOLD, "explanation"):
                setattr(row, column, getattr(run, column))
            runs_on = row.stopped_at is None
            row.warn_at = next_warning(row, case.moved_at, policy.calendar) if runs_on else None
            row.save()
            wrong += 1
        for row in rows.values():
            row.delete()
        if wrong or rows:
            copy_most_pressing(case, list(Clock.objects.filter(case=case)))
            case.save(update_fields=["due_clock", "first_due_at", "due_at", "overdue_at", "reply_due_at"])
        return wrong + len(rows)
