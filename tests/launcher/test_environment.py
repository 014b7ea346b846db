import ast
import re
import subprocess
import sys
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

from launcher import environment
from launcher.console import Refusal
from launcher.place import ROOT, Place

INPUTS = sorted(ROOT.glob("requirements*.in"))
OUTPUTS = sorted(ROOT.glob("requirements*.txt"))


def names(path):
    """The packages a requirements file asks for itself."""
    lines = (line.split("#")[0].strip() for line in path.read_text().splitlines())
    return {re.split(r"[\[<>=~ ]", line)[0].lower() for line in lines if line and not line.startswith("-")}


@pytest.fixture
def place(tmp_path):
    made = Place(tmp_path, tmp_path / "var")
    made.prepare()
    return made


@pytest.mark.slow
def test_an_environment_is_made_once_even_without_ensurepip(place, monkeypatch):
    """The first attempt fails as it does on Debian; the second leaves pip out and uses the one outside."""
    monkeypatch.setattr(environment.shutil, "which", lambda name: None)
    real = subprocess.run

    def without_ensurepip(command, **more):
        if "venv" in command and "--without-pip" not in command:
            return subprocess.CompletedProcess(command, 1, "", "ensurepip is not available")
        return real(command, **more)

    monkeypatch.setattr(environment.subprocess, "run", without_ensurepip)
    pinned = re.search(r"^sqlparse==.*?(?=^\S)", (ROOT / "requirements.txt").read_text(), re.S | re.M)[0]
    (place.root / "requirements.txt").write_text(pinned)
    environment.prepare_environment(place)
    assert real([place.python, "-c", "import sqlparse"], check=False).returncode == 0

    monkeypatch.setattr(environment, "_install", lambda *_: pytest.fail("installed a second time"))
    environment.prepare_environment(place)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("ERROR: Could not find a version that satisfies the requirement django", "cannot reach"),
        ("NewConnectionError: Failed to establish a new connection", "cannot reach"),
        ("OSError: [Errno 28] No space left on device", "disk is full"),
        ("ERROR: THESE PACKAGES DO NOT MATCH THE HASHES", "pinned hash"),
        ("error: subprocess-exited-with-error", "pip says above"),
    ],
)
def test_what_pip_says_becomes_one_sentence(place, said, words):
    assert words in str(environment.why_pip_failed(place, said))


def test_an_index_out_of_reach_is_told_in_one_sentence(place, monkeypatch):
    for name in ("PIP_FIND_LINKS", "PIP_EXTRA_INDEX_URL"):
        monkeypatch.delenv(name, raising=False)
    for name, value in {
        "PIP_CONFIG_FILE": "/dev/null",
        "PIP_INDEX_URL": "http://127.0.0.1:9/",
        "PIP_RETRIES": "0",
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(environment.shutil, "which", lambda name: None)
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", place.venv], check=True)
    (place.root / "requirements.txt").write_text("nothing==1 --hash=sha256:" + "0" * 64 + "\n")
    with pytest.raises(Refusal, match="PIP_INDEX_URL"):
        environment.prepare_environment(place)


def test_the_launcher_needs_nothing_but_python():
    for file in [ROOT / "wz", *ROOT.glob("launcher/*.py")]:
        for node in ast.walk(ast.parse(file.read_text())):
            imported = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
            imported += [node.module] if isinstance(node, ast.ImportFrom) else []
            foreign = {name.split(".")[0] for name in imported} - sys.stdlib_module_names - {"launcher"}
            assert not foreign, f"{file.name} imports {foreign}"


@pytest.mark.parametrize("path", OUTPUTS, ids=lambda path: path.name)
def test_every_package_is_pinned_with_hashes_and_no_index_is_named(path):
    text = path.read_text()
    pinned = re.findall(r"^\S+==[^\n]* \\\n {4}--hash=sha256:", text, re.M)
    assert len(pinned) == len(re.findall(r"^[a-z]", text, re.M))
    assert not re.search(r"https?://|file:|--(?:extra-)?index|--find-links", text)


@pytest.mark.parametrize("path", INPUTS, ids=lambda path: path.name)
def test_every_package_asked_for_is_in_the_compiled_file(path):
    compiled = ROOT / ("requirements.txt" if path.stem == "requirements-base" else f"{path.stem}.txt")
    assert names(path) <= names(compiled)


def test_the_same_package_has_the_same_version_everywhere():
    versions = {}
    for path in OUTPUTS:
        for name, rest in re.findall(r"^(\S+==\S+)(.*)", path.read_text(), re.M):
            versions.setdefault(name.split("==")[0] + rest, set()).add(name)
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def test_every_direct_dependency_has_its_line_and_its_reason():
    rows = re.findall(
        r"^\| `([^`]+)` \| (.+?) \| (.+?) \|$", (ROOT / "docs/dependencies.md").read_text(), re.M
    )
    told = {name.split("[")[0].lower() for name, what, why in rows if len(what) > 10 and len(why) > 10}
    assert told == set().union(*(names(path) for path in INPUTS))


def imported_by(folders):
    found = set()
    for folder in folders:
        for file in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text())):
                if isinstance(node, ast.Import):
                    found |= {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and not node.level:
                    found.add(node.module.split(".")[0])
    ours = {path.name for path in ROOT.iterdir() if path.is_dir()}
    return found - set(sys.stdlib_module_names) - ours


@pytest.mark.parametrize(
    ("folders", "inputs"),
    [
        (["accounts", "boards", "cases", "demo", "notify", "stats", "wenzheng"], ["base"]),
        (["tests", "bench"], ["base", "dev", ""]),
    ],
    ids=["portal", "tests"],
)
def test_what_is_imported_is_asked_for(folders, inputs):
    """Not only brought along by another package, which may stop doing so."""
    asked = set().union(*(names(ROOT / f"requirements{'-' if name else ''}{name}.in") for name in inputs))
    asked |= {"asgiref", "kombu", "pytest"}  # Django, Celery and pytest-django cannot be without
    asked |= {"psycopg2", "psycopg2-binary"}  # one of them, by where the portal runs
    distributions = packages_distributions()
    needed = {
        module: {name.lower() for name in distributions.get(module, [module])}
        for module in imported_by(folders)
    }
    assert {module for module, found in needed.items() if not found & asked} == set()


def test_the_example_for_a_server_names_only_what_the_settings_read():
    example = (ROOT / "deploy/wenzheng.env.example").read_text()
    named = {name.removesuffix("_FILE") for name in re.findall(r"^([A-Z_]+)=", example, re.M)}
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', (ROOT / "wenzheng/settings.py").read_text()))
    assert named - read == set()


def test_what_a_run_leaves_behind_is_not_kept():
    kept = Path(ROOT / ".gitignore").read_text().split()
    assert {"/.venv", "/var/"} <= set(kept)
