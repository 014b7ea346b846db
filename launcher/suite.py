"""`wz test` and `wz check`: every judgement that the project passes on itself, and one summary."""

import os
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from launcher.address import Address
from launcher.binaries import postgres_major
from launcher.browser import find_chromium
from launcher.console import block, say
from launcher.environment import prepare_environment
from launcher.place import Place
from launcher.portal import portal_environment
from launcher.services import temporary_services

# Neighbouring tests stay in one process, where they share what was made once for their file; whoever is idle takes over.
SIDE_BY_SIDE = ["-n", "2", "--dist", "worksteal"]
# Also run on the oldest PostgreSQL we support, where it is installed: the tests whose SQL is our own or whose locks matter.
# The others would only repeat themselves, and plans are judged on the server that we ship;
# `DATABASE_URL=… wz test` runs everything on any server.
OLDEST_POSTGRES = Path("/usr/lib/postgresql/15/bin")
SQL_TESTS = [
    "tests/boards/test_board_page.py",
    "tests/boards/test_search.py",
    "tests/cases/test_main_line.py",
    "tests/cases/test_race.py",
    "tests/cases/test_transitions.py",
    "tests/notify/test_enqueue.py",
    "tests/notify/test_sweep.py",
    "tests/stats/test_rollup.py",
]
# What a server must be told; one that has been told something else is checked as it is.
AS_IN_PRODUCTION = {
    "SECURE": "1",
    "DEMO": "0",
    "ALLOWED_HOSTS": "wenzheng.example.gov.cn",
    "SMTP_URL": "smtp+tls://user:password@mail.example.gov.cn:587",
    "SMS_GATEWAY_URL": "https://sms.example.gov.cn/send",
}


@dataclass
class Suite:
    """Runs one part after the other and remembers how each ended."""

    place: Place
    environment: dict[str, str]
    lines: list[str] = field(default_factory=list)
    failed: bool = False

    def part(self, name: str, command: list[str], extra: Mapping[str, str] | None = None) -> None:
        say(f"\n▶ {name}")
        began = time.monotonic()
        code = subprocess.call(command, cwd=self.place.root, env=self.environment | dict(extra or {}))
        self.lines.append(f"{'✘' if code else '✔'} {time.monotonic() - began:6.1f} s  {name}")
        self.failed = self.failed or code != 0

    def note(self, words: str) -> None:
        self.lines.append(f"–           {words}")

    def end(self) -> int:
        block([*self.lines, "", "有未通过的部分  FAILED" if self.failed else "全部通过  all passed"])
        return int(self.failed)

    # --- the parts -----------------------------------------------------------------------------------------------------
    def code(self) -> None:
        python = str(self.place.python)
        self.part("ruff check", [python, "-m", "ruff", "check", "."])
        self.part("ruff format --check", [python, "-m", "ruff", "format", "--check", "."])
        self.part("mypy", [python, "-m", "mypy"])

    def django(self) -> None:
        manage = [str(self.place.python), "manage.py"]
        self.part("makemigrations --check", [*manage, "makemigrations", "--check", "--dry-run"])
        deploy = [*manage, "check", "--deploy", "--fail-level", "WARNING"]
        self.part(
            "check --deploy",
            deploy,
            AS_IN_PRODUCTION | {name: os.environ[name] for name in AS_IN_PRODUCTION if name in os.environ},
        )

    def pytest(self, name: str, words: list[str], services: Mapping[str, str]) -> None:
        self.part(name, [str(self.place.python), "-m", "pytest", *words], services)


def test(words: list[str]) -> int:
    """The whole suite; with words only pytest, which is given them."""
    place = Place.of_checkout()
    place.prepare()
    prepare_environment(place, "requirements-dev.txt")
    with temporary_services() as (here, _, services):
        suite = Suite(place, portal_environment(here, services, Address("127.0.0.1", 8000)))
        chromium = find_chromium(place)
        if chromium:
            suite.environment["CHROMIUM"] = chromium
        if words:
            suite.pytest("pytest", words, services)
            return int(suite.failed)
        suite.code()
        suite.django()
        suite.pytest("pytest", SIDE_BY_SIDE, services)
    if OLDEST_POSTGRES.is_dir():
        with temporary_services(binaries=OLDEST_POSTGRES) as (_, _, services):
            name = f"pytest, PostgreSQL {postgres_major(OLDEST_POSTGRES)}"
            suite.pytest(name, [*SIDE_BY_SIDE, "-q", *SQL_TESTS], services)
    if not chromium:
        suite.note("没有 Chromium，浏览器测试已跳过  no Chromium could be had, browser tests skipped")
    return suite.end()


def check(_: list[str]) -> int:
    """The quick look before a commit or a deployment: no tests."""
    place = Place.of_checkout()
    place.prepare()
    prepare_environment(place, "requirements-dev.txt")
    running = place.recall("running") or {}
    services = running.get("services") or {"DATABASE_URL": "postgres://-/-", "REDIS_URL": "redis://-"}
    suite = Suite(place, portal_environment(place, services, Address.of_environment()))
    suite.code()
    suite.django()
    if "address" in running:
        suite.part("readyz", [str(place.python), "-c", READYZ, f"{running['address']}/readyz"])
    return suite.end()


READYZ = "import sys, urllib.request as r; print(r.urlopen(sys.argv[1], timeout=10).read().decode())"
