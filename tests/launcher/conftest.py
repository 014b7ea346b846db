"""A small stand-in for the portal, so that the launcher is tried against real servers and processes but no Django."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path

import pytest

from launcher.environment import fingerprint
from launcher.place import ROOT, Place

MANAGE = """
import pathlib, sys
with open(pathlib.Path(__file__).parent / ".calls", "a") as calls:
    print(*sys.argv[1:], file=calls)
if sys.argv[1] == "demo_people":
    print("受理员 li_intake demo-password")
"""
WSGI = """
def application(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"ok"]
"""
CELERY = """
import os, urllib.parse
from celery import Celery
path = urllib.parse.urlsplit(os.environ["REDIS_URL"]).path
app = Celery("wenzheng", broker="redis+socket://" + path, include=[])
"""


class Checkout:
    """A checkout of its own with `wz` in it; what it starts is ended with the test."""

    def __init__(self, root):
        self.root = root
        self.port = free_port()
        self.started = []

    @property
    def place(self):
        return Place(self.root, self.root / "var")

    def environment(self, **more):
        kept = {
            name: value
            for name, value in os.environ.items()
            if name not in ("DATABASE_URL", "REDIS_URL", "STATE_DIR")
        }
        return kept | {"PORT": str(self.port), "LC_ALL": "C.UTF-8"} | more

    def wz(self, *words, **more):
        """Runs a command that is expected to end by itself."""
        return subprocess.run(
            [sys.executable, "wz", *words],
            cwd=self.root, env=self.environment(**more), capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    def up(self, **more):
        """Starts `wz up` and waits for its block."""
        log = open(self.root / ".said", "w+")  # noqa: SIM115
        launcher = subprocess.Popen(
            [sys.executable, "wz", "up"],
            cwd=self.root, env=self.environment(**more), stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
        )  # fmt: skip
        self.started.append(launcher)
        wait_until(lambda: "Ctrl-C" in self.said() or launcher.poll() is not None, 40)
        assert launcher.poll() is None, self.said()
        return launcher

    def said(self):
        return (self.root / ".said").read_text()

    def calls(self):
        return (self.root / ".calls").read_text().splitlines()

    def pids(self):
        return {row["name"]: row["pid"] for row in self.place.recall("processes") or []}

    def processes(self):
        """Every process whose command line, environment or folder names this checkout."""
        found = []
        for entry in Path("/proc").glob("[0-9]*"):
            try:
                facts = entry.joinpath("cmdline").read_bytes() + entry.joinpath("environ").read_bytes()
                if str(self.root).encode() in facts and int(entry.name) != os.getpid():
                    found.append(facts.replace(b"\0", b" ")[:120])
            except OSError:
                continue
        return found

    def end(self):
        for launcher in self.started:
            if launcher.poll() is None:
                launcher.send_signal(signal.SIGTERM)
                launcher.wait(60)
        for pid in self.pids().values():
            try:
                os.killpg(pid, signal.SIGKILL)
            except ProcessLookupError:
                pass


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def wait_until(is_true, seconds=20):
    until = time.monotonic() + seconds
    while not is_true():
        assert time.monotonic() < until, "waited in vain"
        time.sleep(0.1)


def make_checkout(root):
    for name in ("wz", "requirements.txt"):
        shutil.copy(ROOT / name, root / name)
    shutil.copytree(ROOT / "launcher", root / "launcher", ignore=shutil.ignore_patterns("__pycache__"))
    (root / "manage.py").write_text(MANAGE)
    (root / "wenzheng").mkdir()
    (root / "wenzheng/__init__.py").write_text("from wenzheng.celery import app as celery_app\n")
    (root / "wenzheng/wsgi.py").write_text(WSGI)
    (root / "wenzheng/celery.py").write_text(CELERY)
    venv = root / ".venv"
    venv.mkdir()
    for name in ("bin", "lib", "pyvenv.cfg"):
        (venv / name).symlink_to(Path(sys.prefix) / name)
    (venv / "requirements.txt.stamp").write_text(fingerprint(root / "requirements.txt"))
    return Checkout(root)


@contextmanager
def a_checkout():
    """In a short folder of mode 755, as a developer's would be; pytest's own temporary folders are 700 and deep."""
    root = Path(tempfile.mkdtemp(prefix="wz-", dir="/tmp"))
    root.chmod(0o755)
    made = make_checkout(root)
    try:
        yield made
    finally:
        made.end()
        shutil.rmtree(root, ignore_errors=True)


@pytest.fixture
def checkout():
    with a_checkout() as made:
        yield made


@pytest.fixture(scope="module")
def running():
    with a_checkout() as made:
        made.up()
        yield made
