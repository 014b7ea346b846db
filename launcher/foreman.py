"""Starts processes in order, keeps them alive, stops them in the reverse order.

Each process leads a group of its own, so that Ctrl-C reaches only the launcher, and what a process started dies with it.
"""

import os
import signal
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import FrameType

from launcher.console import Refusal, say, tail
from launcher.os_user import OsUser, as_user
from launcher.place import Place

LONGEST_PAUSE = 30  # seconds between two attempts to restart what keeps dying
LONG_ENOUGH = 60  # seconds a process must live for its earlier deaths to be forgotten
LARGEST_LOG = 10 * 2**20


@dataclass(frozen=True)
class Service:
    """What the foreman must know of a process."""

    name: str
    command: list[str]
    log: Path
    is_ready: Callable[[int, str], bool]  # told the process id and what it has logged since its start
    environment: Mapping[str, str]
    folder: Path = Path("/")
    user: OsUser | None = None  # only root can start a process for somebody else
    stop_signal: int = signal.SIGTERM
    patience: float = 10  # seconds to end by itself after the signal
    before_start: Callable[[], None] = lambda: None


@dataclass
class Child:
    service: Service
    process: subprocess.Popen[bytes]
    log_offset: int
    born_at: float = field(default_factory=time.monotonic)
    deaths: int = 0
    restart_at: float | None = None

    def is_ready(self) -> bool:
        with open(self.service.log, "rb") as log:
            log.seek(self.log_offset)
            return self.service.is_ready(self.process.pid, log.read().decode(errors="replace"))


class Stopped(KeyboardInterrupt):
    """Somebody asked the launcher to end: Ctrl-C, SIGTERM, or the terminal is gone."""


class Foreman:
    def __init__(self, place: Place) -> None:
        self.place = place
        self.children: dict[str, Child] = {}
        self._asked_to_stop = 0
        self._is_busy = (
            False  # in the middle of a start: a signal must wait, or the new process would be forgotten
        )

    def __enter__(self) -> "Foreman":
        self._end_orphans()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop_all()

    def obey_signals(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._on_signal)

    def _on_signal(self, number: int, frame: FrameType | None) -> None:
        self._asked_to_stop += 1
        if self._asked_to_stop == 1 and not self._is_busy:
            raise Stopped

    @contextmanager
    def _undisturbed(self) -> Iterator[None]:
        self._is_busy = True
        try:
            yield
        finally:
            self._is_busy = False
        if self._asked_to_stop == 1:
            raise Stopped

    # --- starting --------------------------------------------------------------------------------------------------
    def start(self, service: Service, *, seconds: float = 60) -> None:
        self.launch(service)
        self.await_ready(service.name, seconds=seconds)

    def launch(self, service: Service) -> None:
        service.before_start()
        with self._undisturbed():
            deaths = self.children[service.name].deaths if service.name in self.children else 0
            self.children[service.name] = _spawn(service, deaths)
            self._remember()

    def await_ready(self, name: str, *, seconds: float = 60) -> None:
        child = self.children[name]
        until = time.monotonic() + seconds
        while not child.is_ready():
            if child.process.poll() is not None or time.monotonic() > until:
                raise _not_started(child)
            time.sleep(0.05)

    # --- keeping alive -----------------------------------------------------------------------------------------------
    def watch(self) -> None:
        """Restarts what dies, with growing pauses, until somebody asks to stop."""
        while True:
            for child in list(self.children.values()):
                self.look_after(child)
            time.sleep(0.3)

    def look_after(self, child: Child) -> None:
        now = time.monotonic()
        if child.process.poll() is None:
            if child.deaths and now - child.born_at > LONG_ENOUGH:
                child.deaths = 0
        elif child.restart_at is None:
            signal_group(child.process.pid, signal.SIGKILL)  # what it may have left behind
            child.deaths += 1
            pause = min(2 ** (child.deaths - 1), LONGEST_PAUSE)
            child.restart_at = now + pause
            say(f"{time.strftime('%H:%M:%S')} {child.service.name} 意外退出（{child.process.returncode}），"
                f"{pause} 秒后重启；日志 {child.service.log}")  # fmt: skip
        elif now >= child.restart_at:
            try:
                self.launch(child.service)
            except (Refusal, OSError) as problem:
                say(str(problem))
                child.restart_at = now + LONGEST_PAUSE

    # --- stopping ----------------------------------------------------------------------------------------------------
    def stop_all(self) -> None:
        """The last started is stopped first. A second signal means: do not wait."""
        self._is_busy = True
        for name in reversed(list(self.children)):
            self.stop(name)

    def stop(self, name: str) -> None:
        child = self.children.pop(name)
        _end(child.process.pid, child.service.stop_signal, child.service.patience, self._is_gone(child))
        child.process.wait()
        self._remember()

    def _is_gone(self, child: Child) -> Callable[[], bool]:
        return lambda: child.process.poll() is not None or self._asked_to_stop > 1

    # --- a launcher that was killed leaves its children to the next one ------------------------------------------------
    def _remember(self) -> None:
        alive = []
        for name, child in self.children.items():
            pid = child.process.pid
            alive.append(
                {"name": name, "pid": pid, "born": birth(pid), "signal": int(child.service.stop_signal)}
            )
        self.place.remember("processes", alive)

    def _end_orphans(self) -> None:
        for orphan in reversed(self.place.recall("processes") or []):
            pid = orphan["pid"]
            if orphan["born"] and birth(pid) == orphan["born"]:
                _end(pid, orphan["signal"], 10, partial(_is_another, pid, orphan["born"]))


def _is_another(pid: int, born: str) -> bool:
    return birth(pid) != born


def _spawn(service: Service, deaths: int) -> Child:
    if service.log.exists() and service.log.stat().st_size > LARGEST_LOG:
        service.log.replace(service.log.with_suffix(".log.1"))
    with open(service.log, "ab") as log:
        process = subprocess.Popen(
            service.command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True,
            cwd=service.folder, env=dict(service.environment), umask=0o077, **as_user(service.user),
        )  # fmt: skip
        return Child(service, process, log.tell(), deaths=deaths)


def _not_started(child: Child) -> Refusal:
    log = child.service.log
    if "No space left on device" in tail(log):
        return Refusal(
            f"磁盘已满，{child.service.name} 无法启动：请腾出空间后再试。",
            f"The disk is full, {child.service.name} cannot start: free some space and try again.",
        )
    return Refusal(
        f"{child.service.name} 没有启动成功，它最后写道（全文见 {log}）：",
        f"{child.service.name} did not start, it said last (all of it in {log}):\n{tail(log)}",
    )


def _end(pid: int, stop_signal: int, patience: float, is_gone: Callable[[], bool]) -> None:
    """Asks politely, waits, and then ends the whole group."""
    try:
        os.kill(pid, stop_signal)
    except ProcessLookupError:
        pass
    until = time.monotonic() + patience
    while not is_gone() and time.monotonic() < until:
        time.sleep(0.05)
    signal_group(pid, signal.SIGKILL)


def signal_group(pid: int, number: int) -> None:
    try:
        os.killpg(pid, number)
    except (ProcessLookupError, PermissionError):
        pass


def birth(pid: int) -> str | None:
    """When a living process began, in whatever words the system has, else None. Tells a reused number apart."""
    try:
        facts = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
        return None if facts[0] == "Z" else facts[19]
    except OSError:
        pass
    if Path("/proc/self/stat").exists():
        return None
    answer = subprocess.run(
        ["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return answer.stdout.strip() or None


def command_of(pid: int) -> str:
    try:
        return Path(f"/proc/{pid}/cmdline").read_text()
    except OSError:
        answer = subprocess.run(
            ["ps", "-o", "command=", "-p", str(pid)], capture_output=True, text=True, check=False
        )
        return answer.stdout
