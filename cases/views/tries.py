"""How often something may be tried within a time, counted in Redis; by this process alone while Redis is away."""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache

from django.conf import settings
from limits import RateLimitItemPerHour
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter
from redis.connection import ConnectionPool
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

TIMEOUT = 0.5  # seconds: a page does not wait for a counter


class Tries:
    """`most` tries an hour for each key of one kind."""

    def __init__(self, kind: str, most: int) -> None:
        self._item = RateLimitItemPerHour(most, namespace=f"wz-{kind}")

    def are_left(self, key: str, count: int = 1) -> bool:
        """Whether so many more would be let through. Counts nothing."""
        return _asked(lambda limiter: limiter.test(self._item, key, cost=count))

    def count(self, key: str, count: int = 1) -> bool:
        """Count them; False, and nothing counted, when that is too many."""
        return _asked(lambda limiter: limiter.hit(self._item, key, cost=count))


def _asked(ask: Callable[[MovingWindowRateLimiter], bool]) -> bool:
    try:
        return ask(_in_redis(settings.CACHE_URL))
    except RedisError as error:
        log.warning("counter away (%s), counting here", type(error).__name__)
        return ask(_in_this_process())


@cache
def _in_redis(url: str) -> MovingWindowRateLimiter:
    pool = ConnectionPool.from_url(url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT)
    pool.connection_kwargs["db"] = 0  # beside the broker: emptying the cache must not give new tries
    return MovingWindowRateLimiter(RedisStorage("redis://", connection_pool=pool))


@cache
def _in_this_process() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(MemoryStorage())
