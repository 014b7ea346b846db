"""The system checks find a verb that lacks a piece; each is shown one planted hole."""

from __future__ import annotations

from dataclasses import replace

import pytest

from cases import checks
from cases.desk import DESK
from cases.rules.transitions import MOVES


def ids(messages):
    return {each.id for each in messages}


def test_the_machine_is_complete():
    assert checks.verbs_are_complete() == []


@pytest.mark.parametrize(
    ("move", "found"),
    [
        (replace(MOVES["accept"], verb="bless"), {"cases.E001", "cases.E002", "cases.E003"}),
        (replace(MOVES["accept"], guards=("moon_is_full",)), {"cases.E004"}),
        (replace(MOVES["accept"], who=("mayor",)), {"cases.E005"}),
    ],
)
def test_a_row_that_lacks_a_piece_is_found(move, found):
    assert ids(checks._of_move(move)) == found


@pytest.mark.parametrize(
    ("row", "found"),
    [
        (replace(DESK["accept"], action=DESK["sign"].action), {"cases.E007"}),
        (replace(DESK["accept"], work="to_nowhere"), {"cases.E008"}),
        (replace(DESK["accept"], then="bless"), {"cases.E009"}),
    ],
)
def test_a_row_of_the_desk_that_is_wrong_is_found(row, found, monkeypatch):
    monkeypatch.setitem(DESK, "accept", row)
    assert ids(checks._of_desk()) == found


def test_a_button_for_a_verb_that_is_none_is_found(monkeypatch):
    monkeypatch.setitem(DESK, "bless", DESK["sign"])
    assert "cases.E006" in ids(checks._of_desk())
