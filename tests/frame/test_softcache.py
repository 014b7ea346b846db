"""A cache that is away is an empty cache; a line that broke is taken up again; no thread gets another's answer."""

import socket
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache, caches

NOWHERE = {
    "default": {
        "BACKEND": "wenzheng.softcache.SoftRedisCache",
        "LOCATION": "unix:///nowhere/valkey.sock?db=1",
    }
}


@pytest.mark.parametrize(
    ("operation", "answer"),
    [
        (lambda: cache.get("a", "else"), "else"),
        (lambda: cache.get_many(["a", "b"]), {}),
        (lambda: cache.set("a", 1), None),
        (lambda: cache.set_many({"a": 1}), ["a"]),
        (lambda: cache.delete("a"), False),
        (lambda: cache.clear() or False, False),
    ],
)
def test_without_a_server_everything_answers_as_an_empty_cache(settings, operation, answer):
    settings.CACHES = NOWHERE
    assert operation() == answer


def test_a_broken_line_is_taken_up_again():
    cache.set("a", 1)
    cache.get_many(["a"])
    caches["default"]._cache._line._sock.shutdown(socket.SHUT_RDWR)
    assert cache.get_many(["a"]) == {"a": 1}


def test_threads_get_their_own_answers():
    cache.set_many({f"key-{number}": number for number in range(8)})

    def ask(number):
        return all(cache.get_many([f"key-{number}"]) == {f"key-{number}": number} for _time in range(100))

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(ask, range(8)))
