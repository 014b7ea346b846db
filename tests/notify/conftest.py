"""A mail server and a gateway that can be slow, rude or away, a broker of one's own, and a real worker."""

import contextlib
import json
import os
import signal
import socketserver
import subprocess
import sys
import threading
import time
from datetime import datetime
from email import message_from_bytes, policy
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import quote
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from kombu import pools
from redis import Redis

from accounts.models import User
from launcher.foreman import Foreman
from launcher.services import temporary_place
from launcher.valkey import Valkey
from notify import nudge as nudge_module
from notify.actions import NoticeWords
from notify.models import Outbox
from tests.factories import a_citizen
from wenzheng.celery import app

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))


@pytest.fixture(autouse=True)
def _bell_of_our_own():
    """No test hears of the broken bell of another, nor rings for a worker that is none of its business."""
    nudge_module._broken_until = 0.0
    before = app.conf.broker_url
    _use_broker("memory://")
    yield
    _use_broker(before)


@pytest.fixture
def zhang_citizen(db):
    zhang = a_citizen(username="citizen-1", phone="13900000001")
    User.objects.filter(pk=zhang.pk).update(email="zhang@example.org")
    return zhang


def a_letter(n=1, channel="email", **more):
    """Words of a notice that nobody else has."""
    given = {"subject": f"您的留言 {n} 已受理", "body": "您好！", "url": f"/my/cases/{n}/"}
    if channel == "email":
        given["address"] = f"zhang{n}@example.org"
    return NoticeWords(key=f"accept-{n}:1:{channel}", channel=channel, **(given | more))


def the_row(**filters):
    return Outbox.objects.get(**filters)


# --- The outside world ------------------------------------------------------------------------------------------------


class _Smtp(socketserver.StreamRequestHandler):
    """Just enough of RFC 5321. `server.pauses` holds seconds to wait before the answer to a command, once each."""

    def handle(self):
        self.say("220 mail.example.org")
        with contextlib.suppress(ConnectionError, BrokenPipeError):
            while line := self.rfile.readline():
                if self.answer(line.decode().split()[0].upper()) == "bye":
                    return

    def answer(self, command):
        self.server.heard.append(command)
        if command == "DATA":
            self.wait("DATA")
            self.say("354 go on")
            content = b"".join(iter(self.rfile.readline, b".\r\n"))
            if not content:
                return None
            message = message_from_bytes(content, policy=policy.default)
            self.server.taken.append(message)
            self.server.heard.append("TAKEN")
            self.wait("TAKEN")
        if command == "RCPT" and self.server.refusals:
            self.say(self.server.refusals.pop(0))
            return None
        self.say("221 bye" if command == "QUIT" else "250 OK")
        return "bye" if command == "QUIT" else None

    def wait(self, what):
        time.sleep(self.server.pauses.pop(what, 0))

    def say(self, text):
        self.wfile.write(text.encode() + b"\r\n")


class SmtpServer(socketserver.ThreadingTCPServer):
    allow_reuse_address = daemon_threads = True
    block_on_close = False

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Smtp)
        self.taken, self.heard, self.refusals, self.pauses = [], [], [], {}


class _Gateway(BaseHTTPRequestHandler):
    def do_POST(self):
        content = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        self.server.asked.append((content, dict(self.headers)))
        status = self.server.answers.pop(0) if self.server.answers else 200
        self.send_response(status)
        if status in (301, 302, 307):
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/elsewhere")
        self.end_headers()

    def log_message(self, *words):
        pass


class GatewayServer(ThreadingHTTPServer):
    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), _Gateway)
        self.asked, self.answers = [], []


@contextlib.contextmanager
def serving(server):
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def smtp(settings):
    with serving(SmtpServer()) as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.server_address[1]
        settings.EMAIL_TIMEOUT = 2
        yield server


@pytest.fixture
def gateway(settings):
    with serving(GatewayServer()) as server:
        settings.SMS_GATEWAY_URL = f"http://127.0.0.1:{server.server_port}/send"
        settings.SMS_GATEWAY_TOKEN = "token-of-the-gateway"
        yield server


# --- A broker that may be killed, and a worker --------------------------------------------------------------------------


class Broker:
    """A Valkey of this test's own."""

    def __init__(self, foreman, valkey):
        self.foreman, self.valkey = foreman, valkey
        self.redis = Redis(unix_socket_path=str(valkey.socket), decode_responses=True)

    def signal(self, number):
        os.kill(self.foreman.children["valkey"].process.pid, number)

    def kill(self):
        self.signal(signal.SIGKILL)
        self.foreman.children["valkey"].process.wait()

    def start(self):
        self.foreman.start(self.valkey.service())

    def queued(self):
        return self.redis.llen("celery")


def _use_broker(url):
    app.conf.broker_url = url
    app._pool = app.amqp._producer_pool = None
    pools.reset()


@pytest.fixture
def broker():
    with temporary_place() as place, Foreman(place) as foreman:
        broker = Broker(foreman, Valkey(place))
        broker.start()
        _use_broker(f"redis+socket://{broker.valkey.socket}?virtual_host=0")
        yield broker
        broker.redis.close()


def _database_url():
    """The address of the test's own database, for another process."""
    at = connection.settings_dict
    user = f"{quote(at['USER'])}:{quote(at['PASSWORD'])}"
    host = at["HOST"] or at["OPTIONS"].get("host", "")
    if not host or host.startswith("/"):
        return f"postgres://{user}@/{at['NAME']}?host={host}"
    return f"postgres://{user}@{host}:{at['PORT'] or 5432}/{at['NAME']}"


class Worker:
    """`celery worker` with one child, as it runs in production."""

    def __init__(self, environment, log):
        command = [
            sys.executable,
            "-m",
            "celery",
            "-A",
            "wenzheng",
            "worker",
            "-c",
            "1",
            "--without-mingle",
            "--without-gossip",
            "-l",
            "INFO",
        ]
        self.log = log
        with open(log, "ab") as file:
            self.process = subprocess.Popen(
                command, env=environment, stdout=file, stderr=file, start_new_session=True
            )
        until(self.is_ready, 30, self.words)

    def is_ready(self):
        assert self.process.poll() is None, self.words()
        return " ready." in self.words()

    def words(self):
        """The end of what it has said: the best explanation of a test that waits in vain."""
        return self.log.read_text()[-3000:]

    def child(self):
        pid = self.process.pid
        return int(Path(f"/proc/{pid}/task/{pid}/children").read_text().split()[0])

    def kill_child(self):
        os.kill(self.child(), signal.SIGKILL)

    def kill(self):
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@pytest.fixture
def start_worker(broker, smtp, transactional_db, tmp_path):
    started = []

    def start():
        given = {
            "DATABASE_URL": _database_url(),
            "REDIS_URL": broker.valkey.url,
            "SMTP_URL": f"smtp://127.0.0.1:{smtp.server_address[1]}",
            "STATE_DIR": str(tmp_path),
            "DEMO": "1",
        }
        started.append(Worker(os.environ | given, tmp_path / f"worker-{len(started)}.log"))
        return started[-1]

    yield start
    for worker in started:
        worker.kill()


def until(is_so, seconds=10, otherwise=lambda: "it did not happen"):
    """Wait for something that other processes do."""
    end = time.monotonic() + seconds
    while not is_so():
        assert time.monotonic() < end, otherwise()
        time.sleep(0.05)
