"""The small commands around the portal: manage, bench, fmt, lock."""

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from launcher.address import Address
from launcher.environment import prepare_environment
from launcher.foreman import Foreman
from launcher.place import Place
from launcher.portal import portal_environment
from launcher.services import start_services, temporary_services

# No address of any index goes into the files: each installation has its own.
COMPILE = "uv pip compile --quiet --universal --generate-hashes --no-emit-index-url --no-header --python-version 3.11"


def manage(words: list[str]) -> int:
    with _portal() as (place, environment):
        return _call(place, environment, "manage.py", *words)


def bench(words: list[str]) -> int:
    """On servers of their own that write to the disk as in production."""
    place = _developer_place()
    with temporary_services(options={}) as (here, _, services):
        environment = portal_environment(here, services, Address("127.0.0.1", 8000))
        return _call(place, environment, "-m", "bench", *words)


def fmt(_: list[str]) -> int:
    place = _developer_place()
    return _call(place, os.environ, "-m", "ruff", "check", "--fix", ".") or _call(
        place, os.environ, "-m", "ruff", "format", "."
    )


def lock(words: list[str]) -> int:
    """`wz lock --upgrade` takes newer versions, `wz lock` only what the .in files ask for."""
    place = _developer_place()
    for name in ("requirements", "requirements-dev", "requirements-prod"):
        agree = [] if name == "requirements" else ["-c", "requirements.txt"]
        if code := _call(
            place, os.environ, "-m", *COMPILE.split(), *agree, *words, f"{name}.in", "-o", f"{name}.txt"
        ):
            return code
    return 0


@contextmanager
def _portal() -> Iterator[tuple[Place, dict[str, str]]]:
    """manage.py's surroundings: the servers of the running `wz up`, else servers for just this one command."""
    place = Place.of_checkout()
    place.prepare()
    running = place.recall("running") or {}
    if "services" in running and place.is_locked():
        yield place, portal_environment(place, running["services"], Address.of_environment())
        return
    with place.lock():
        prepare_environment(place)
        with Foreman(place) as foreman:
            services = start_services(place, foreman)
            yield place, portal_environment(place, services, Address.of_environment())


def _developer_place() -> Place:
    place = Place.of_checkout()
    place.prepare()
    prepare_environment(place, "requirements-dev.txt")
    return place


def _call(place: Place, environment: Mapping[str, str], *words: str) -> int:
    """Runs a Python program in our terminal. Ctrl-C is its business: here it is heard and not minded."""
    before = signal.signal(signal.SIGINT, lambda *_: None)
    try:
        return subprocess.call([place.python, *words], cwd=place.root, env=environment)
    finally:
        signal.signal(signal.SIGINT, before)
