"""The portal's own processes (web, worker, beat), their environment, and the calls of manage.py around them."""

import os
import signal
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from launcher.address import Address
from launcher.console import Refusal
from launcher.foreman import Service, signal_group
from launcher.place import Place

WEB_PROCESSES, WEB_THREADS, WORKER_PROCESSES = 2, 4, 2
# What a shell may carry that would change how Python or libpq behave.
FOREIGN = ("LC_", "LANG", "PG", "PYTHON", "DJANGO_")


def portal_environment(place: Place, services: Mapping[str, str], address: Address) -> dict[str, str]:
    """The variables of every child. What the person at the shell has set wins over our defaults."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
    defaults = {
        **{name: value for name, value in place.secrets().items() if name in ("SECRET_KEY", "IDENTITY_KEYS")},
        "DEMO": "1",
        "ALLOWED_HOSTS": address.allowed_hosts(),
        "PUBLIC_URL": address.url,
    }
    settled = {
        "STATE_DIR": str(place.state),
        "PATH": f"{place.venv}/bin:{os.environ.get('PATH', os.defpath)}",
        "LC_ALL": "C",
        "PYTHONUTF8": "1",
        "PYTHONUNBUFFERED": "1",
    }
    return defaults | kept | dict(services) | settled


def web(place: Place, environment: Mapping[str, str], address: Address) -> Service:
    options = [
        "--host", address.ip, "--port", str(address.port), "--interface", "wsgi", "--http", "1", "--no-ws",
        "--workers", str(WEB_PROCESSES), "--blocking-threads", str(WEB_THREADS),
        "--respawn-failed-workers", "--respawn-interval", "1", "--workers-kill-timeout", "10",
    ]  # fmt: skip
    return Service(
        name="web",
        command=[str(place.python), "-m", "granian", "wenzheng.wsgi:application", *options],
        log=place.logs / "web.log",
        is_ready=lambda *_: address.answers(),
        environment=environment,
        folder=place.root,
        patience=15,
    )


def worker(place: Place, environment: Mapping[str, str]) -> Service:
    options = [
        "--loglevel",
        "INFO",
        "--concurrency",
        str(WORKER_PROCESSES),
        "--without-gossip",
        "--without-mingle",
    ]
    return Service(
        name="worker",
        command=[str(place.python), "-m", "celery", "-A", "wenzheng", "worker", *options],
        log=place.logs / "worker.log",
        is_ready=lambda _, said: "ready." in said,
        environment=environment,
        folder=place.root,
        stop_signal=signal.SIGQUIT,  # soft: what runs may end (20 s by our settings), what waits goes back to the queue
        patience=30,
    )


def beat(place: Place, environment: Mapping[str, str]) -> Service:
    options = ["--loglevel", "INFO", "--pidfile=", "--schedule", str(place.state / "beat-schedule")]
    return Service(
        name="beat",
        command=[str(place.python), "-m", "celery", "-A", "wenzheng", "beat", *options],
        log=place.logs / "beat.log",
        is_ready=lambda _, said: "Starting..." in said,
        environment=environment,
        folder=place.root,
    )


def manage(place: Place, environment: Mapping[str, str], *words: str, show: bool = False) -> str:
    """Runs manage.py; shows what it says as it goes, or returns it. A failure is a refusal with its last lines."""
    with _manage_process(place, environment, words, None if show else subprocess.PIPE) as process:
        return _end_of(process, words)


@contextmanager
def manage_beside(place: Place, environment: Mapping[str, str], *words: str) -> Iterator[None]:
    """Runs manage.py while the block runs, on another core; both have ended when it ends."""
    with _manage_process(place, environment, words, subprocess.PIPE) as process:
        yield
        _end_of(process, words)


@contextmanager
def _manage_process(
    place: Place, environment: Mapping[str, str], words: tuple[str, ...], output: int | None
) -> Iterator[subprocess.Popen[str]]:
    """Ends with the block, however that ends."""
    with subprocess.Popen(
        [str(place.python), "manage.py", *words], cwd=place.root, env=dict(environment), text=True, errors="replace",
        stdin=subprocess.DEVNULL, stdout=output, stderr=output and subprocess.STDOUT, start_new_session=True,
    ) as process:  # fmt: skip
        try:
            yield process
        except BaseException:
            signal_group(process.pid, signal.SIGTERM)
            raise


def _end_of(process: subprocess.Popen[str], words: tuple[str, ...]) -> str:
    said, _ = process.communicate()
    if process.returncode:
        end = "\n".join(f"    {line}" for line in (said or "").splitlines()[-20:])
        raise Refusal(
            f"manage.py {words[0]} 没有成功（代码 {process.returncode}），原因如下或见上文；解决后再运行一次。",
            f"manage.py {words[0]} failed with code {process.returncode}; mend what it says and run again.\n{end}",
        )
    return said or ""
