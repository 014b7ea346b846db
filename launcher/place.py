"""Where things lie: the checkout, its state folder, the secrets in it, and the lock that keeps a second launcher out."""

import fcntl
import json
import os
import re
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from launcher.console import Refusal

ROOT = Path(__file__).resolve().parent.parent
# A socket's path must fit into about 107 bytes; the longest file name in the folder takes some of them.
LONGEST_SOCKET_FOLDER = 80


@dataclass(frozen=True)
class Place:
    root: Path  # the checkout
    state: Path  # var/: data, uploads, logs; all that a backup must hold

    @classmethod
    def of_checkout(cls, root: Path = ROOT) -> "Place":
        return cls(root, Path(os.environ.get("STATE_DIR") or root / "var").absolute())

    @property
    def venv(self) -> Path:
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        return self.venv / "bin" / "python"

    @property
    def logs(self) -> Path:
        return self.state / "log"

    def program(self, name: str) -> str:
        return str(self.venv / "bin" / name)

    def prepare(self) -> None:
        """Makes the state folder; refuses one that belongs to somebody else."""
        try:
            for folder in (self.state, self.logs):
                folder.mkdir(parents=True, exist_ok=True)
            belongs_to_us = os.access(self.state, os.W_OK) and os.access(self.logs, os.W_OK)
        except PermissionError:
            belongs_to_us = False
        if not belongs_to_us:
            raise Refusal(
                f"{self.state} 不可写：请用它的所有者运行，或用 STATE_DIR 指定别的文件夹。",
                f"{self.state} cannot be written: run as its owner, or name another folder by STATE_DIR.",
            )

    # --- what one run tells the next -------------------------------------------------------------------------------
    def remember(self, name: str, value: object) -> None:
        """Keeps a value in var/<name>.json for our own user's eyes."""
        text = json.dumps(value, ensure_ascii=False, indent=1)
        _write_private(self.state / f"{name}.json", text + "\n")

    def recall(self, name: str) -> Any:
        try:
            return json.loads((self.state / f"{name}.json").read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return None

    def secrets(self) -> dict[str, str]:
        """SECRET_KEY, IDENTITY_KEYS and the database password: made once, kept in var/secret.env, readable by the owner only."""
        path = self.state / "secret.env"
        known = dict(line.split("=", 1) for line in _lines(path) if "=" in line)
        missing = {
            name: secrets.token_urlsafe(48) for name in ("SECRET_KEY", "IDENTITY_KEYS", "POSTGRES_PASSWORD")
        } | known
        if missing != known:
            _write_private(path, "".join(f"{name}={value}\n" for name, value in missing.items()))
        return missing

    def socket_folder(self, name: str) -> Path:
        """var/<name>, or a short one under the temporary folder when the checkout lies too deep for a socket's path."""
        folder = self.state / name
        if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER and re.fullmatch(
            r"[\w/.+-]+", str(folder), re.ASCII
        ):
            folder.mkdir(parents=True, exist_ok=True)
            return folder
        return Path(tempfile.mkdtemp(prefix="wenzheng-", dir="/tmp"))

    @contextmanager
    def lock(self) -> Iterator[None]:
        """Keeps a second launcher off the same data. The kernel frees the lock however this process ends."""
        with open(self.state / "lock", "a+") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                running = self.recall("running") or {}
                raise Refusal(
                    f"这份数据正由另一个 wz 使用（进程 {running.get('pid', '?')}，{running.get('address', '正在启动')}）："
                    "请直接打开它，或先到那个终端按 Ctrl-C。",
                    f"Another wz (process {running.get('pid', '?')}) already works on {self.state}: "
                    "use that one, or stop it with Ctrl-C first.",
                ) from None
            self.remember("running", {"pid": os.getpid()})
            try:
                yield
            finally:
                (self.state / "running.json").unlink(missing_ok=True)

    def is_locked(self) -> bool:
        try:
            with self.lock():
                return False
        except Refusal:
            return True

    def demand_space(self, megabytes: int) -> None:
        free = shutil.disk_usage(self.state).free // 2**20
        if free < megabytes:
            raise Refusal(
                f"磁盘将满：{self.state} 所在分区只剩 {free} MB，至少需要 {megabytes} MB，请腾出空间后再试。",
                f"The disk is nearly full: {free} MB left at {self.state}, {megabytes} MB are needed; free some space.",
            )


def _write_private(path: Path, text: str) -> None:
    fresh = path.with_name(path.name + ".new")
    fresh.unlink(missing_ok=True)
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as file:
        file.write(text)
    fresh.replace(path)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except FileNotFoundError:
        return []
