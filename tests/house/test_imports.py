"""Who may import whom: data flows one way, and inside an app imports go down only."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ("accounts", "boards", "notify", "cases", "stats", "demo", "wenzheng", "launcher")
MAY_IMPORT = {
    "accounts": set(),
    "boards": {"accounts"},
    "notify": {"accounts"},
    "cases": {"boards", "notify", "accounts"},
    "stats": {"cases", "boards", "accounts"},
    "demo": {
        "stats",
        "cases",
        "boards",
        "notify",
        "accounts",
    },  # the invented city: a guest that nobody imports
    "wenzheng": {"stats", "cases", "boards", "notify", "accounts"},
    "launcher": set(),
}
# What an app shows to others; everything else is its own business.
PUBLIC = {
    "accounts": {"models", "rules", "actions", "roles", "desk", "address", "tries"},
    "boards": {"models", "rules", "actions", "posting", "stamps"},
    "notify": {"models", "rules", "actions", "texts", "nudge"},
    "cases": {"models", "rules", "actions"},
    "stats": {"models", "rules", "actions", "rollup"},
}
FLOOR = {"rules": 1, "models": 2, "actions": 3, "posting": 3, "forms": 4, "reads": 4}  # doors are floor 5
DOORS = 5


def modules() -> Iterator[tuple[str, Path]]:
    for app in APPS:
        for path in sorted((ROOT / app).rglob("*.py")):
            if "migrations" not in path.parts:
                yield app, path


def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def floor_of(parts: tuple[str, ...]) -> int:
    """The floor of a dotted name or path below the repository: cases.rules.states → 1."""
    return FLOOR.get(parts[1].removesuffix(".py"), DOORS) if len(parts) > 1 else DOORS


CASES = [pytest.param(app, path, id=str(path.relative_to(ROOT))) for app, path in modules()]


@pytest.mark.parametrize(("app", "path"), CASES)
def test_a_module_imports_only_what_its_app_may(app: str, path: Path) -> None:
    others = {name.split(".")[0] for name in imported(path)} & set(APPS) - {app}
    assert others <= MAY_IMPORT[app]


@pytest.mark.parametrize(("app", "path"), CASES)
def test_a_module_uses_only_the_public_rooms_of_other_apps(app: str, path: Path) -> None:
    used = {tuple(name.split(".")[:2]) for name in imported(path) if name.split(".")[0] in PUBLIC}
    foreign = {(other, room) for other, *rest in used if other != app and rest for room in rest}
    if app in ("wenzheng",):  # the frame joins urls, views and tasks of all apps
        return
    assert not {f"{other}.{room}" for other, room in foreign if room not in PUBLIC[other]}


@pytest.mark.parametrize(
    ("app", "path"), [case for case in CASES if case.values[0] not in ("launcher", "wenzheng")]
)
def test_imports_inside_an_app_go_down_only(app: str, path: Path) -> None:
    own = floor_of(path.relative_to(ROOT).parts)
    above = {
        name
        for name in imported(path)
        if name.startswith(f"{app}.")
        and floor_of(tuple(name.split("."))) > own
        and floor_of(tuple(name.split("."))) < DOORS
    }
    doors = {
        name
        for name in imported(path)
        if own < DOORS and name.startswith(f"{app}.") and name.split(".")[1] in ("admin", "desk", "views", "tasks", "urls")
        and name not in ALLOWED_UP
    }  # fmt: skip
    assert not above | doors


# Each with its reason.
ALLOWED_UP = {
    "notify.tasks",  # an enqueue nudges the task that delivers: only the name travels
}


@pytest.mark.parametrize(("app", "path"), [case for case in CASES if "rules" in case.values[1].parts])
def test_rules_touch_no_database_no_clock_and_no_settings(app: str, path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    forbidden = [
        word
        for word in (
            "django.conf",
            "django.db import",
            "timezone.now",
            "datetime.now",
            "date.today",
            ".objects",
        )
        if word in text
    ]
    assert not forbidden


@pytest.mark.parametrize(("app", "path"), CASES)
def test_time_is_read_at_the_doors_only(app: str, path: Path) -> None:
    if app in ("launcher", "wenzheng") or floor_of(path.relative_to(ROOT).parts) == DOORS:
        return
    text = path.read_text(encoding="utf-8")
    assert "timezone.now()" not in text
    assert "datetime.now(" not in text


def test_a_cases_state_is_assigned_in_one_place() -> None:
    """The door. `entering` sets the first state of a case that does not exist yet; nobody else does either."""
    places = [
        f"{path.relative_to(ROOT)}"
        for app, path in modules()
        if app in ("cases", "stats", "demo", "boards")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Assign | ast.AugAssign)
        for target in (node.targets if isinstance(node, ast.Assign) else [node.target])
        for each in (target.elts if isinstance(target, ast.Tuple) else [target])
        if isinstance(each, ast.Attribute)
        and each.attr == "state"
        and getattr(each.value, "id", "") == "case"
    ]
    assert set(places) == {"cases/actions/_door.py"}


def test_no_receiver_and_no_save_override_hides_an_effect() -> None:
    hidden = []
    for _app, path in modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef):
                names = {
                    getattr(each, "id", getattr(getattr(each, "func", None), "id", ""))
                    for each in node.decorator_list
                }
                if "receiver" in names:
                    hidden.append(f"{path}:{node.lineno} receiver")
            if isinstance(node, ast.ClassDef) and "models" in path.parts:
                hidden += [
                    f"{path}:{each.lineno} save" for each in node.body if getattr(each, "name", "") == "save"
                ]
    assert not hidden


def test_nothing_is_imported_inside_a_function() -> None:
    inside = [
        f"{path.relative_to(ROOT)}:{inner.lineno}"
        for app, path in modules()
        if app != "launcher"  # before .venv exists the launcher may only import what it is sure of
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        for inner in ast.walk(node)
        if isinstance(inner, ast.Import | ast.ImportFrom)
    ]
    assert not inside


def test_no_file_is_called_after_nothing() -> None:
    empty_words = {
        "core",
        "common",
        "utils",
        "helpers",
        "manager",
        "managers",
        "service",
        "services",
        "processor",
        "misc",
    }
    named = [path for app, path in modules() if app != "launcher" and path.stem in empty_words]
    assert not named
