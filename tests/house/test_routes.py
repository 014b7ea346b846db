"""Every address with its audience; one that is missing here fails the build, and strangers get nowhere they should not."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from accounts.models import User

PUBLIC = {
    "unsubscribe/<str:token>/",
    "statistics/take-downs/",
    "messages/<str:number>/flag/",
    "healthz", "readyz", "reading/", "language/",
    "robots.txt", "sitemap.xml", "sitemap-<slug:section>-<int:part>.xml",
    "", "search/", "search/feed/",
    "track/", "deadlines/", "post/", "statistics/", "statistics/data.csv", "feed/", "categories/<slug:code>/feed/",
    "boards/", "boards/<slug:slug>/", "boards/<slug:slug>/feed/", "messages/<str:number>/", "messages/<slug:number>/qr.svg",
    "accounts/login/", "accounts/login/code/",
}  # fmt: skip
CITIZEN = {
    "my/searches/", "my/searches/<int:pk>/", "my/searches/<int:pk>/drop/",
    "my/", "my/profile/", "my/sessions/", "my/phone/", "my/closing/", "my/data/", "my/data/file/",
    "my/cases/<str:number>/", "my/cases/<str:number>/noted/",
    "my/restrictions/",
    "my/cases/<str:number>/<slug:verb>/", "my/notices/", "my/notices/read/", "my/notices/<int:pk>/open/",
    "my/preferences/", "my/preferences/mail/", "my/preferences/mail/forget/", "my/mail/<str:token>/",
    "my/endorsed/", "my/follows/", "my/follows/<int:pk>/stop/", "boards/<slug:slug>/follow/",
    "messages/<slug:number>/endorse/", "messages/<slug:number>/follow/",
    "boards/<slug:slug>/post/", "boards/<slug:slug>/post/keep/", "boards/<slug:slug>/alike/",
    "my/drafts/", "my/drafts/<uuid:key>/delete/", "accounts/logout/", "attachments/<uuid:key>/",
    "attachments/<uuid:key>/thumbnail/", "my/files/",
}  # fmt: skip
SUPERVISOR = {"supervise/", "supervise/orders/", "supervise/promises/", "supervise/what-if/"}
STAFF_PREFIX = "admin/"
SAMPLES = {
    "token": "no-token",
    "slug": "mayor",
    "number": "WZ-2026-000001-1",
    "verb": "rate",
    "pk": "1",
    "key": str(uuid.uuid4()),
}


def routes() -> Iterator[str]:
    def walk(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
        for each in patterns:
            here = prefix + str(each.pattern)
            if isinstance(each, URLResolver):
                yield from walk(each.url_patterns, here)
            else:
                yield here

    yield from walk(get_resolver().url_patterns, "")


def address(route: str) -> str:
    return "/" + re.sub(r"<(?:\w+:)?(\w+)>", lambda found: SAMPLES.get(found.group(1), "1"), route)


OURS = sorted(route for route in routes() if not route.startswith(STAFF_PREFIX))
DESK = sorted(route for route in routes() if route.startswith(STAFF_PREFIX) and "(?P" not in route)
OPEN_DESK = {"admin/login/"}


def test_every_address_has_an_audience() -> None:
    assert set(OURS) == PUBLIC | CITIZEN | SUPERVISOR


@pytest.mark.parametrize("route", sorted(CITIZEN | SUPERVISOR))
def test_a_stranger_sees_no_private_page(route: str, client: Client, board: object) -> None:
    answer = client.get(address(route))
    assert answer.status_code in (302, 403, 404, 405)
    if answer.status_code == 302:
        assert "/login" in answer["Location"]


@pytest.mark.parametrize("route", DESK)
def test_a_citizen_and_a_stranger_stay_outside_the_desk(
    route: str, client: Client, zhang_citizen: User
) -> None:
    if route in OPEN_DESK:
        return
    outside = client.get(address(route)).status_code
    client.force_login(zhang_citizen)
    assert {outside, client.get(address(route)).status_code} <= {302, 403, 404, 405}


@pytest.mark.parametrize("route", sorted(PUBLIC))
def test_every_public_answer_carries_the_strict_policy(route: str, client: Client, board: object) -> None:
    answer = client.get(address(route))
    policy = answer["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize("route", ["", "boards/", "search/", "statistics/"])
def test_an_anonymous_reader_gets_no_cookie(route: str, client: Client, board: object) -> None:
    assert not client.get("/" + route).cookies


@pytest.mark.django_db
def test_the_desk_itself_carries_the_strict_policy(client: Client) -> None:
    assert "default-src 'none'" in client.get("/admin/login/")["Content-Security-Policy"]
