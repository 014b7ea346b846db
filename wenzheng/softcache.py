"""Django's Redis cache, made soft: a cache that is away is an empty cache, never an error page."""

# The stubs give Django's client neither its pool nor its serializer, and wider keys than anybody uses.
# mypy: disable-error-code="override,attr-defined"

import logging
import time
from collections.abc import Callable
from typing import Any, TypeVar

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import Redis
from redis.connection import AbstractConnection
from redis.exceptions import ConnectionError, RedisError, TimeoutError

log = logging.getLogger(__name__)
Answer = TypeVar("Answer")

SILENT_FOR = 5.0  # seconds without a further question to a server that did not answer
_away_until: dict[tuple[str, ...], float] = {}


class OneClient(RedisCacheClient):
    """Django makes a new client for each operation, which costs more than the operation; redis-py's is for all threads.

    The question that every kept page asks (are its tokens still the same?) has a line of its own to the server: taking
    one from the pool and giving it back costs more than the question. Django keeps one of these objects a thread.
    """

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self._kept: Redis | None = None
        self._line: AbstractConnection | None = None

    def get_client(self, key: str | None = None, *, write: bool = False) -> Redis:
        pool = self._get_connection_pool(write)
        if self._kept is None or self._kept.connection_pool is not pool:
            self._kept = self._client(connection_pool=pool)
        return self._kept

    def get_many(self, keys: list[str]) -> dict[str, Any]:
        if self._line is None:
            self._line = self._get_connection_pool(write=False).make_connection()
        try:
            found = self._asked(self._line, keys)
        except ConnectionError:  # the server was restarted, or is away; a second failure says which
            found = self._asked(self._line, keys)
        return {
            key: self._serializer.loads(value)
            for key, value in zip(keys, found, strict=True)
            if value is not None
        }

    @staticmethod
    def _asked(line: AbstractConnection, keys: list[str]) -> list[Any]:
        try:
            line.send_command("MGET", *keys)
            return line.read_response()
        except BaseException:
            line.disconnect()  # never leave an answer behind that the next question would take for its own
            raise


class SoftRedisCache(RedisCache):
    """Each operation answers as an empty cache would while the server is away."""

    def __init__(self, server: Any, params: dict[str, Any]) -> None:
        super().__init__(server, params)
        self._class = OneClient

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        return self._softly(lambda: super(SoftRedisCache, self).get(key, default, version), default)

    def get_many(self, keys: Any, version: int | None = None) -> dict[str, Any]:
        return self._softly(lambda: super(SoftRedisCache, self).get_many(keys, version), {})

    def set(self, key: str, value: Any, timeout: Any = 300, version: int | None = None) -> None:
        self._softly(lambda: super(SoftRedisCache, self).set(key, value, timeout, version), None)

    def add(self, key: str, value: Any, timeout: Any = 300, version: int | None = None) -> bool:
        return self._softly(lambda: bool(super(SoftRedisCache, self).add(key, value, timeout, version)), True)

    def delete(self, key: str, version: int | None = None) -> bool:
        return self._softly(
            lambda: bool(super(SoftRedisCache, self).delete(key, version)), False, is_needed=True
        )

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        return self._softly(lambda: int(super(SoftRedisCache, self).incr(key, delta, version)), delta)

    def set_many(self, data: dict[str, Any], timeout: Any = 300, version: int | None = None) -> list[str]:
        """How posting makes kept pages stale: always tried, for other processes may see the server well."""
        return self._softly(
            lambda: list(super(SoftRedisCache, self).set_many(data, timeout, version)),
            list(data),
            is_needed=True,
        )

    def clear(self) -> bool:
        return self._softly(lambda: bool(super(SoftRedisCache, self).clear()), False, is_needed=True)

    def _softly(self, ask: Callable[[], Answer], otherwise: Answer, *, is_needed: bool = False) -> Answer:
        """Ask, unless the server has just not answered: a frozen one then costs one person half a second, not ten times."""
        server = tuple(self._servers)
        if time.monotonic() < _away_until.get(server, 0.0) and not is_needed:
            return otherwise
        try:
            return ask()
        except RedisError as error:
            if isinstance(error, (ConnectionError, TimeoutError)):
                _away_until[server] = time.monotonic() + SILENT_FOR
            log.warning("cache away (%s)", type(error).__name__)
            return otherwise
