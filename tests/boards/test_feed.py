"""A board's Atom feed."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest

from boards import feeds
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


def titles(client, address):
    found = ElementTree.fromstring(client.get(address).content).findall(f"{ATOM}entry")
    return [entry.findtext(f"{ATOM}title") for entry in found]


def test_the_feed_of_the_site_lists_the_answers_of_all_boards(client):
    a_message(title="还没回复")
    an_answered_message(title="先回复")
    an_answered_message(
        factories.a_board("water", title="水务局"), title="后回复", at=MONDAY + timedelta(hours=1)
    )
    assert titles(client, "/feed/") == ["后回复", "先回复"]


def test_the_feed_of_a_category_lists_its_own_answers_and_those_below(client):
    below = factories.a_category("0101")
    an_answered_message(title="供热", category_id=below.pk)
    an_answered_message(title="别的一类", category_id=factories.a_category("0201", "噪声").pk)
    an_answered_message(title="没有类别")
    assert titles(client, "/categories/01/feed/") == titles(client, "/categories/0101/feed/") == ["供热"]


def test_an_unknown_category_has_no_feed(client):
    assert client.get("/categories/nix/feed/").status_code == 404


def test_the_feed_of_a_category_looks_at_a_bounded_stretch(monkeypatch, client):
    monkeypatch.setattr(feeds, "NEWEST_OF_ALL", 1)
    category = factories.a_category("0101")
    an_answered_message(title="早", category_id=category.pk)
    an_answered_message(title="晚", at=MONDAY + timedelta(hours=1))
    assert titles(client, "/categories/0101/feed/") == []


@pytest.mark.parametrize("address", ["/feed/", "/boards/mayor/feed/", "/categories/0101/feed/"])
def test_no_words_of_a_message_lie_in_a_feed(client, address):
    an_answered_message(category_id=factories.a_category("0101").pk)
    told = client.get(address).content.decode()
    assert "小区东门路灯不亮" in told
    assert "半个月" not in told
    assert "更换灯具" not in told
