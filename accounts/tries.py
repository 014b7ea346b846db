"""Tries that are counted in Redis, by this process alone while Redis is away; and the answer to whoever had too many."""

from __future__ import annotations

import logging
import math
from collections.abc import Callable
from datetime import UTC, datetime
from functools import cache as only_once
from typing import TypeVar

from django.conf import settings
from django.core.cache import cache
from django.http import HttpResponse
from django.template.loader import render_to_string
from limits import RateLimitItem, RateLimitItemPerSecond
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import MovingWindowRateLimiter
from redis.connection import ConnectionPool
from redis.exceptions import RedisError

from accounts.models import Limit
from accounts.rules.limits import LIMITS, come_back

log = logging.getLogger(__name__)

TIMEOUT = 0.5  # seconds: a page does not wait for a counter
NUMBER_SECONDS = 60  # an administrator's new number holds everywhere after this long
Answer = TypeVar("Answer")


class Tries:
    """One row of the table of limits; each key (an account's, an address's) is counted apart."""

    def __init__(self, name: str) -> None:
        self._usual = LIMITS[name]

    def are_left(self, key: str, count: int = 1) -> bool:
        """Whether so many more would be let through. Counts nothing."""
        item = self._item()
        return _asked(lambda limiter: limiter.test(item, key, cost=count))

    def count(self, key: str, count: int = 1) -> bool:
        """Count them; False, and nothing counted, when that is too many."""
        item = self._item()
        return _asked(lambda limiter: limiter.hit(item, key, cost=count))

    def again_at(self, key: str) -> datetime:
        """When the oldest of the counted tries is forgotten."""
        item = self._item()
        return datetime.fromtimestamp(
            _asked(lambda limiter: limiter.get_window_stats(item, key).reset_time), UTC
        )

    def _item(self) -> RateLimitItem:
        usual = self._usual
        most = cache.get_or_set(
            _number_key(usual.name), lambda: Limit.objects.numbers(usual.name)[usual.name], NUMBER_SECONDS
        )
        return RateLimitItemPerSecond(
            most or usual.most, int(usual.window.total_seconds()), namespace=f"wz-{usual.name}"
        )


def forget_number(name: str) -> None:
    """The number of this limit was changed just now."""
    cache.delete(_number_key(name))


def hold_off(response: HttpResponse, until: datetime, at: datetime) -> HttpResponse:
    """429, with the time to come back for programs; people read it on the page."""
    response.status_code = 429
    response["Retry-After"] = str(max(1, math.ceil((until - at).total_seconds())))
    return response


def too_many(until: datetime, at: datetime) -> HttpResponse:
    """A page of its own, for what is no form that could show its words again."""
    page = render_to_string("429.html", {"reason": come_back(until, at)})
    return hold_off(HttpResponse(page), until, at)


def _number_key(name: str) -> str:
    return f"limit-{name}"


def _asked(ask: Callable[[MovingWindowRateLimiter], Answer]) -> Answer:
    try:
        return ask(_in_redis(settings.COUNTER_URL))
    except RedisError as error:
        log.warning("counter away (%s), counting here", type(error).__name__)
        return ask(_in_this_process())


@only_once
def _in_redis(url: str) -> MovingWindowRateLimiter:
    pool = ConnectionPool.from_url(url, socket_timeout=TIMEOUT, socket_connect_timeout=TIMEOUT)
    return MovingWindowRateLimiter(RedisStorage("redis://", connection_pool=pool))


@only_once
def _in_this_process() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(MemoryStorage())
