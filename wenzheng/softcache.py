"""Django's Redis cache, made soft: a cache that is away is an empty cache, never an error page."""

# The stubs give Django's client neither its pool nor its serializer, and wider keys than anybody uses.
# mypy: disable-error-code="override,attr-defined"

import logging
from typing import Any

from django.core.cache.backends.redis import RedisCache, RedisCacheClient
from redis import Redis
from redis.connection import AbstractConnection
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


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
        except RedisError:  # the server was restarted, or is away; a second failure says which
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
        try:
            return super().get(key, default, version)
        except RedisError:
            return default

    def get_many(self, keys: Any, version: int | None = None) -> dict[str, Any]:
        try:
            return super().get_many(keys, version)
        except RedisError:
            return {}

    def set(self, key: str, value: Any, timeout: Any = 300, version: int | None = None) -> None:
        try:
            super().set(key, value, timeout, version)
        except RedisError:
            log.warning("cache away: set skipped")

    def add(self, key: str, value: Any, timeout: Any = 300, version: int | None = None) -> bool:
        try:
            return bool(super().add(key, value, timeout, version))
        except RedisError:
            return True

    def delete(self, key: str, version: int | None = None) -> bool:
        try:
            return bool(super().delete(key, version))
        except RedisError:
            return False

    def incr(self, key: str, delta: int = 1, version: int | None = None) -> int:
        try:
            return int(super().incr(key, delta, version))
        except RedisError:
            return delta

    def set_many(self, data: dict[str, Any], timeout: Any = 300, version: int | None = None) -> list[str]:
        try:
            return list(super().set_many(data, timeout, version))
        except RedisError:
            log.warning("cache away: %d values not set", len(data))
            return list(data)

    def clear(self) -> bool:
        try:
            return bool(super().clear())
        except RedisError:
            return False
