"""The embedded PostgreSQL: makes the data folder and says how to start the server. Sockets only, no port.

The app's role owns its database and is no superuser; the superuser's password is thrown away, so nobody signs in as it.
"""

import hashlib
import secrets
import shutil
import signal
import subprocess
from pathlib import Path
from urllib.parse import quote

from launcher.binaries import make_folder_for_root, postgres_binaries, postgres_major
from launcher.console import Refusal
from launcher.foreman import Service, birth, command_of
from launcher.os_user import as_user, server_user
from launcher.place import Place

ROLE = DATABASE = "wenzheng"
# For data that are thrown away anyway: nothing waits for the disk.
HASTY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "max_connections": "200"}
SERVER_ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LC_ALL": "C"}


class Postgres:
    def __init__(
        self, place: Place, options: dict[str, str] | None = None, binaries: Path | None = None
    ) -> None:
        self.place = place
        self.options = options or {}
        self.password = place.secrets()["POSTGRES_PASSWORD"]
        self.user = server_user()
        self.binaries = binaries or postgres_binaries(place, self.user)
        if self.user is None or self.user.can_enter(place.state):
            self.home, self.sockets = place.state / "postgres", place.socket_folder("sockets")
        else:
            self.home = make_folder_for_root(place) / "postgres"
            self.sockets = self.home / "sockets"
        for folder in (self.home, self.sockets):
            folder.mkdir(exist_ok=True)
            folder.chmod(0o711 if self.user else 0o700)
            if self.user:
                self.user.owns(folder)

    @property
    def data(self) -> Path:
        return self.home / "data"

    @property
    def url(self) -> str:
        return f"postgres://{ROLE}:{quote(self.password)}@/{DATABASE}?host={quote(str(self.sockets))}"

    def service(self) -> Service:
        options = {"listen_addresses": "", "unix_socket_directories": str(self.sockets)} | self.options
        settings = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        return Service(
            name="postgres",
            command=[str(self.binaries / "postgres"), "-D", str(self.data), *settings],
            log=self.place.logs / "postgres.log",
            is_ready=self._is_ready,
            environment=SERVER_ENVIRONMENT,
            user=self.user,
            stop_signal=signal.SIGINT,  # "fast": rolls open transactions back and ends
            patience=60,
            before_start=self._prepare_data,
        )

    def _is_ready(self, pid: int, _: str) -> bool:
        """The server writes its own number and state into postmaster.pid; pg_ctl reads it there too."""
        try:
            lines = (self.data / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) > 7 and lines[0] == str(pid) and lines[7].strip() == "ready"

    # --- the data folder ---------------------------------------------------------------------------------------------
    def _prepare_data(self) -> None:
        if not self.data.exists():
            self._make_data()
        self._refuse_another_major()
        self._remove_stale_pid_file()
        self._agree_on_password()

    def _make_data(self) -> None:
        """Built beside its place and renamed, so that a start that was killed leaves no half-made folder behind."""
        fresh, password_file = self.home / "data.new", self.home / "password.new"
        shutil.rmtree(fresh, ignore_errors=True)
        locale = ["--locale-provider=builtin", "--builtin-locale=C.UTF-8"] if self._major() >= 17 else []
        password_file.write_text(secrets.token_urlsafe(32))
        if self.user:
            self.user.owns(password_file)
        self._run(
            "initdb", "-D", str(fresh), "-U", "postgres", "--auth=scram-sha-256", f"--pwfile={password_file}",
            "--data-checksums", "-E", "UTF8", "--no-locale", *locale,
        )  # fmt: skip
        password_file.unlink()
        self._as_superuser(fresh, f"CREATE ROLE {ROLE} LOGIN CREATEDB;\n")
        self._as_superuser(fresh, f"CREATE DATABASE {DATABASE} OWNER {ROLE};\n")
        fresh.rename(self.data)

    def _refuse_another_major(self) -> None:
        theirs, ours = (self.data / "PG_VERSION").read_text().strip(), str(self._major())
        if theirs != ours:
            raise Refusal(
                f"{self.data} 是 PostgreSQL {theirs} 的数据，而这里的程序是 {ours}：请用 {theirs} 的 pg_dump 导出、"
                "移走该文件夹、重新启动，再用 pg_restore 导入（步骤见 docs/operations.md）。",
                f"{self.data} was written by PostgreSQL {theirs}, the server here is {ours}: export it with {theirs}'s "
                "pg_dump, move the folder away, start again and pg_restore (see docs/operations.md).",
            )

    def _remove_stale_pid_file(self) -> None:
        """PostgreSQL itself sees through the number of a dead process, but not where another program has it by now."""
        pid_file = self.data / "postmaster.pid"
        try:
            pid = int(pid_file.read_text().split()[0])
        except (OSError, ValueError, IndexError):
            pid = 0
        if pid > 0 and birth(pid) and str(self.data) in command_of(pid):
            raise Refusal(
                f"另一个 PostgreSQL（进程 {pid}）正在使用 {self.data}：请先停止它（kill -INT {pid}）。",
                f"Another PostgreSQL (process {pid}) uses {self.data}: stop it first (kill -INT {pid}).",
            )
        pid_file.unlink(missing_ok=True)

    def _agree_on_password(self) -> None:
        """The data may be older than var/secret.env: it was lost, or the data came from a backup."""
        mark, known = hashlib.sha256(self.password.encode()).hexdigest(), self.home / "password.sha256"
        if not known.exists() or known.read_text() != mark:
            self._as_superuser(self.data, f"ALTER ROLE {ROLE} PASSWORD '{self.password}';\n")
            known.write_text(mark)

    # --- its programs ------------------------------------------------------------------------------------------------
    def _major(self) -> int:
        return postgres_major(self.binaries)

    def _as_superuser(self, data: Path, sql: str) -> None:
        """Single-user mode needs no password and no running server. It returns 0 even after an error."""
        said = self._run("postgres", "--single", "-D", str(data), "postgres", given=sql)
        if "ERROR:" in said:
            raise Refusal("PostgreSQL 初始化失败。", f"PostgreSQL could not be set up:\n{said}")

    def _run(self, program: str, *arguments: str, given: str = "") -> str:
        done: subprocess.CompletedProcess[str] = subprocess.run(
            [self.binaries / program, *arguments], input=given, text=True, errors="replace", cwd="/", umask=0o077,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, env=SERVER_ENVIRONMENT, check=False,
            **as_user(self.user),
        )  # fmt: skip
        if done.returncode:
            raise Refusal(f"{program} 没有成功。", f"{program} failed:\n{done.stdout[-2000:]}")
        return done.stdout
