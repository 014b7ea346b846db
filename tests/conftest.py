"""What every test stands on: real PostgreSQL and Valkey, the policy of the product, a small cast of people with jobs."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.core.cache import cache
from hypothesis import HealthCheck, settings
from redis import Redis

from accounts.models import User
from boards.models import Board
from cases.actions.load_policy import load_defaults
from cases.models import PolicyStamp
from cases.rules.workdays import SHANGHAI
from tests import emptying, factories
from wenzheng.settings import on_database


def _own_redis(worker: str) -> None:
    """Tests that run side by side must not clear each other's cache: a pair of logical databases for each process."""
    number = 2 * (int(worker.removeprefix("gw")) + 1)
    django_settings.REDIS_URL = on_database(django_settings.REDIS_URL, number)
    django_settings.CACHES["default"]["LOCATION"] = on_database(django_settings.REDIS_URL, number + 1)
    django_settings.COUNTER_URL = django_settings.REDIS_URL


if "PYTEST_XDIST_WORKER" in os.environ:
    _own_redis(os.environ["PYTEST_XDIST_WORKER"])

COUNTERS = Redis.from_url(django_settings.COUNTER_URL)
PLAIN_STATIC = "django.contrib.staticfiles.storage.StaticFilesStorage"

# A slow machine finds no faults by being slow.
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("nightly", settings.get_profile("unhurried"), max_examples=2000)
settings.load_profile("unhurried")


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker) -> None:
    """The calendar and the service levels are there in every test, as they are in every installation."""
    with django_db_blocker.unblock():
        load_defaults()
        emptying.remember()


@pytest.fixture(autouse=True)
def _policy_is_loaded(request: pytest.FixtureRequest) -> None:
    """A test with real commits empties every table afterwards; the next one finds the policy again."""
    wants = {"db", "transactional_db", "live_server"} & set(request.fixturenames)
    if (wants or request.node.get_closest_marker("django_db")) and not _has_policy(request):
        load_defaults()


def _has_policy(request: pytest.FixtureRequest) -> bool:
    request.getfixturevalue("_django_db_helper")
    return PolicyStamp.objects.exists()


@pytest.fixture(autouse=True)
def _own_places(settings, tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Files, mails and short messages of a test go into a folder of its own."""
    cache.clear()  # no page kept by the test before
    if counted := COUNTERS.keys("LIMITS*"):
        COUNTERS.delete(*counted)  # and no try counted
    with tempfile.TemporaryDirectory() as folder:
        settings.STATE_DIR = Path(folder)
        settings.MEDIA_ROOT = Path(folder) / "attachments"
        settings.EMAIL_FILE_PATH = str(Path(folder) / "mail")
        # pages are tested without collecting and compressing their static files first
        settings.STORAGES = {**settings.STORAGES, "staticfiles": {"BACKEND": PLAIN_STATIC}}
        yield


@pytest.fixture
def monday() -> datetime:
    """An ordinary Monday morning, a week without holidays: 2026-03-09 09:30."""
    return datetime(2026, 3, 9, 9, 30, tzinfo=SHANGHAI)


@pytest.fixture
def board(db: None) -> Board:
    return factories.a_board()


@pytest.fixture
def zhang_citizen(db: None) -> User:
    return factories.a_citizen()


@pytest.fixture
def li_intake(board: Board) -> User:
    return factories.cast(board).intake


@pytest.fixture
def wang_handler(board: Board) -> User:
    return factories.cast(board).handler


@pytest.fixture
def qian_signer(board: Board) -> User:
    return factories.cast(board).signer


@pytest.fixture
def zhao_reviewer(board: Board) -> User:
    return factories.cast(board).reviewer


@pytest.fixture
def zhou_revisitor(board: Board) -> User:
    return factories.cast(board).revisitor


@pytest.fixture
def sun_supervisor(board: Board) -> User:
    return factories.cast(board).supervisor
