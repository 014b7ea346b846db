"""A board's Atom feed."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest

from tests import factories
from tests.boards.messages import a_message, an_answered_message
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


def entries(client):
    return ElementTree.fromstring(client.get("/boards/mayor/feed/").content).findall(f"{ATOM}entry")


def test_the_feed_lists_answers_newest_first_and_nothing_unanswered(client):
    a_message(title="还没回复")
    an_answered_message(title="先回复")
    an_answered_message(title="后回复", at=MONDAY + timedelta(hours=1))
    assert [entry.findtext(f"{ATOM}title") for entry in entries(client)] == ["后回复", "先回复"]


def test_the_feed_leads_to_the_public_address(client, settings):
    settings.PUBLIC_URL = "https://wen.example"
    message = an_answered_message()
    assert (
        entries(client)[0].find(f"{ATOM}link").get("href")
        == f"https://wen.example{message.get_absolute_url()}"
    )


def test_an_unknown_board_has_no_feed(client):
    factories.a_board()
    assert client.get("/boards/nix/feed/").status_code == 404


def test_robots_are_kept_from_pages_without_end(client):
    assert "Disallow: /search/" in client.get("/robots.txt").content.decode()
