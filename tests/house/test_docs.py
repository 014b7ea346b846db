"""The pages in docs/ and beside it are true to the code: words, variables, decisions, and the files that they name."""

import re

import pytest

from accounts.models.unit import UnitKind
from accounts.roles import Role
from boards.models.board import BoardKind, Publication, Review
from cases.rules.clocks import ClockName
from cases.rules.lights import Light
from cases.rules.measures import Measure
from cases.rules.states import Grade, Kind, Outcome, Source, State
from cases.rules.transitions import TRANSITIONS
from notify.models import Channel, Status
from tests.house.test_imports import ROOT

PAGES = [
    ROOT / name for name in ("README.md", "README.zh-CN.md", "CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md")
]
PAGES += sorted((ROOT / "docs").rglob("*.md"))
LINK = re.compile(r"\]\((?!https?:|#|mailto:)([^)#\s]+)")
NAMED_FILE = re.compile(r"`([\w./-]+/[\w./<>-]*\w\.(?:py|json|md|txt|toml|html|css|conf|example|service))`")

# What a person sees is not in the table: Python's own, and what a launcher passes on untouched.
NOT_CONFIGURATION = {"PATH", "DJANGO_SETTINGS_MODULE"}


def read(name):
    return (ROOT / name).read_text(encoding="utf-8")


def rows(text):
    return [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in text.splitlines()
        if line.startswith("|")
    ]


GLOSSARY = rows(read("docs/glossary.md"))
WORDS = {
    "verb": [(move.verb, move.label) for move in TRANSITIONS],
    **{
        each.__name__: [(value, str(label).partition("（")[0]) for value, label in each.choices if value]
        for each in (State, ClockName, Role, Kind, Grade, Outcome, Source, Light, Channel, Status)
    },
    **{
        each.__name__: [(value, str(label)) for value, label in each.choices]
        for each in (BoardKind, Publication, Review, UnitKind)
    },
}


@pytest.mark.parametrize("name", WORDS)
def test_the_glossary_has_a_line_for_every_word(name):
    lines = [(row[0], row[1]) for row in GLOSSARY]
    missing = [
        f"{label} {value}"
        for value, label in WORDS[name]
        if not any(f"`{value}`" in identifiers and label in chinese for chinese, identifiers in lines)
    ]
    assert not missing


def test_the_glossary_names_every_measure_of_length():
    page = read("docs/glossary.md")
    assert not [value for value in Measure.values if f"`{value}`" not in page]


def variables_of_the_code():
    """Names that settings and launcher read from the environment."""
    read_by_settings = re.compile(r'\benv\.\w+\(\s*"([A-Z_]+)"')
    read_plainly = re.compile(r'os\.environ(?:\.get\(|\[)\s*"([A-Z_]+)"')
    sources = [
        ROOT / "wz",
        *sorted((ROOT / "launcher").glob("*.py")),
        *sorted((ROOT / "wenzheng").glob("*.py")),
    ]
    text = "\n".join(path.read_text(encoding="utf-8") for path in sources)
    return {*read_by_settings.findall(text), *read_plainly.findall(text)} - NOT_CONFIGURATION


def test_the_table_of_configuration_names_every_variable_and_no_other():
    _, _, section = read("README.md").partition("## Configuration")
    section, _, _ = section.partition("\n## ")
    told = {name for row in rows(section) for name in re.findall(r"`([A-Z][A-Z_]+)`", row[0])}
    assert told == variables_of_the_code()


def test_the_example_of_an_environment_file_uses_known_names():
    names = {
        line.partition("=")[0] for line in read("deploy/wenzheng.env.example").splitlines() if "=" in line
    }
    known = variables_of_the_code()
    assert {name.removesuffix("_FILE") for name in names if not name.startswith("#")} <= known


def test_the_list_of_decisions_is_complete():
    folder = ROOT / "docs" / "adr"
    there = sorted(path.name for path in folder.glob("0*.md"))
    assert there == sorted(
        re.findall(r"\]\((0[\w-]+\.md)\)", (folder / "README.md").read_text(encoding="utf-8"))
    )
    numbers = [name[:4] for name in there]
    assert len(set(numbers)) == len(numbers)


@pytest.mark.parametrize("path", sorted((ROOT / "docs" / "adr").glob("0*.md")), ids=lambda path: path.stem)
def test_a_decision_says_its_status_and_what_follows(path):
    text = path.read_text(encoding="utf-8")
    assert re.search(r"^# \d{4} ", text)
    assert "\nStatus: " in text
    assert all(f"\n## {part}\n" in text for part in ("Context", "Decision", "Consequences"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_link_of_a_page_leads_somewhere(path):
    links = LINK.findall(path.read_text(encoding="utf-8"))
    assert not [link for link in links if not (path.parent / link).exists()]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_file_that_a_page_names_is_there(path):
    """`<verb>` and the like stand for any name: then one file of that pattern is enough."""
    named = NAMED_FILE.findall(path.read_text(encoding="utf-8"))
    assert not [name for name in named if not any(ROOT.glob(re.sub(r"<[\w-]+>", "*", name)))]


@pytest.mark.parametrize("path", sorted((ROOT / "docs/pictures").glob("*.jpg")), ids=lambda path: path.name)
def test_a_picture_is_small(path):
    assert path.stat().st_size < 150_000
