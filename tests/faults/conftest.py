"""A whole portal of one's own — PostgreSQL, Valkey, web server, worker — to stop, freeze and kill parts of; and browsers for it.

Servers are started once a session; every test ends with all parts running and with cases that agree with their events.
"""

from __future__ import annotations

import os
import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import time

import environ
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from redis import Redis

from cases.models import OfficeHours, PolicyStamp
from launcher.address import Address
from launcher.foreman import Foreman, Service
from launcher.place import Place
from launcher.portal import beat, portal_environment, web, worker
from launcher.postgres import Postgres
from launcher.services import temporary_place
from launcher.valkey import Valkey
from notify import nudge
from notify.models import Outbox
from tests.notify.conftest import _use_broker, until
from wenzheng.celery import app


@dataclass
class Town:
    """The running parts, by name: postgres, valkey, web, worker, beat."""

    place: Place
    foreman: Foreman
    postgres: Postgres
    valkey: Valkey
    address: Address
    environment: dict[str, str]

    @property
    def services(self) -> dict[str, Callable[[], Service]]:
        return {
            "postgres": self.postgres.service,
            "valkey": self.valkey.service,
            "web": lambda: web(self.place, self.environment, self.address),
            "worker": lambda: worker(self.place, self.environment),
            "beat": lambda: beat(self.place, self.environment),
        }

    def start(self, name: str) -> None:
        if not self.is_running(name):
            self.foreman.start(self.services[name]())

    def is_running(self, name: str) -> bool:
        child = self.foreman.children.get(name)
        return child is not None and child.process.poll() is None

    def signal(self, name: str, number: int) -> None:
        os.kill(self.foreman.children[name].process.pid, number)

    def kill(self, name: str) -> None:
        """-9 for the process and everything that it started."""
        child = self.foreman.children[name]
        os.killpg(child.process.pid, signal.SIGKILL)
        child.process.wait()

    def stop(self, name: str) -> None:
        """Politely; a part that does not run is stopped already."""
        if self.is_running(name):
            self.foreman.stop(name)

    def logged(self, name: str) -> str:
        """The end of what a part has said."""
        return (self.place.logs / f"{name}.log").read_text(errors="replace")[-3000:]

    def errors(self, name: str) -> str:
        """The last errors that a part has logged, whole."""
        lines = (self.place.logs / f"{name}.log").read_text(errors="replace").splitlines()
        return "\n".join([line for line in lines if '"ERROR"' in line and "Traceback" in line][-5:])

    def redis(self) -> Redis:
        return Redis(unix_socket_path=str(self.valkey.socket), decode_responses=True)


@pytest.fixture(scope="session")
def whole_town(django_db_blocker) -> Iterator[Town]:
    with temporary_place() as place, Foreman(place) as foreman:
        postgres, valkey, address = Postgres(place), Valkey(place), Address("127.0.0.1", free_port())
        services = {"DATABASE_URL": postgres.url, "REDIS_URL": valkey.url}
        given = {
            "DJANGO_SETTINGS_MODULE": "tests.faults.portal_settings",
            "SECRET_KEY": settings.SECRET_KEY,  # so that a session made here opens the pages there
            "IDENTITY_KEYS": ",".join(settings.IDENTITY_KEYS),
            "DEMO": "1",
            "ALLOWED_HOSTS": "127.0.0.1,localhost",
            "STATE_DIR": str(place.state),
        }
        environment = portal_environment(place, services, address) | given
        town = Town(place, foreman, postgres, valkey, address, environment)
        town.start("postgres")
        town.start("valkey")
        with django_db_blocker.unblock(), connected_to(postgres.url):
            call_command("migrate", verbosity=0)
            call_command("load_basics", verbosity=0)
            # a town that never sleeps: tests wait for short messages by night as well
            OfficeHours.objects.update(texts_from=time(0), texts_until=time(23, 59))
        yield town


@pytest.fixture
def town(whole_town: Town, django_db_blocker) -> Iterator[Town]:
    """The town with its web server; this process speaks to its database and rings its bell."""
    for name in ("postgres", "valkey", "web"):
        whole_town.start(name)
    broker, nudge._broken_until = app.conf.broker_url, 0.0
    with django_db_blocker.unblock(), connected_to(whole_town.postgres.url):
        _use_broker(f"redis+socket://{whole_town.valkey.socket}?virtual_host=0")
        Outbox.objects.all().delete()  # no test waits for the letters of another
        whole_town.redis().flushall()
        try:
            yield whole_town
        finally:
            _use_broker(broker)
            for name in ("beat", "worker"):
                if whole_town.is_running(name):
                    whole_town.kill(name)
        for name in ("postgres", "valkey"):
            whole_town.start(name)
        call_command("check_cases", verbosity=0)


@pytest.fixture
def working_town(town: Town) -> Town:
    """With a worker."""
    town.start("worker")
    return town


@contextmanager
def connected_to(url: str) -> Iterator[None]:
    """Django's connections of this process, in all its threads, go to another server meanwhile."""
    here, before = connection.settings_dict, dict(connection.settings_dict)
    connection.close()
    PolicyStamp._kept = None
    told = environ.Env.db_url_config(url)
    here.update({**before, **told, "OPTIONS": {**before["OPTIONS"], **told.get("OPTIONS", {})}})
    try:
        yield
    finally:
        connection.close()
        here.clear()
        here.update(before)
        PolicyStamp._kept = None


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


__all__ = ["Town", "connected_to", "until"]
