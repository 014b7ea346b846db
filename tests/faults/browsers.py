"""Browsers of people who are signed in, over real HTTP: what they get, and how long they waited for it."""

from __future__ import annotations

import http.client
import re
import time
import uuid
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.conf import settings
from django.test import Client

from accounts.models import User
from launcher.address import Address

TOKEN = "a" * 32  # the cookie and the form carry the same: that is all the middleware asks for
FORM = {
    "kind": "help_request",
    "title": "小区门口路灯坏了半个月",
    "body": "小区东门外的三盏路灯坏了半个月，晚上一片漆黑，老人出行很不安全，请尽快修好。",
    "visibility": "public",
    "contact_name": "张三",
}


@dataclass(frozen=True)
class Answer:
    status: int
    words: str
    location: str
    seconds: float


@dataclass(eq=False)
class Browser:
    address: Address
    cookies: dict[str, str] = field(default_factory=lambda: {"csrftoken": TOKEN})

    def get(self, path: str) -> Answer:
        return self._ask("GET", path, None)

    def post(self, path: str, **fields: Any) -> Answer:
        return self._ask("POST", path, urlencode({"csrfmiddlewaretoken": TOKEN, **fields}))

    def send(self, slug: str, key: uuid.UUID | None = None) -> Answer:
        """The posting form, filled in."""
        return self.post(f"/boards/{slug}/post/", **FORM, submission_key=str(key or uuid.uuid4()))

    def do(self, pk: int, verb: str, **fields: Any) -> Answer:
        """A verb of the desk, with the version that its page shows."""
        page = f"/admin/cases/case/{pk}/do/{verb}/"
        return self.post(page, version=version_on(self.get(page)), **fields)

    def _ask(self, method: str, path: str, body: str | None) -> Answer:
        connection = http.client.HTTPConnection(self.address.host, self.address.port, timeout=40)
        headers = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}
        if body is not None:
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        began = time.monotonic()
        try:
            connection.request(method, path, body, headers)
            answer = connection.getresponse()
            words = answer.read().decode()
        finally:
            connection.close()
        return Answer(answer.status, words, answer.headers.get("Location", ""), time.monotonic() - began)


def stranger(address: Address) -> Browser:
    return Browser(address)


def signed_in(address: Address, user: User) -> Browser:
    client = Client()
    client.force_login(user)
    name = settings.SESSION_COOKIE_NAME
    return Browser(address, {"csrftoken": TOKEN, name: client.cookies[name].value})


def version_on(page: Answer) -> str:
    found = re.search(r'name="version" value="(\d+)"', page.words)
    assert found, (page.status, page.words[:2000])
    return found[1]


def number_of(answer: Answer) -> str:
    """The case's number, from where the browser was sent after posting."""
    return answer.location.rstrip("/").rsplit("/", 1)[-1]
