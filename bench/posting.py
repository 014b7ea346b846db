"""Posting a message (form, case, event, clocks, outbox) against a view that inserts one row; both through Django's own client."""

from __future__ import annotations

import itertools
import time
import uuid
from datetime import timedelta
from http.cookies import SimpleCookie

from django.test import Client, override_settings
from django.utils import timezone

from accounts.models import User
from bench.pairs import ratio
from boards.models import Board
from cases.models import Case

MANY = 40
_count = itertools.count()


def run() -> None:
    board = Board.objects.open().order_by("pk").first()
    assert board is not None
    with override_settings(ALLOWED_HOSTS=["testserver"]):
        ratio("post a message, to one inserted row", lambda: _posts(board.slug), _inserts)
    print(
        "   (the page's own form with session, permission, throttle and redirect; the reference has none of them)"
    )


def _posts(slug: str) -> float:
    form = {
        "kind": "help_request",
        "title": "小区路灯坏了半个月",
        "body": "小区东门外的路灯坏了半个月，晚上一片漆黑，老人出行不安全，请尽快修好。",
        "visibility": "public",
    }
    cookies = [_signed_in() for _each in range(MANY)]
    browser = Client()  # one for all: each new one would load the middleware anew
    browser.get("/robots.txt")
    before = Case.objects.count()
    begun = time.perf_counter()
    for each in cookies:
        browser.cookies = each
        browser.post(f"/boards/{slug}/post/", {**form, "submission_key": str(uuid.uuid4())})
    took = time.perf_counter() - begun
    made = Case.objects.count() - before
    if made != MANY:
        raise RuntimeError(f"only {made} of {MANY} messages became cases")
    return MANY / took


def _signed_in() -> SimpleCookie:
    """The cookies of a citizen who has just signed in."""
    number = f"188{int(time.time()) % 10000:04d}{next(_count) % 10000:04d}"
    user, _new = User.objects.get_or_create(
        username=f"bench-{number}", defaults={"phone": number, "nickname": "市民测试"}
    )
    client = Client()
    client.force_login(user)
    return client.cookies


def _inserts() -> float:
    client, stamp = Client(), timezone.now() - timedelta(days=1)
    with override_settings(ROOT_URLCONF="bench.reference"):
        client.get("/constant/")
        begun = time.perf_counter()
        for _each in range(MANY):
            client.post("/insert/", {"name": f"{stamp:%H%M%S%f}{next(_count)}"})
        return MANY / (time.perf_counter() - begun)
