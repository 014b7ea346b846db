"""Where PostgreSQL and Redis come from: the addresses in the environment, or servers of our own under var/."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from launcher.foreman import Foreman
from launcher.place import ROOT, Place
from launcher.postgres import HASTY, Postgres
from launcher.valkey import Valkey


def start_services(
    place: Place, foreman: Foreman, options: dict[str, str] | None = None, binaries: Path | None = None
) -> dict[str, str]:
    """Starts what the environment does not name. Returns DATABASE_URL and REDIS_URL."""
    given = {name: os.environ[name] for name in ("DATABASE_URL", "REDIS_URL") if os.environ.get(name)}
    if "DATABASE_URL" not in given:
        postgres = Postgres(place, options, binaries)
        foreman.start(postgres.service())
        given["DATABASE_URL"] = postgres.url
    if "REDIS_URL" not in given:
        valkey = Valkey(place)
        foreman.start(valkey.service())
        given["REDIS_URL"] = valkey.url
    return given


@contextmanager
def temporary_place() -> Iterator[Place]:
    """State that is thrown away, in a folder which the user of PostgreSQL can enter."""
    state = Path(tempfile.mkdtemp(prefix="wenzheng-", dir="/tmp"))
    state.chmod(0o711)
    place = Place(ROOT, state)
    place.prepare()
    try:
        yield place
    finally:
        shutil.rmtree(state, ignore_errors=True)


@contextmanager
def temporary_services(
    options: dict[str, str] = HASTY, binaries: Path | None = None
) -> Iterator[tuple[Place, Foreman, dict[str, str]]]:
    """Servers for tests and benchmarks: the place, the foreman who can kill them, and their addresses."""
    with temporary_place() as place, Foreman(place) as foreman:
        yield place, foreman, start_services(place, foreman, options, binaries)
