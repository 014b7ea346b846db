"""The one door: every change of a case goes through here. Lock, then check, then write.

Inside one transaction: lock the row, find the table's row, ask permission, check guards and version, let the action write
its own rows, then move the state (the only place that does), append the event, run the clocks, show it, tell people.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import SYSTEM, Standing, standing_of
from cases.actions import _clocks, _loose_ends, _pauses, _publish, _reports, _telling, _watchers
from cases.actions.errors import HeldBack, NotAllowed, StalePage, WrongState
from cases.actions.history import MOVING, in_hand, is_history, policy_in_force, told_now
from cases.models import Case, Clock, Event, facts_of
from cases.rules.clocks import Policy
from cases.rules.fold import Happened
from cases.rules.guards import held_back
from cases.rules.permissions import CaseFacts, may, role_words
from cases.rules.states import FINISHED, State
from cases.rules.transitions import MOVES, Move


@dataclass
class Passage:
    """What an action holds while it is inside the door."""

    move: Move
    case: Case
    by: User | None
    who: Standing
    at: datetime
    policy: Policy
    clocks: list[Clock]
    before: str
    role: str = ""
    reason: str = ""
    facts: dict[str, Any] = field(default_factory=dict)
    target: State | None = None
    reply: _publish.ReplyWords | None = None
    also_tell: list[str] = field(default_factory=list)
    level_name: str = ""
    mentions: list[_telling.Person] = field(default_factory=list)

    def move_to(self, target: State) -> None:
        """Choose among the row's targets; an action with a single target need not."""
        if target not in self.move.targets:
            raise ValueError(f"{self.move.verb} does not lead to {target}")
        self.target = target

    @property
    def seq(self) -> int:
        """The number that the event of this passage will have."""
        return self.case.event_count + 1


def acting(by: User | None) -> Standing:
    """The standing of a person, or the system's own for None."""
    return SYSTEM if by is None else standing_of(by)


@contextmanager
def through(
    verb: str,
    case_id: int,
    *,
    by: User | None,
    at: datetime,
    version: int | None = None,
    reason: str = "",
    known: Mapping[str, Any] | Callable[[Case], Mapping[str, Any]] | None = None,
) -> Iterator[Passage]:
    """Take a case through one verb. `version` is the one that the person's page showed (None: not from a page).

    `known` overrides facts for the guards: what the action is about to write itself, or, as a function of the locked
    case, what stands in other rows.

    Raises CaseMissing, NotAllowed, WrongState, StalePage, HeldBack; then nothing has changed.
    """
    move = MOVES[verb]
    with transaction.atomic(savepoint=told_now() is None):
        case, clocks = in_hand(case_id)
        policy = policy_in_force()
        at = max(
            at, case.moved_at
        )  # events of a case are in order of time, whatever a clock of a server says
        with _in_the_language_of_the_files():
            mark_overdue(_clocks.late(clocks, at))
        passage = Passage(
            move, case, by, acting(by), at, policy, clocks, before=case.state, reason=reason.strip()
        )
        _reports.keep_out(case, passage.who)
        with_units = _reports.units_of(case)
        more = known(case) if callable(known) else known or {}
        _check(passage, replace(facts_of(case), **more), version)
        _choose_target(passage)
        with _in_the_language_of_the_files():
            yield passage
            _reports.refuse_reported_units(case, with_units)
            _finish(passage)


@contextmanager
def entering(verb: str, case: Case, *, by: User | None, at: datetime, known: CaseFacts) -> Iterator[Passage]:
    """The door for a case that is not there yet (submit). The action saves `case` inside; `known` feeds the guards."""
    move = MOVES[verb]
    with transaction.atomic(savepoint=told_now() is None):
        passage = Passage(move, case, by, acting(by), at, policy_in_force(), [], before="")
        verdict = may(move, passage.who, known)
        if not verdict:
            raise NotAllowed(verdict.words)
        if words := held_back(move.guards, known, passage.who, at, passage.policy.calendar):
            raise HeldBack(words)
        passage.role = role_words(move, passage.who, known)
        _choose_target(passage)
        case.state, case.moved_at = State.SUBMITTED, at
        with _in_the_language_of_the_files():
            yield passage
            if told := told_now():
                told.case, told.clocks = case, passage.clocks
            _finish(passage)


def _in_the_language_of_the_files() -> translation.override:
    """What is written is read by everybody: only refusals speak the language of whoever acts."""
    return translation.override(settings.LANGUAGE_CODE)


def _check(passage: Passage, facts: CaseFacts, version: int | None) -> None:
    move, case = passage.move, passage.case
    verdict = may(move, passage.who, facts)
    if not verdict:
        raise NotAllowed(verdict.words)
    if version is not None and version != case.version:
        raise StalePage
    if State(case.state) not in move.sources:
        raise WrongState(
            _("这件留言现在是“%(state)s”，不能“%(verb)s”。请刷新页面查看最新情况。")
            % {"state": case.get_state_display(), "verb": _(move.label)}
        )
    if words := held_back(move.guards, facts, passage.who, passage.at, passage.policy.calendar):
        raise HeldBack(words)
    if move.needs_reason and not passage.reason:
        raise HeldBack(_("请填写理由。"))
    passage.role = role_words(move, passage.who, facts)


def _choose_target(passage: Passage) -> None:
    targets = passage.move.targets
    if len(targets) == 1:
        passage.target = targets[0]


def _finish(passage: Passage) -> None:
    case, move = passage.case, passage.move
    after = passage.target or case.state
    _loose_ends.tie_up(case, passage.before, after, at=passage.at)
    case.state = after  # the only assignment to a case's state in the project
    case.moved_at = passage.at
    case.version += 1
    case.event_count += 1
    if after in FINISHED and passage.before not in FINISHED:
        case.closed_at = passage.at
    elif after not in FINISHED:
        case.closed_at = None
    if after != passage.before:
        _pauses.leave_behind(case, passage.at)
    if passage.level_name:
        passage.facts["level"] = passage.level_name
    happened = Happened(move.verb, passage.before, after, passage.at, passage.facts)
    _clocks.run(case, passage.clocks, happened, policy=passage.policy, is_written=told_now() is None)
    _clocks.copy_most_pressing(case, passage.clocks)
    event = _event(passage, after)
    if told := told_now():
        told.events.append(event)
        told.replies += [passage.reply] if passage.reply else []
        return
    event.save(force_insert=True)
    _publish.show(case, event, move, passage.clocks, passage.reply)
    case.save(update_fields=MOVING)
    if not is_history():
        tells = (*move.tells, *passage.also_tell)
        _telling.tell(case, event, tells, passage.clocks, calendar=passage.policy.calendar)
        _watchers.announce(case, event)
        named = (
            _telling.of_mention(event, case, each, calendar=passage.policy.calendar)
            for each in passage.mentions
        )
        _telling.send([row for rows in named for row in rows])


def mark_overdue(clocks: list[Clock]) -> int:
    """Mark clocks of cases that the caller has locked; see _clocks.mark_overdue."""
    told = told_now()
    return _clocks.mark_overdue(clocks, is_quiet=is_history(), ledger=told.events if told else None)


def _event(passage: Passage, after: str) -> Event:
    case = passage.case
    return Event(
        case=case,
        seq=case.event_count,
        verb=passage.move.verb,
        before=passage.before,
        after=after,
        at=passage.at,
        by=passage.by,
        role=passage.role,
        unit=case.lead,
        reason=passage.reason,
        facts=passage.facts,
    )
