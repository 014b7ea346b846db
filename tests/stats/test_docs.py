"""What docs/statistics.md says of a number is what the page says of it; and the table of measures holds together."""

from __future__ import annotations

from pathlib import Path

from stats.measures import BY_NAME, MEASURES, OF_BOARDS
from stats.models import DailyCount, MonthlyCount
from stats.rates import RATES, SPANS
from stats.reads.figures import HEADLINES, READ

DOCS = Path(__file__).parents[2] / "docs" / "statistics.md"


def rate_lines() -> list[str]:
    rates = [(each, f"`{each.part}` ÷ `{each.whole}`") for each in RATES]
    spans = [(each, "from the handling times") for each in SPANS]
    return [f"| `{each.name}` | {each.label} | {how} | {each.definition} |" for each, how in (*rates, *spans)]


def measure_lines() -> list[str]:
    return [
        f"| `{each.name}` | {each.label} | {each.counted_from} | {each.definition} |" for each in MEASURES
    ]


def test_the_documentation_gives_every_definition_in_the_words_of_the_page() -> None:
    lines = DOCS.read_text(encoding="utf-8").splitlines()
    assert [each for each in (*rate_lines(), *measure_lines()) if each not in lines] == []


def test_every_rate_divides_two_measures_that_are_there() -> None:
    assert [each.name for each in RATES if each.part not in BY_NAME or each.whole not in BY_NAME] == []


def test_names_are_given_once() -> None:
    names = [each.name for each in (*MEASURES, *RATES, *SPANS)]
    assert len(names) == len(set(names))


def test_what_other_tables_name_is_there() -> None:
    assert set(OF_BOARDS) <= set(BY_NAME)
    assert set(HEADLINES) <= {each.name for each in (*RATES, *SPANS)}
    assert set(READ) == {each.name for each in SPANS}


def test_the_names_fit_into_their_columns() -> None:
    longest = min(model._meta.get_field("measure").max_length for model in (DailyCount, MonthlyCount))
    assert max(map(len, BY_NAME)) <= longest
