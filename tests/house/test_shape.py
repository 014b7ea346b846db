"""The shape of the house: sizes, full slices for every verb, fresh docs, the schedule, no personal data on the boards."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db.models import Field
from django.template.loader import get_template, select_template
from django.utils import translation

from cases.rules.drawing import page
from cases.rules.guards import GUARDS
from cases.rules.permissions import WHO, WHO_WORDS
from cases.rules.transitions import TRANSITIONS, Move
from tests.house.test_imports import APPS, ROOT, nodes, offenders, text_of
from wenzheng.celery import app as celery_app
from wenzheng.schedule import SCHEDULE

MOST_LINES, MOST_FUNCTION_LINES, MOST_TEMPLATE_LINES = 400, 60, 120
COMMENT = re.compile(r"{% comment.*?endcomment %}|{#.*?#}|<!--.*?-->", re.S)
SYSTEM_ONLY = {"overdue", "recount"}  # written by tick.py and load_policy.py, for many cases at once


def test_a_module_stays_within_its_room() -> None:
    def offence(_app: str, path: Path) -> set[str]:
        long = {
            node.name
            for node in nodes(path)
            if isinstance(node, ast.FunctionDef)
            and (node.end_lineno or 0) - node.lineno >= MOST_FUNCTION_LINES
        }
        lines = text_of(path).count("\n")
        return long | ({f"{lines} lines"} if lines > MOST_LINES else set())

    assert not offenders(offence)


TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def test_a_template_stays_within_its_room() -> None:
    long = {str(path.relative_to(ROOT)): text_of(path).count("\n") for path in TEMPLATES}
    assert not {name: lines for name, lines in long.items() if lines > MOST_TEMPLATE_LINES}


def test_a_template_has_nothing_that_the_browser_would_refuse() -> None:
    refused = {
        str(path.relative_to(ROOT)): refused_in(COMMENT.sub("", text_of(path).lower())) for path in TEMPLATES
    }
    assert len(refused) > 100
    assert not {name: words for name, words in refused.items() if words}


def refused_in(text: str) -> list[str]:
    """Inline styles and scripts in a template."""
    words = [word for word in (" style=", "<style", " onclick=", "javascript:") if word in text]
    return words + [tag for tag in re.findall(r"<script[^>]*>", text) if "src=" not in tag]


@pytest.mark.parametrize("move", TRANSITIONS, ids=lambda move: move.verb)
def test_every_verb_has_its_whole_slice(move: Move) -> None:
    if move.verb not in SYSTEM_ONLY:
        assert (ROOT / "cases" / "actions" / f"{move.verb}.py").is_file()
    assert set(move.who) <= set(WHO)
    assert set(move.guards) <= set(GUARDS)


@pytest.mark.parametrize("move", TRANSITIONS, ids=lambda move: move.verb)
def test_every_verb_that_tells_somebody_has_words_for_them(move: Move) -> None:
    if "author" in move.tells:
        assert get_template(f"notify/{move.verb}.txt")
        assert get_template(f"notify/{move.verb}.sms.txt")
    if set(move.tells) - {"author"}:
        assert select_template([f"notify/{move.verb}.staff.txt", f"notify/{move.verb}.txt"])


def test_every_word_for_who_has_words_for_people() -> None:
    assert set(WHO) == set(WHO_WORDS)


def test_the_page_of_states_is_fresh() -> None:
    with translation.override("zh-hans"):
        assert (ROOT / "docs" / "states.md").read_text(encoding="utf-8") == page()


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)


@pytest.mark.parametrize("app", ["accounts", "boards", "cases", "notify", "stats"])
def test_an_app_has_one_migration_head_and_readable_names(app: str) -> None:
    names = sorted(path.stem for path in (ROOT / app / "migrations").glob("0*.py"))
    numbers = [name[:4] for name in names]
    assert len(set(numbers)) == len(numbers)
    assert not [name for name in names if "_auto_" in name]


def test_the_boards_hold_no_personal_data() -> None:
    words = ("phone", "mobile", "id_card", "address", "real_name", "contact", "email", "author_id")
    columns = [
        f"{model.__name__}.{field.name}"
        for model in apps.get_app_config("boards").get_models()
        for field in model._meta.get_fields()
        if isinstance(field, Field) and (any(word in field.name for word in words) or field.name == "author")
    ]
    assert not columns


def test_no_board_row_points_at_a_user_or_a_case() -> None:
    pointed = {
        field.related_model._meta.label
        for model in apps.get_app_config("boards").get_models()
        for field in model._meta.get_fields()
        if field.is_relation and field.many_to_one
    }
    assert {label.split(".")[0] for label in pointed} <= {"boards", "accounts"}
    assert "accounts.User" not in pointed


def test_every_periodic_job_exists_and_expires_before_it_rings_again() -> None:
    celery_app.loader.import_default_modules()
    for name, job in SCHEDULE.items():
        assert job["task"] in celery_app.tasks, name
        assert job["options"]["expires"] < 3600


def test_the_calendar_of_the_repository_reaches_from_2004_to_2026() -> None:
    years = json.loads((ROOT / "cases" / "data" / "calendar.json").read_text(encoding="utf-8"))
    assert sorted(years) == [str(year) for year in range(2004, 2027)]


def test_the_whole_house_is_looked_at() -> None:
    assert all((ROOT / app).is_dir() for app in APPS)


def test_what_is_committed_speaks_of_the_product_alone() -> None:
    workplace = (
        "/work" + "/main",
        "/work" + "/shared",
        ".lib" + "rary",
        "farm" + "-studio",
        "farm" + "-bench",
    )
    found = [
        f"{path.relative_to(ROOT)}: {word}"
        for folder in (*APPS, "tests", "docs", "templates", "bench", "deploy")
        for path in (ROOT / folder).rglob("*")
        if path.suffix in (".py", ".md", ".html", ".txt", ".css", ".js", ".toml")
        for word in workplace
        if word in path.read_text(encoding="utf-8", errors="ignore")
    ]
    assert not found
