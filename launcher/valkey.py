"""The embedded Valkey, which speaks Redis: Celery's broker and the cache. A socket, no port."""

from launcher.binaries import valkey_binary
from launcher.foreman import Service
from launcher.place import Place
from launcher.postgres import SERVER_ENVIRONMENT


class Valkey:
    def __init__(self, place: Place) -> None:
        self.place = place
        self.binary = valkey_binary(place)
        self.data = place.state / "valkey"
        self.data.mkdir(mode=0o700, exist_ok=True)
        self.socket = place.socket_folder("valkey") / "valkey.sock"

    @property
    def url(self) -> str:
        return f"unix://{self.socket}?db=0"

    def service(self) -> Service:
        options = {
            "port": "0",
            "unixsocket": str(self.socket),
            "unixsocketperm": "700",
            "databases": "64",
            "dir": str(self.data),
            "appendonly": "yes",
            "appendfsync": "everysec",
            "save": "",  # the append-only file is enough
            "maxmemory-policy": "noeviction",  # a broker must not forget
        }
        settings = [word for name, value in options.items() for word in (f"--{name}", value)]
        return Service(
            name="valkey",
            command=[str(self.binary), *settings],
            log=self.place.logs / "valkey.log",
            is_ready=lambda _, said: "Ready to accept connections" in said,
            environment=SERVER_ENVIRONMENT,
        )
