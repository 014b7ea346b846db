"""Who may import whom: data flows one way, and inside an app imports go down only."""

from __future__ import annotations

import ast
from collections.abc import Callable, Collection, Iterator
from functools import cache
from pathlib import Path

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


@cache
def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


@cache
def nodes(path: Path) -> tuple[ast.AST, ...]:
    """Everything in a module. Each is read and parsed once, however many rules look at it."""
    return tuple(ast.walk(ast.parse(text_of(path))))


@cache
def imported(path: Path) -> set[str]:
    names: set[str] = set()
    for node in nodes(path):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {f"{node.module}.{alias.name}" for alias in node.names}
    return names


def floor_of(parts: tuple[str, ...]) -> int:
    """The floor of a dotted name or path below the repository: cases.rules.states → 1."""
    return FLOOR.get(parts[1].removesuffix(".py"), DOORS) if len(parts) > 1 else DOORS


def offenders(offence: Callable[[str, Path], set[str]], *, but: Collection[str] = ()) -> dict[str, set[str]]:
    """Every module that breaks a rule, and by what. One test a rule: a test for each module costs more than the look."""
    found = {str(path.relative_to(ROOT)): offence(app, path) for app, path in modules() if app not in but}
    return {name: broken for name, broken in found.items() if broken}


def test_every_module_is_looked_at() -> None:
    looked_at: list[Path] = []
    offenders(lambda _app, path: looked_at.append(path) or set())
    assert len(looked_at) > 400
    assert {path.relative_to(ROOT).parts[0] for path in looked_at} == set(APPS)


def test_a_module_imports_only_what_its_app_may() -> None:
    def offence(app: str, path: Path) -> set[str]:
        return ({name.split(".")[0] for name in imported(path)} & set(APPS) - {app}) - MAY_IMPORT[app]

    assert not offenders(offence)


def test_a_module_uses_only_the_public_rooms_of_other_apps() -> None:
    def offence(app: str, path: Path) -> set[str]:
        used = {tuple(name.split(".")[:2]) for name in imported(path) if name.split(".")[0] in PUBLIC}
        foreign = {(other, room) for other, *rest in used if other != app and rest for room in rest}
        return {f"{other}.{room}" for other, room in foreign if room not in PUBLIC[other]}

    assert not offenders(offence, but=["wenzheng"])  # the frame joins urls, views and tasks of all apps


def test_imports_inside_an_app_go_down_only() -> None:
    assert not offenders(_upward, but=["launcher", "wenzheng"])


def _upward(app: str, path: Path) -> set[str]:
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
    return above | doors


# Each with its reason.
ALLOWED_UP = {
    "notify.tasks",  # an enqueue nudges the task that delivers: only the name travels
}


FORBIDDEN_IN_RULES = (
    "django.conf",
    "django.db import",
    "timezone.now",
    "datetime.now",
    "date.today",
    ".objects",
)


def test_rules_touch_no_database_no_clock_and_no_settings() -> None:
    def offence(_app: str, path: Path) -> set[str]:
        is_rule = "rules" in path.parts
        return {word for word in FORBIDDEN_IN_RULES if is_rule and word in text_of(path)}

    assert not offenders(offence)


def test_time_is_read_at_the_doors_only() -> None:
    def offence(_app: str, path: Path) -> set[str]:
        if floor_of(path.relative_to(ROOT).parts) == DOORS:
            return set()
        return {word for word in ("timezone.now()", "datetime.now(") if word in text_of(path)}

    assert not offenders(offence, but=["launcher", "wenzheng"])


def test_a_cases_state_is_assigned_in_one_place() -> None:
    """The door. `entering` sets the first state of a case that does not exist yet; nobody else does either."""
    places = [
        f"{path.relative_to(ROOT)}"
        for app, path in modules()
        if app in ("cases", "stats", "demo", "boards")
        for node in nodes(path)
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
        for node in nodes(path):
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
        for node in nodes(path)
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
