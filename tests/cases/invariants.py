"""What must hold of a case at every moment, whoever did what to it: each rule a function over all that is stored of it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise
from typing import Any

from boards.models import Message, Publication, Reply
from cases.actions.rebuild_clocks import clock_differences
from cases.models import (
    Application,
    Assignment,
    Case,
    Clock,
    CoAuthor,
    CoHandling,
    Event,
    Pause,
    Rating,
    ReplyDraft,
    Revisit,
    current_policy,
)
from cases.rules.clocks import MARKED
from cases.rules.hops import Passed, hops, spent_until
from cases.rules.replay import Told, replay
from cases.rules.states import FINISHED, WITH_UNIT, Kind, State, public_state
from cases.rules.transitions import MOVES

STATES_WITH_A_LEAD = WITH_UNIT | {State.CLOSED}


@dataclass(frozen=True)
class Seen:
    """All rows of one case, read anew."""

    case: Case
    events: list[Event]
    clocks: list[Clock]
    assignments: list[Assignment]
    drafts: list[ReplyDraft]
    ratings: list[Rating]
    revisits: list[Revisit]
    message: Message | None
    replies: list[Reply]
    pauses: list[Pause]
    co_authors: list[CoAuthor]
    parts: list[Case]

    def did(self, *verbs: str) -> list[Event]:
        return [event for event in self.events if event.verb in verbs]

    def runs(self, name: str) -> list[Clock]:
        return [clock for clock in self.clocks if clock.name == name]

    @property
    def ticking(self) -> list[Clock]:
        return [
            clock
            for clock in self.clocks
            if clock.stopped_at is None and clock.paused_at is None and clock.due_at
        ]


def look_at(pk: int) -> Seen:
    case = Case.objects.select_related("board", "message").get(pk=pk)

    def rows(model: Any, *order: str, **how: Any) -> list[Any]:
        return list(model.objects.filter(case=pk).order_by(*order))

    return Seen(
        case=case,
        events=rows(Event, "seq"),
        clocks=rows(Clock, "started_at", "id"),
        assignments=rows(Assignment, "id"),
        drafts=rows(ReplyDraft, "id"),
        ratings=rows(Rating, "id"),
        revisits=rows(Revisit, "id"),
        message=case.message,
        replies=list(Reply.objects.filter(message=case.message_id).order_by("id")) if case.message_id else [],
        pauses=rows(Pause, "id"),
        co_authors=rows(CoAuthor, "id"),
        parts=list(Case.objects.filter(split_from=pk).order_by("id")),
    )


def broken_rules(seen: Seen) -> list[str]:
    """The names of the rules that do not hold; empty when all is well."""
    return [rule.__name__ for rule in RULES if not rule(seen)]


def one_lead_from_the_hand_over_on(seen: Seen) -> bool:
    current = [each.lead_id for each in seen.assignments if each.is_current]
    if seen.case.state in STATES_WITH_A_LEAD:
        return current == [seen.case.lead_id] and seen.case.lead_id is not None
    return current in ([], [seen.case.lead_id])


def events_have_an_actor_and_a_time_in_order(seen: Seen) -> bool:
    acted = all(event.role and (event.by_id is None) == (event.role == "system") for event in seen.events)
    return acted and all(a.at <= b.at for a, b in pairwise(seen.events))


def events_carry_the_reason_that_the_table_asks_for(seen: Seen) -> bool:
    return all(event.reason.strip() for event in seen.events if MOVES[event.verb].needs_reason)


HAND_OVERS = ("assign", "claim", "grant_return", "arbitrate")


def events_name_the_unit_that_had_the_case(seen: Seen) -> bool:
    had: int | None = None
    for event in seen.events:
        if event.verb in HAND_OVERS:
            had = event.facts["lead"]
        if event.unit_id != had:
            return False
    return had == seen.case.lead_id


def every_hand_over_has_its_row_and_only_the_last_is_current(seen: Seen) -> bool:
    told = [(event.facts["lead"], event.at) for event in seen.did(*HAND_OVERS)]
    rows = [(each.lead_id, each.assigned_at) for each in seen.assignments]
    return rows == told and [each.is_current for each in seen.assignments] == [False] * (len(told) - 1) + [
        True
    ] * bool(told)


def the_desk_transfers_twice_and_a_supervisor_once_at_most(seen: Seen) -> bool:
    transfers, decisions = len(seen.did("grant_return")), len(seen.did("arbitrate"))
    after = [event for event in seen.events if event.verb in ("ask_return", "grant_return", "arbitrate")]
    bound = next((number for number, event in enumerate(after, 1) if event.verb == "arbitrate"), len(after))
    counted = transfers == seen.case.transfer_count <= 2 and decisions == seen.case.is_arbitrated
    return counted and bound == len(after)  # what is decided stays decided


def a_return_is_asked_once_a_unit_and_waits_for_one_answer(seen: Seen) -> bool:
    rows = Application.objects.filter(case=seen.case, asked="return")
    units = [each.unit_id for each in rows]
    waiting = [each for each in rows if each.answer == "open"]
    is_with_unit = seen.case.state in (State.ASSIGNED, State.HANDLING)
    return len(set(units)) == len(units) and len(waiting) == seen.case.wants_return <= is_with_unit


def co_units_are_other_units_each_once(seen: Seen) -> bool:
    units = seen.case.co_unit_ids
    rows = {each.unit_id: each for each in CoHandling.objects.filter(case=seen.case)}
    owed = [pk for pk in units if pk in rows and rows[pk].advised_at is None]
    let_go = [each for pk, each in rows.items() if pk not in units and each.advised_at is None]
    known = seen.case.lead_id not in units and len(set(units)) == len(units) and set(units) <= set(rows)
    return known and not let_go and seen.case.advice_owed == len(owed)


def a_clock_runs_once_at_a_time(seen: Seen) -> bool:
    running = Counter(clock.name for clock in seen.clocks if clock.stopped_at is None)
    in_order = all(
        a.stopped_at is not None and a.started_at <= a.stopped_at <= b.started_at
        for name in running | Counter(clock.name for clock in seen.clocks)
        for a, b in pairwise(sorted(seen.runs(name), key=lambda each: each.run))
    )
    return in_order and all(count == 1 for count in running.values())


def an_ended_case_says_how_and_when_it_ended(seen: Seen) -> bool:
    case = seen.case
    if case.state not in FINISHED:
        return case.closed_at is None
    told = {
        State.CLOSED: bool(case.outcome),
        State.DECLINED: bool(case.decline_code and case.decline_words),
        State.WITHDRAWN: [event.by_id for event in seen.did("withdraw")] == [case.author_id],
        State.MERGED: case.merged_into_id is not None and case.merged_into_id != case.pk,
    }
    return told[State(case.state)] and case.closed_at is not None


def nobody_judges_the_own_work(seen: Seen) -> bool:
    approved = [draft for draft in seen.drafts if draft.status == "approved"]
    drafters = {event.facts["draft"]: event.by_id for event in seen.did("draft_reply")}
    others = all(draft.decided_by_id not in (None, drafters[draft.pk]) for draft in approved)
    return others and all(draft.countersigned_by_id != draft.drafter_id for draft in seen.drafts)


def one_draft_is_under_review_while_the_case_is(seen: Seen) -> bool:
    waiting = [draft for draft in seen.drafts if draft.status == "in_review"]
    return len(waiting) == (seen.case.state == State.REVIEWING)


def the_revisitor_is_of_another_unit(seen: Seen) -> bool:
    lead = seen.case.lead_id
    return not any(each.by.memberships.filter(unit=lead).exists() for each in seen.revisits if each.by)


def the_events_tell_the_same_story(seen: Seen) -> bool:
    told = replay(Told(event.seq, event.verb, event.before, event.after) for event in seen.events)
    return (told.state, told.count) == (seen.case.state, seen.case.event_count)


def the_events_tell_the_same_clocks(seen: Seen) -> bool:
    return clock_differences(seen.case.kind, seen.events, seen.clocks, current_policy()) == []


def hop_times_add_up_to_the_running_time_of_reply(seen: Seen) -> bool:
    until = max(event.at for event in seen.events)
    stays = hops(Passed(each.verb, each.before, each.after, each.at, each.unit_id) for each in seen.events)
    ran = [(each.started_at, each.stopped_at or until) for each in seen.runs("reply")]
    stood = [(each.from_at, each.ended_at or until) for each in Pause.objects.filter(case=seen.case)]
    overlap = [max(min(b, d) - max(a, c), timedelta()) for a, b in ran for c, d in stood]
    total = sum((b - a for a, b in ran), timedelta()) - sum(overlap, timedelta())
    return spent_until(stays, until) == total


def the_version_counts_the_verbs(seen: Seen) -> bool:
    return seen.case.version == len(seen.events) - len(seen.did("overdue"))


def waiting_is_counted_from_the_first_minute_to_the_first_end(seen: Seen) -> bool:
    """An appeal and the end of a merge take an end back; nothing else does."""
    waits, ended_at = seen.runs("wait"), None
    for event in seen.events:
        if event.verb in ("appeal", "unmerge"):
            ended_at = None
        elif ended_at is None and event.after in FINISHED and event.before not in FINISHED:
            ended_at = event.at
    return len(waits) == 1 and (waits[0].started_at, waits[0].stopped_at, waits[0].due_at, waits[0].paused_at) == (
        seen.case.submitted_at, ended_at, None, None,
    )  # fmt: skip


def every_pause_is_a_line_of_the_ledger(seen: Seen) -> bool:
    """What stands still has one open line, what goes on has none; and lines follow each other."""
    is_open = [each for each in seen.pauses if each.ended_at is None]
    paused = [clock for clock in seen.clocks if clock.paused_at and clock.stopped_at is None]
    in_order = all(a.ended_at and a.ended_at <= b.from_at for a, b in pairwise(seen.pauses))
    known = [each.ground for each in is_open] == ([seen.case.pause_ground] if seen.case.pause_ground else [])
    return known and in_order and (bool(is_open) or not paused)


def co_authors_are_those_whose_cases_are_merged_here(seen: Seen) -> bool:
    """The copy on the row is what the ledger says; a merged case has none itself."""
    told = {each.user_id for each in seen.co_authors if each.left_at is None} - {seen.case.author_id}
    merged_alone = seen.case.state != State.MERGED or not told
    return set(seen.case.co_author_ids) == told and merged_alone


def a_part_names_the_message_that_it_was_split_from(seen: Seen) -> bool:
    numbers = [number for event in seen.did("split") for number in event.facts["parts"]]
    return numbers == [each.number for each in seen.parts]


def silence_is_never_satisfaction(seen: Seen) -> bool:
    answered = [each.satisfaction for each in seen.revisits if not each.is_reached]
    said = Counter(event.verb for event in seen.events)
    changed = sum(each.changed_at is not None for each in seen.ratings)
    return (
        not any(answered)
        and changed <= said["change_rating"]
        and (len(seen.ratings), len(seen.revisits))
        == (
            said["rate"],
            said["record_revisit"],
        )
    )


def the_case_row_shows_the_most_pressing_clock(seen: Seen) -> bool:
    first = min(seen.ticking, key=lambda each: each.due_at, default=None)
    due = first.due_at if first else None
    since = min((each.overdue_at for each in seen.ticking if each.overdue_at), default=None)
    return (seen.case.due_at, seen.case.overdue_at, bool(seen.case.due_clock)) == (
        due,
        since,
        first is not None,
    )


def a_mark_is_made_once_and_dated_at_the_due_moment(seen: Seen) -> bool:
    marked = [(clock.name, clock.run) for clock in seen.clocks if clock.overdue_at]
    told = [(event.facts["clock"], event.facts["run"]) for event in seen.did("overdue")]
    dated = all(clock.overdue_at in (None, clock.due_at) for clock in seen.clocks)
    return (
        dated
        and sorted(marked) == sorted(told)
        and all(name in MARKED | {"promise"} for name, _run in marked)
    )


def nothing_runs_on_after_its_end_unseen(seen: Seen) -> bool:
    late = [
        clock
        for clock in seen.clocks
        if clock.stopped_at and clock.due_at and clock.stopped_at >= clock.due_at and not clock.paused_at
    ]
    return all(clock.overdue_at for clock in late if clock.name in MARKED)


def it_is_on_the_board_exactly_when_it_may_be(seen: Seen) -> bool:
    """Up from acceptance or answer on; what was declined where its ground says so. What was withdrawn comes down."""
    case, message = seen.case, seen.message
    refused = [event for event in seen.events if event.after == State.DECLINED != event.before]
    openly = [bool(event.facts["stays_public"]) for event in refused]
    is_taken_on = bool(seen.did("accept", "claim"))
    if case.board.publication == Publication.ON_REPLY:
        is_taken_on = is_taken_on and bool(seen.did("approve_reply"))
    is_allowed = case.wants_public and case.kind != Kind.REPORT and (is_taken_on or any(openly))
    is_allowed = is_allowed and (message is not None or not case.is_held)
    left = (
        bool(case.removal_code)
        or case.state == State.WITHDRAWN
        or (case.state == State.DECLINED and not openly[-1])
    )
    was_up = is_allowed and not (case.state in (State.WITHDRAWN, State.MERGED) and message is None)
    found = Message.objects.filter(number=case.number).count()
    return found == was_up == (message is not None) and (not message or message.is_up == (not left))


def the_board_is_in_step_with_the_case(seen: Seen) -> bool:
    case, message = seen.case, seen.message
    if message is None or not message.is_up:
        return True
    last = seen.runs("reply")[-1] if seen.runs("reply") else Clock()
    shown = (
        message.state,
        message.outcome,
        message.unit_id,
        message.due_at,
        message.first_due_at,
        message.overdue_at,
    )
    return (*shown, message.replied_at, message.closed_at, len(seen.replies)) == (
        public_state(case.state), case.outcome, case.lead_id, last.due_at, last.first_due_at, last.overdue_at,
        case.replied_at, case.closed_at, len(seen.did("approve_reply", "post_progress")),
    )  # fmt: skip


def an_answer_that_is_being_worked_on_again_is_no_outcome(seen: Seen) -> bool:
    return not seen.case.outcome or seen.case.state in (State.REPLIED, State.REVISITING, State.CLOSED)


RULES = (
    one_lead_from_the_hand_over_on,
    events_have_an_actor_and_a_time_in_order,
    events_carry_the_reason_that_the_table_asks_for,
    events_name_the_unit_that_had_the_case,
    every_hand_over_has_its_row_and_only_the_last_is_current,
    the_desk_transfers_twice_and_a_supervisor_once_at_most,
    a_return_is_asked_once_a_unit_and_waits_for_one_answer,
    co_units_are_other_units_each_once,
    a_clock_runs_once_at_a_time,
    an_ended_case_says_how_and_when_it_ended,
    nobody_judges_the_own_work,
    one_draft_is_under_review_while_the_case_is,
    the_revisitor_is_of_another_unit,
    the_events_tell_the_same_story,
    the_events_tell_the_same_clocks,
    hop_times_add_up_to_the_running_time_of_reply,
    the_version_counts_the_verbs,
    waiting_is_counted_from_the_first_minute_to_the_first_end,
    every_pause_is_a_line_of_the_ledger,
    co_authors_are_those_whose_cases_are_merged_here,
    a_part_names_the_message_that_it_was_split_from,
    silence_is_never_satisfaction,
    the_case_row_shows_the_most_pressing_clock,
    a_mark_is_made_once_and_dated_at_the_due_moment,
    nothing_runs_on_after_its_end_unseen,
    it_is_on_the_board_exactly_when_it_may_be,
    the_board_is_in_step_with_the_case,
    an_answer_that_is_being_worked_on_again_is_no_outcome,
)
