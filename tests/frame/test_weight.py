"""A public page is light: everything that its first view asks for, packed as it is really sent."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest
from django.core.management import call_command
from django.test import Client

from tests import factories
from tests.boards.messages import a_message, an_answered_message
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db
MOST_BYTES, MOST_REQUESTS = 60 * 1024, 12
PICTURES = 4  # the most that a page shows of the small drawings; a browser counts them in tests/browser/test_everybody.py
NUMBER = "WZ-2026-004217-8"
LINKED = re.compile(r'<(?:link rel="(?:stylesheet|icon)" href|script src|img src)="([^"]+)"[^>]*>')
DRAWN = re.compile(r'url\("?([^")]+)"?\)')


@pytest.fixture(scope="module")
def sent(tmp_path_factory) -> Path:
    """The static files as an installation has them: with hashed names, packed."""
    return tmp_path_factory.mktemp("static")


@pytest.fixture
def reader(settings, sent) -> Client:
    """A browser that can unpack; the city has pages of ordinary length."""
    settings.STATIC_ROOT = sent
    settings.STORAGES = {
        **settings.STORAGES,
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
    }
    if not any(sent.iterdir()):
        call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["admin", "vendor"])
    board = factories.a_board(intro="办事遇到难处，都可以写在这里。")
    factories.cast(board)
    an_answered_message(board, number=NUMBER, at=MONDAY)
    for each in range(25):
        an_answered_message(board, title=f"小区第 {each} 号楼的路灯不亮已经很久了", endorsement_count=each)
        a_message(board, title=f"第 {each} 路公交车改线以后老人出行不便")
    client = Client(headers={"Accept-Encoding": "gzip"})
    client.get("/")
    return client


def fetched(client: Client, address: str) -> bytes:
    """What goes over the line; checked to be packed where it is words."""
    answer = client.get(address)
    assert answer.status_code == 200, address
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    if len(body) > 1000 and not address.endswith(".png"):
        assert answer.headers.get("Content-Encoding") in ("gzip", "br"), address
    return body


def first_view(client: Client, address: str) -> dict[str, int]:
    """Each thing that is asked for, and its size. Pictures of the style sheets are all counted, seen or not."""
    page = client.get(address, headers={"Accept-Encoding": ""}).content.decode()
    eager = re.sub(r'<img [^>]*loading="lazy"[^>]*>', "", page)
    weights = {address: len(fetched(client, address))}
    for linked in set(LINKED.findall(eager)):
        weights[linked] = len(fetched(client, linked))
        if linked.endswith(".css"):
            plain = b"".join(client.get(linked, headers={"Accept-Encoding": ""}).streaming_content).decode()
            drawn = {urljoin(linked, each) for each in DRAWN.findall(plain)}
            weights |= {each: len(fetched(client, each)) for each in drawn}
    return weights


@pytest.mark.parametrize(
    "address", ["/", "/boards/", "/boards/mayor/", f"/messages/{NUMBER}/", "/search/?q=路灯", "/statistics/"]
)
def test_the_first_view_of_a_public_page_is_light(reader, address) -> None:
    weights = first_view(reader, address)
    assert sum(weights.values()) <= MOST_BYTES, weights
    assert len([each for each in weights if not each.endswith(".svg")]) + PICTURES <= MOST_REQUESTS, weights


def test_the_form_for_a_message_is_light(reader, zhang_citizen) -> None:
    reader.force_login(zhang_citizen)
    weights = first_view(reader, "/boards/mayor/post/")
    assert sum(weights.values()) <= MOST_BYTES, weights


def test_a_page_can_be_used_from_its_first_answer(reader) -> None:
    page = reader.get(f"/messages/{NUMBER}/", headers={"Accept-Encoding": ""}).content.decode()
    assert "更换灯具三盏" in page
    assert page.count("<script") == page.count(" defer></script>")
