"""Ring Celery's bell. It may be broken: the rows are the truth and the sweep finds them, so ringing never raises or waits."""

from __future__ import annotations

import logging
import time
from collections.abc import Iterable

from celery import current_app
from kombu import pools
from kombu.exceptions import KombuError
from redis.exceptions import RedisError

log = logging.getLogger(__name__)

TASK = "notify.tasks.deliver"  # by name: tasks import actions, so actions cannot import tasks
EXPIRES = 600  # seconds; by then the sweep has rung again
SILENT_FOR = 10.0  # seconds without a further attempt after one that failed: 50 posts must not wait 50 times
# A person waits behind this call. Kombu's own patience while connecting is six seconds, a silent server's has no end.
HASTY = {"socket_timeout": 0.3, "socket_connect_timeout": 0.3, "max_retries": 0}
ONCE_MORE = {
    "max_retries": 1,
    "interval_start": 0,
    "interval_step": 0,
    "interval_max": 0,
}  # a server that came back

_broken_until = 0.0


def nudge(ids: Iterable[int], task: str = TASK) -> None:
    """Ask a worker to do `task` with each of these rows now."""
    global _broken_until  # noqa: PLW0603 - one small fact a process: the bell was broken a moment ago
    if time.monotonic() < _broken_until:
        return
    try:
        _ring(ids, task)
    except (KombuError, RedisError, OSError) as error:
        _broken_until = time.monotonic() + SILENT_FOR
        log.warning("broker away (%s), the sweep will deliver", type(error).__name__)


def _ring(ids: Iterable[int], task: str) -> None:
    connection = current_app.connection_for_write(transport_options=HASTY)
    with pools.producers[connection].acquire(block=True, timeout=1) as producer:
        for pk in ids:
            current_app.send_task(
                task, args=[pk], expires=EXPIRES, producer=producer, retry=True, retry_policy=ONCE_MORE
            )
