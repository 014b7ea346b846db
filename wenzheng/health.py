"""Addresses for machines: is the process alive, and are all its parts?"""

from __future__ import annotations

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from redis import Redis
from redis.exceptions import RedisError

from cases.models import Heartbeat

MOST_SECONDS_SINCE_TICK = 180  # three rings of beat


def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request: HttpRequest) -> HttpResponse:
    """Database, broker and beat's last tick; 503 when one of them is not well. No detail for strangers."""
    parts = {"database": _database(), "broker": _broker(), "beat": False}
    if parts["database"]:
        parts["beat"] = _beat()
    return JsonResponse(parts, status=200 if all(parts.values()) else 503)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return False
    return True


def _broker() -> bool:
    url = settings.REDIS_URL.replace("redis+socket://", "unix://")
    try:
        return bool(Redis.from_url(url, socket_timeout=1, socket_connect_timeout=1).ping())
    except RedisError:
        return False


def _beat() -> bool:
    last = Heartbeat.objects.filter(name="tick_clocks").values_list("at", flat=True).first()
    return last is not None and (timezone.now() - last).total_seconds() < MOST_SECONDS_SINCE_TICK
