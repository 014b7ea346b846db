import os
import shutil
import signal
import socket
import stat
import subprocess
import sys
import urllib.request
from pathlib import Path

import pytest

from launcher.foreman import birth
from tests.launcher.conftest import wait_until

pytestmark = pytest.mark.servers


def stop(launcher, number=signal.SIGINT):
    launcher.send_signal(number)
    return launcher.wait(40)


def answers(checkout):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{checkout.port}/", timeout=5) as answer:
            return answer.read() == b"ok"
    except OSError:
        return False


def test_up_prints_one_block_and_ctrl_c_leaves_no_process_and_keeps_the_data(checkout):
    launcher = checkout.up()
    assert answers(checkout)
    said = checkout.said()
    assert f"http://127.0.0.1:{checkout.port}/" in said
    assert "li_intake" in said
    assert stat.S_IMODE((checkout.place.state / "secret.env").stat().st_mode) == 0o600
    cluster = (checkout.place.state / "postgres/data/global/pg_control").stat().st_ino
    assert stop(launcher) == 0
    assert checkout.processes() == []

    launcher = checkout.up()
    assert (checkout.place.state / "postgres/data/global/pg_control").stat().st_ino == cluster
    assert [checkout.calls().count(word) for word in ("migrate --no-input", "load_basics", "load_demo")] == [
        2,
        1,
        1,
    ]
    assert stop(launcher, signal.SIGTERM) == 0
    assert checkout.processes() == []


def test_a_second_up_on_the_same_data_is_refused_in_a_sentence(running):
    second = running.wz("up", PORT="1")
    assert second.returncode == 2
    assert "already works on" in second.stderr
    assert running.place.recall("running")["address"] in second.stderr
    assert answers(running)


def test_manage_uses_the_servers_of_a_running_up(running):
    assert running.wz("manage", "shell", "-c", "pass").returncode == 0
    assert running.calls()[-1] == "shell -c pass"
    assert answers(running)


def test_what_dies_is_started_again(running):
    before = running.pids()
    for name in ("postgres", "web", "worker"):
        os.kill(before[name], signal.SIGKILL)
    wait_until(
        lambda: not {running.pids()[name] for name in ("postgres", "web", "worker")} & set(before.values())
    )
    wait_until(lambda: answers(running))
    wait_until((running.place.state / "postgres/data/postmaster.pid").exists)
    assert {running.pids()[name] == before[name] for name in ("valkey", "beat")} == {True}


def test_what_a_killed_launcher_left_is_ended_by_the_next(running):
    left = running.pids()
    running.started[-1].kill()
    running.started[-1].wait()
    assert birth(left["beat"])
    running.up()
    assert not any(birth(pid) for pid in left.values())


def test_named_servers_are_used_and_none_is_started(checkout):
    launcher = checkout.up(
        DATABASE_URL="postgres://elsewhere/x", REDIS_URL=os.environ["REDIS_URL"], HOST="localhost"
    )
    assert f"http://localhost:{checkout.port}/" in checkout.said()
    assert set(checkout.pids()) == {"web", "worker", "beat"}
    assert not (checkout.place.state / "postgres").exists()
    stop(launcher)


@pytest.mark.parametrize(
    ("setting", "words"),
    [
        ({"PORT": "taken"}, "is no port"),
        ({"PORT": "70000"}, "is no port"),
        ({"HOST": "203.0.113.9"}, "HOST=203.0.113.9"),
    ],
)
def test_a_wrong_address_is_refused_in_a_sentence(checkout, setting, words):
    refused = checkout.wz("up", **setting)
    assert refused.returncode == 2
    assert words in refused.stderr


def test_a_port_in_use_is_refused_before_anything_starts(checkout):
    with socket.create_server(("127.0.0.1", checkout.port)):
        refused = checkout.wz("up")
    assert refused.returncode == 2
    assert f"Port {checkout.port} is in use" in refused.stderr
    assert not (checkout.place.state / "postgres").exists()


@pytest.mark.skipif(os.getuid() != 0, reason="only root is kept from it")
def test_root_does_not_open_the_portal_to_the_network(checkout):
    refused = checkout.wz("up", HOST="0.0.0.0")
    assert refused.returncode == 2
    assert "deploy/" in refused.stderr


def test_an_old_python_is_told_so(checkout):
    old = "import sys, runpy; sys.version_info = (3, 9, 2); sys.argv = ['wz', 'up']; runpy.run_path('wz')"
    refused = subprocess.run(
        [sys.executable, "-c", old], cwd=checkout.root, capture_output=True, text=True, check=False
    )
    assert refused.returncode == 2
    assert "3.11" in refused.stderr


@pytest.mark.skipif(os.getuid() != 0, reason="another user's home is only in root's way")
def test_root_in_a_home_that_nobody_else_may_enter(checkout):
    checkout.root.chmod(0o700)
    try:
        launcher = checkout.up()
        assert answers(checkout)
        assert stop(launcher) == 0
        assert checkout.processes() == []
    finally:
        for folder in Path("/var/lib/wenzheng").glob(f"{checkout.root.name}-*"):
            shutil.rmtree(folder)
