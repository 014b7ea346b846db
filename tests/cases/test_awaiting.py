"""Whose move it is, in every state and under every way of reviewing a reply."""

from __future__ import annotations

from dataclasses import replace

import pytest

from boards.models.board import Review
from cases.rules.awaiting import NOTHING, Awaited, awaited
from cases.rules.permissions import CaseFacts
from cases.rules.states import FINISHED, State
from cases.rules.transitions import MOVES
from tests.factories import MONDAY

HANDLING, REVIEWING = CaseFacts(State.HANDLING), CaseFacts(State.REVIEWING)


@pytest.mark.parametrize(
    ("facts", "who", "verb"),
    [
        (CaseFacts(State.SUBMITTED), Awaited.DESK, "accept"),
        (CaseFacts(State.ACCEPTED), Awaited.DESK, "assign"),
        (CaseFacts(State.ASSIGNED), Awaited.LEAD, "sign"),
        (HANDLING, Awaited.LEAD, "log_contact"),
        (replace(HANDLING, contacted_at=MONDAY), Awaited.LEAD, "draft_reply"),
        (REVIEWING, Awaited.LEAD, "countersign"),
        (replace(REVIEWING, countersigned_at=MONDAY), Awaited.REVIEWER, "approve_reply"),
        (replace(REVIEWING, review=Review.PLATFORM), Awaited.REVIEWER, "approve_reply"),
        (replace(REVIEWING, review=Review.UNIT), Awaited.LEAD, "approve_reply"),
        (CaseFacts(State.REPLIED), Awaited.AUTHOR, "rate"),
        (CaseFacts(State.REVISITING), Awaited.REVISITOR, "record_revisit"),
    ],
)
def test_somebody_is_awaited(facts, who, verb):
    step = awaited(facts)
    assert (step.who, step.verb) == (who, verb)
    assert State(facts.state) in MOVES[verb].sources


@pytest.mark.parametrize("state", sorted(FINISHED))
def test_nobody_is_awaited_at_the_end(state):
    assert awaited(CaseFacts(state)) == NOTHING
