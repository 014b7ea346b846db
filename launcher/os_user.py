"""Whose process it is. PostgreSQL refuses to run as root, so root starts it for an unprivileged user."""

import os
import pwd
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import Any


@dataclass(frozen=True)
class OsUser:
    uid: int
    gid: int

    def can_run(self, *command: str | Path) -> bool:
        try:
            done = subprocess.run(command, capture_output=True, check=False, cwd="/", **as_user(self))
        except OSError:
            return False
        return done.returncode == 0

    def can_enter(self, folder: Path) -> bool:
        """Whether every folder on the way lets this user through: a home of mode 0700 does not."""
        return self.can_run("test", "-x", folder)

    def owns(self, path: Path) -> None:
        os.chown(path, self.uid, self.gid)


def server_user() -> OsUser | None:
    """None means: ourselves."""
    if os.getuid() != 0:
        return None
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return OsUser(entry.pw_uid, entry.pw_gid)
    return OsUser(65534, 65534)


def as_user(user: OsUser | None) -> dict[str, Any]:
    """The arguments that make subprocess start a program for this user."""
    return {} if user is None else {"user": user.uid, "group": user.gid, "extra_groups": []}
