"""The words of the public pages, and that they know every value that a case may have."""

from datetime import timedelta

import pytest

from boards.rules import words
from cases.rules.states import Kind, Outcome, PublicState
from tests.factories import MONDAY


def test_every_public_state_has_the_same_word_on_both_sides():
    assert {state.value: str(state.label) for state in PublicState} == {
        value: str(label) for value, (label, _tone) in words.STATES.items()
    }


@pytest.mark.parametrize(("theirs", "ours"), [(Kind, words.KINDS), (Outcome, words.OUTCOMES)])
def test_kinds_and_outcomes_have_the_same_words_on_both_sides(theirs, ours):
    assert {each.value: str(each.label) for each in theirs} == {
        value: str(label) for value, label in ours.items()
    }


def test_the_groups_of_states_cover_all_of_them():
    groups = (*words.OPEN_STATES, *words.ANSWERED_STATES, *words.REFUSED_STATES)
    assert sorted(groups) == sorted(words.STATES)


@pytest.mark.parametrize(
    ("state", "given", "tone", "said"),
    [
        ("handling", {}, "handling", "办理中"),
        ("handling", {"due_at": MONDAY + timedelta(days=3)}, "handling", "办理中"),
        ("handling", {"due_at": MONDAY + timedelta(hours=5)}, "soon", "临期"),
        ("handling", {"due_at": MONDAY - timedelta(hours=5)}, "overdue", "已超期"),
        ("assigned", {"overdue_at": MONDAY}, "overdue", "已超期"),
        ("replied", {"overdue_at": MONDAY}, "replied", "已回复"),
        ("closed", {"outcome": "explained"}, "replied", "已办结 · 已解释"),
        ("declined", {}, "declined", "不予受理"),
    ],
)
def test_a_badge_says_lateness_before_the_place_on_the_line(state, given, tone, said):
    mark = words.badge(state, at=MONDAY, **given)
    assert (mark.tone, mark.words) == (tone, said)
