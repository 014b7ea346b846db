"""Where the portal answers: HOST and PORT from the environment, checked before anything is started."""

import errno
import os
import socket
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPException
from typing import Any

from launcher.console import Refusal

EVERYWHERE = ("0.0.0.0", "::")


@dataclass(frozen=True)
class Address:
    host: str
    port: int

    @classmethod
    def of_environment(cls) -> "Address":
        host = os.environ.get("HOST", "127.0.0.1").strip("[]")
        port = os.environ.get("PORT", "8000")
        if not port.isascii() or not port.isdigit() or not 1 <= int(port) <= 65535:
            raise Refusal(
                f"PORT={port} 不是端口号：请用 1 到 65535 的数字。",
                f"PORT={port} is no port: use 1 to 65535.",
            )
        return cls(host, int(port))

    @property
    def nearby(self) -> str:
        """The host to call from this machine."""
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)

    @property
    def url(self) -> str:
        return f"http://{_bracketed(self.nearby)}:{self.port}"

    @property
    def ip(self) -> str:
        """The web server wants no name."""
        return str(self._resolved()[1][0])

    def _resolved(self) -> tuple[int, tuple[Any, ...]]:
        found = socket.getaddrinfo(self.host, self.port, type=socket.SOCK_STREAM)
        family, *_, where = min(found, key=lambda each: each[0])  # IPv4 where a name has both
        return family, where

    def allowed_hosts(self) -> str:
        names = ["localhost", "127.0.0.1", "[::1]", _bracketed(self.host)]
        if self.host in EVERYWHERE:
            names += [socket.gethostname(), socket.getfqdn(), *_own_addresses()]
        return ",".join(dict.fromkeys(names))

    def demand_free(self) -> None:
        if os.getuid() == 0 and self.host not in ("127.0.0.1", "::1", "localhost"):
            raise Refusal(
                f"root 不能把演示站开在 HOST={self.host}：请换普通用户运行；正式上线见 deploy/ 与 README。",
                f"As root the portal is not opened to HOST={self.host}: run it as another user, or see deploy/.",
            )
        try:
            family, kind, protocol, _, where = socket.getaddrinfo(
                self.host, self.port, type=socket.SOCK_STREAM
            )[0]
            with socket.socket(family, kind, protocol) as probe:
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
                probe.bind(where)
        except OSError as problem:
            raise self._why_not(problem) from None

    def _why_not(self, problem: OSError) -> Refusal:
        if problem.errno == errno.EADDRINUSE:
            return Refusal(
                f"端口 {self.port} 已被别的程序占用：请换一个，例如 PORT={self.port % 65535 + 1} python3 wz up 。",
                f"Port {self.port} is in use: choose another, e.g. PORT={self.port % 65535 + 1} python3 wz up .",
            )
        if problem.errno == errno.EACCES:
            return Refusal(
                f"普通用户不能用端口 {self.port}：请用 1024 以上的，例如 PORT=8000 。",
                f"Port {self.port} is for root only: use one above 1023, e.g. PORT=8000 .",
            )
        return Refusal(
            f"HOST={self.host} 不是本机的地址（{problem.strerror}）：请用 127.0.0.1 或本机的 IP。",
            f"HOST={self.host} is no address of this machine ({problem.strerror}): use 127.0.0.1 or its IP.",
        )

    def answers(self) -> bool:
        connection = HTTPConnection(self.nearby, self.port, timeout=5)
        try:
            connection.request("GET", "/healthz", headers={"Host": "localhost"})
            return connection.getresponse().status == 200
        except (OSError, HTTPException):
            return False
        finally:
            connection.close()


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host


def _own_addresses() -> list[str]:
    """What a neighbour would type; asking the routing table sends no packet."""
    found = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))
            found.append(str(probe.getsockname()[0]))
        except OSError:
            pass
    return found
