"""Replaying the past (imports, the demo): the same verbs at their own times, nobody notified, each row written once.

A case that is being told stays locked by us from its first verb on; so it is kept in hand instead of read anew for every
verb, and its events, its own row and its public page are written when the telling ends.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from django.db import transaction

from accounts.models import Unit
from cases.actions import _clocks, _publish
from cases.actions.errors import CaseMissing
from cases.models import Case, Clock, Event, current_policy
from cases.rules.clocks import Policy

# The columns that a verb may change. The author's own words are not among them: they are never written twice.
MOVING = sorted(
    {each.attname for each in Case._meta.concrete_fields}
    - {
        "id",
        "number",
        "lookup_digest",
        "board_id",
        "kind",
        "title",
        "body",
        "place",
        "author_id",
        "author_name",
    }
    - {"endorsement_count", "follower_count"}  # not the verbs', but of whoever endorses and follows
    - {"source", "source_name", "source_ref", "submission_key", "submitted_at", "wants_public", "wants_place"}
)


@dataclass
class Telling:
    """One case in hand, and what of it is still to be written."""

    case: Case | None = None
    clocks: list[Clock] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    replies: list[_publish.ReplyWords] = field(default_factory=list)


@dataclass
class _Past:
    policy: Policy
    telling: Telling | None = None


_past: ContextVar[_Past | None] = ContextVar("past", default=None)


@contextmanager
def history(policy: Policy | None = None) -> Iterator[None]:
    """Inside, verbs happen in the past: nobody is notified, and the policy is read once."""
    token = _past.set(_Past(policy or current_policy()))
    try:
        yield
    finally:
        _past.reset(token)


@contextmanager
def telling() -> Iterator[None]:
    """Inside `history()`: tell one case from its submission on, in one transaction. A refusal takes back the whole case."""
    past = _past.get()
    if past is None:
        raise RuntimeError("a case is told inside history()")
    past.telling = Telling()
    try:
        with transaction.atomic():
            yield
            _write(past.telling)
    finally:
        past.telling = None


def _write(told: Telling) -> None:
    if told.case is None:
        return
    Event.objects.bulk_create(told.events)
    Clock.objects.bulk_create(told.clocks)
    _publish.show_whole(told.case, told.events, told.clocks, told.replies)
    told.case.save(update_fields=MOVING)


def is_history() -> bool:
    """Whether we replay the past."""
    return _past.get() is not None


def told_now() -> Telling | None:
    """The case that is being told, if one is."""
    past = _past.get()
    return past.telling if past else None


def policy_in_force() -> Policy:
    """The policy of the replay, else the one of now."""
    past = _past.get()
    return past.policy if past else current_policy()


def in_hand(case_id: int) -> tuple[Case, list[Clock]]:
    """The case under lock with all its clocks. Raises CaseMissing. Call it inside a transaction."""
    told = told_now()
    if told and told.case and told.case.pk == case_id:
        return told.case, told.clocks
    rows = Case.objects.select_for_update(no_key=True, of=("self",)).select_related("board", "lead")
    case = rows.filter(pk=case_id).first()
    if case is None:
        raise CaseMissing
    name_lead(case)
    return case, _clocks.of_case(case)


def name_lead(case: Case) -> None:
    """Read the lead unit again where it changed while we waited for the row's lock.

    PostgreSQL then gives the row as it is now, but joined with what the row named before: here that is no unit at all.
    """
    if case.lead_id and case.lead is None:
        case.lead = Unit.objects.get(pk=case.lead_id)


def last_event(case_id: int, *verbs: str) -> Event | None:
    """The last event of one of the verbs, of a case that is being told as of any other."""
    told = told_now()
    if told and told.case and told.case.pk == case_id:
        return next((each for each in reversed(told.events) if each.verb in verbs), None)
    return Event.objects.filter(case=case_id, verb__in=verbs).order_by("-seq").first()
