import os
import shutil
import subprocess
import tempfile
from pathlib import Path

import psycopg2
import pytest
import redis

from launcher.console import Refusal
from launcher.foreman import Foreman
from launcher.place import ROOT, Place
from launcher.postgres import HASTY, Postgres
from launcher.valkey import Valkey

pytestmark = pytest.mark.servers


def question(postgres, sql="SELECT 1"):
    connection = psycopg2.connect(postgres.url)
    try:
        with connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.fetchone()[0]
    finally:
        connection.close()


@pytest.fixture(scope="module")
def place():
    state = Path(tempfile.mkdtemp(prefix="wz-", dir="/tmp"))
    state.chmod(0o711)
    made = Place(ROOT, state)
    made.prepare()
    yield made
    shutil.rmtree(state)


@pytest.fixture
def postgres(place):
    """Its data are made, it does not run yet."""
    server = Postgres(place, HASTY)
    if not server.data.exists():
        with Foreman(place) as foreman:
            foreman.start(server.service())
    return server


def test_the_app_is_no_superuser_and_pages_carry_checksums(place, postgres):
    settings = ("is_superuser", "data_checksums", "listen_addresses")
    with Foreman(place) as foreman:
        foreman.start(postgres.service())
        found = [question(postgres, f"SELECT current_setting('{name}')") for name in settings]
    assert found == ["off", "on", ""]


@pytest.mark.parametrize("owner", ["a dead process", "somebody else's process"])
def test_a_stale_pid_file_does_not_keep_the_server_from_starting(place, postgres, owner):
    ended = subprocess.Popen(["true"])
    ended.wait()
    number = ended.pid if owner == "a dead process" else os.getpid()
    (postgres.data / "postmaster.pid").write_text(f"{number}\n{postgres.data}\n0\n5432\n\n\n\nready\n")
    with Foreman(place) as foreman:
        foreman.start(postgres.service())
        assert question(postgres) == 1


def test_a_server_that_still_runs_on_the_data_is_named(place, postgres):
    with Foreman(place) as foreman:
        foreman.start(postgres.service())
        with pytest.raises(Refusal, match="Another PostgreSQL"):
            postgres.service().before_start()


def test_data_of_another_major_are_refused_with_the_way_out(place, postgres):
    version = postgres.data / "PG_VERSION"
    ours = version.read_text()
    version.write_text("14\n")
    with Foreman(place) as foreman, pytest.raises(Refusal, match="pg_restore"):
        foreman.start(postgres.service())
    version.write_text(ours)


def test_data_outlive_a_lost_secret(place, postgres):
    (place.state / "secret.env").unlink()
    again = Postgres(place, HASTY)
    assert again.password != postgres.password
    with Foreman(place) as foreman:
        foreman.start(again.service())
        assert question(again) == 1


def test_a_checkout_too_deep_for_a_socket_gets_a_short_folder_for_it(place):
    deep = Place(ROOT, place.state / ("long" * 20))
    deep.prepare()
    valkey = Valkey(deep)
    with Foreman(deep) as foreman:
        foreman.start(valkey.service())
        assert redis.from_url(valkey.url).config_get("maxmemory-policy") == {"maxmemory-policy": "noeviction"}
    shutil.rmtree(valkey.socket.parent)


def test_what_does_not_start_shows_the_end_of_its_log(place, postgres):
    broken = Postgres(place, {"shared_buffers": "nonsense"})
    with Foreman(place) as foreman, pytest.raises(Refusal, match="shared_buffers"):
        foreman.start(broken.service())


def test_a_nearly_full_disk_is_refused(place):
    with pytest.raises(Refusal, match="nearly full"):
        place.demand_space(10**9)


def test_two_launchers_do_not_share_a_state_folder(place):
    with place.lock(), pytest.raises(Refusal, match=str(os.getpid())), place.lock():
        pass
    with place.lock():
        pass
