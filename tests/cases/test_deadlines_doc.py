"""docs/deadlines.md promises nothing that the engine does not compute: its examples and its table of lengths are read here."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from cases.models import Clock, current_policy
from cases.models.service_level import REWORK
from cases.rules.clocks import CLOCKS, AtEnd, ClockName, deadline
from cases.rules.ladder import moments_of, rungs_of
from cases.rules.quiet import quiet_until
from cases.rules.thresholds import Threshold
from cases.rules.workdays import SHANGHAI, in_shanghai

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "deadlines.md").read_text(encoding="utf-8")


def table(first_column, columns):
    """The rows of the one table of the page whose head has these columns."""
    lines = [line for line in PAGE.splitlines() if line.startswith("|")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]
    start = next(n for n, row in enumerate(rows) if row[0] == first_column and len(row) == columns)
    found = []
    for row in rows[start + 2 :]:
        if len(row) != columns or row[0] == first_column:
            break
        found.append(row)
    return found


EXAMPLES = table("clock", 6)
LENGTHS = table("clock", 8)
CHANGED = table("clock", 5)
RUNGS = table("threshold", 7)
HELD = table("to", 5)


@pytest.mark.django_db
@pytest.mark.parametrize("row", EXAMPLES, ids=lambda row: f"{row[0]} {row[1]} {row[3]}")
def test_an_example_ends_when_the_engine_says(row):
    clock, kind, grade, starts, ends, _why = row
    counted = deadline(
        ClockName.REPLY if clock == REWORK else clock,
        started_at=datetime.fromisoformat(starts).replace(tzinfo=SHANGHAI),
        kind=kind,
        grade=grade,
        policy=current_policy(),
        level_name=REWORK if clock == REWORK else "",
    )
    mark = " 暂定" if counted.is_provisional else ""
    assert f"{in_shanghai(counted.due_at):%Y-%m-%d %H:%M}{mark}" == ends


def changes_of(words):
    """The pauses and extensions of a row, as an explanation keeps them."""
    for word in words.split("; "):
        if word.startswith("+"):
            yield {"extension": int(word.removeprefix("+"))}
        else:
            ends = (datetime.fromisoformat(each).replace(tzinfo=SHANGHAI) for each in word.split(" – "))
            yield {"pause": [each.isoformat() for each in ends]}


@pytest.mark.django_db
@pytest.mark.parametrize("row", CHANGED, ids=lambda row: f"{row[0]} {row[2]} {row[3]}")
def test_an_example_with_pauses_or_extensions_ends_when_the_engine_says(row):
    clock, kind, starts, happened, ends = row
    counted = deadline(
        clock,
        started_at=datetime.fromisoformat(starts).replace(tzinfo=SHANGHAI),
        kind=kind,
        grade="normal",
        policy=current_policy(),
        changes=list(changes_of(happened)),
    )
    mark = " 暂定" if counted.is_provisional else ""
    assert f"{in_shanghai(counted.due_at):%Y-%m-%d %H:%M}{mark}" == ends


def test_there_are_examples_and_one_is_provisional():
    assert len(EXAMPLES) >= 10
    assert any("暂定" in row[4] for row in EXAMPLES)


def test_the_table_holds_the_default_lengths_and_no_others():
    given = json.loads((ROOT / "cases" / "data" / "service_levels.json").read_text(encoding="utf-8"))[
        "levels"
    ]
    defaults = {
        (each["clock"], each.get("kind", ""), each.get("grade", ""), str(each["amount"]), each["measure"])
        for each in given
    }
    told = {(clock, kind, grade, amount, measure) for clock, _, kind, grade, amount, measure, *_ in LENGTHS}
    assert told == defaults | {("wait", "", "", "–", "none")}


def test_every_length_says_honestly_where_it_comes_from():
    assert {row[6] for row in LENGTHS} == {"R", "N", "O"}


def test_every_clock_has_a_line_about_its_end():
    named = {name.strip() for row in table("clock", 2) for name in row[0].split(",")}
    assert named == {str(name) for name in CLOCKS}
    marked = {str(rule.name) for rule in CLOCKS.values() if rule.at_end == AtEnd.MARK}
    assert marked == {name.strip() for name in table("clock", 2)[0][0].split(",")}


def steps(clock, grade, threshold):
    return ", ".join(rungs_of(clock, grade).get(Threshold(threshold), ())) or "–"


def test_the_ladder_is_the_one_of_the_rules():
    assert [row[0] for row in RUNGS] == list(Threshold)
    assert [row[1] for row in RUNGS] == [each.label for each in Threshold]
    told = [(row[0], row[3], row[4]) for row in RUNGS]
    assert told == [
        (each, steps("reply", "normal", each), steps("reply", "emergency_a", each)) for each in Threshold
    ]


@pytest.mark.parametrize("clock", ["intake", "dispatch", "contact", "review", "revisit"])
def test_the_other_clocks_climb_from_whoever_has_to_act(clock):
    holder = steps(clock, "normal", "end")
    said = {row[0]: holder if row[5] == "who has to act" else row[5] for row in RUNGS}
    assert said == {each: steps(clock, "normal", each) for each in Threshold}


@pytest.mark.django_db
def test_the_example_of_the_ladder_is_what_the_engine_computes():
    starts = datetime(2026, 3, 9, 10, 0, tzinfo=SHANGHAI)
    policy = current_policy()
    end = deadline("reply", started_at=starts, kind="help_request", grade="normal", policy=policy)
    clock = Clock(name="reply", started_at=starts, due_at=end.due_at, explanation=dict(end.explanation))
    moments = moments_of(clock, rungs_of("reply", "normal"), policy.calendar)
    assert {row[0]: row[6] for row in RUNGS} == {
        each: f"{in_shanghai(at):%Y-%m-%d %H:%M}" for each, at in moments.items()
    }


@pytest.mark.django_db
@pytest.mark.parametrize("row", HELD, ids=lambda row: " ".join(row[:4]))
def test_a_letter_goes_out_when_the_rule_says(row):
    to, channel, grade, written, goes_out = row
    at = datetime.fromisoformat(written).replace(tzinfo=SHANGHAI)
    until = quiet_until(
        channel, is_staff=to == "staff", grade=grade, at=at, calendar=current_policy().calendar
    )
    assert (f"{in_shanghai(until):%Y-%m-%d %H:%M}" if until else "at once") == goes_out
