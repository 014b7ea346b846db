"""A web server of two processes for a settings module, and the load on it: wrk where it is installed, else threads of our own."""

from __future__ import annotations

import http.client
import os
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

CONNECTIONS = 8


@contextmanager
def server(settings_module: str, port: int) -> Iterator[str]:
    """The address of a running server; stopped at the end."""
    environment = {**os.environ, "DJANGO_SETTINGS_MODULE": settings_module}
    command = [
        sys.executable, "-m", "granian", "wenzheng.wsgi:application", "--host", "127.0.0.1", "--port", str(port),
        "--interface", "wsgi", "--http", "1", "--no-ws", "--workers", "2", "--blocking-threads", "4",
        "--log-level", "error",
    ]  # fmt: skip
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL)
    try:
        _wait(port)
        yield f"127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(20)


def _wait(port: int) -> None:
    for _try in range(150):
        try:
            connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
            connection.request("GET", "/")
            connection.getresponse().read()
            return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError("the server did not come up")


def rate(host: str, path: str, seconds: float) -> float:
    """Requests a second with eight connections kept busy."""
    if shutil.which("wrk"):
        printed = subprocess.run(
            ["wrk", "-t1", f"-c{CONNECTIONS}", f"-d{max(1, round(seconds))}s", f"http://{host}{path}"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        if "Non-2xx" in printed:
            raise RuntimeError(f"{path}: {printed}")
        return float(re.search(r"Requests/sec:\s+([\d.]+)", printed)[1])  # type: ignore[index]
    return _rate_by_threads(host, path, seconds)


def _rate_by_threads(host: str, path: str, seconds: float) -> float:
    done, until = [0] * CONNECTIONS, time.monotonic() + seconds

    def busy(index: int) -> None:
        connection = http.client.HTTPConnection(host, timeout=10)
        while time.monotonic() < until:
            connection.request("GET", path)
            answer = connection.getresponse()
            answer.read()
            if answer.status >= 400:
                raise RuntimeError(f"{path}: {answer.status}")
            done[index] += 1

    threads = [threading.Thread(target=busy, args=(index,)) for index in range(CONNECTIONS)]
    begun = time.monotonic()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(done) / (time.monotonic() - begun)
