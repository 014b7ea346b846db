"""Search engines find what is public, and nothing else; the parts stay small and cheap."""

import itertools
import re

import pytest
from django.db import connection
from django.utils.http import http_date

from boards import posting
from boards.reads import sitemap
from tests import factories
from tests.boards.messages import a_message, an_answered_message
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db
HOST = "https://wen.example"


@pytest.fixture(autouse=True)
def _public_address(settings):
    settings.PUBLIC_URL = HOST


def places(client, path):
    answer = client.get(path)
    assert answer.status_code == 200, path
    return [found.removeprefix(HOST) for found in re.findall(r"<loc>(.*?)</loc>", answer.content.decode())]


def everything(client):
    return {place for part in places(client, "/sitemap.xml") for place in places(client, part)}


def test_the_sitemaps_lead_to_pages_boards_and_messages(client):
    message = an_answered_message()
    found = everything(client)
    assert {
        "/",
        "/boards/",
        "/statistics/",
        "/deadlines/",
        "/boards/mayor/",
        message.get_absolute_url(),
    } == found
    assert {client.get(place).status_code for place in found} == {200}


def test_what_was_taken_down_or_went_on_elsewhere_is_not_in_them(client):
    shown, down = a_message(), a_message()
    a_message(merged_into=shown.number)
    posting.take_down(down.number, at=MONDAY)
    assert [each for each in everything(client) if "/messages/" in each] == [shown.get_absolute_url()]


def test_a_part_holds_a_stretch_of_ids_and_no_part_is_empty(client, monkeypatch):
    monkeypatch.setattr(sitemap, "PART", 3)
    messages = [a_message() for _each in range(8)]
    for message in messages[2:6]:
        posting.take_down(message.number, at=MONDAY)
    parts = [part for part in places(client, "/sitemap.xml") if "messages" in part]
    held = [places(client, part) for part in parts]
    left = [each.get_absolute_url() for each in messages if each not in messages[2:6]]
    assert sorted(itertools.chain.from_iterable(held)) == sorted(left)
    assert all(1 <= len(each) <= 3 for each in held)


@pytest.mark.parametrize(
    "part", ["messages-9", "pages-1", "boards-1", "users-0", "messages-99999999999999999"]
)
def test_a_part_that_is_not_there_is_not_found(client, part):
    a_message()
    assert client.get(f"/sitemap-{part}.xml").status_code == 404


def test_who_has_a_part_already_is_told_so(client):
    message = a_message()
    part = next(each for each in places(client, "/sitemap.xml") if "messages" in each)
    since = http_date(message.changed_at.timestamp())
    assert client.get(part, headers={"If-Modified-Since": since}).status_code == 304
    earlier = http_date(message.changed_at.timestamp() - 5)
    assert client.get(part, headers={"If-Modified-Since": earlier}).status_code == 200


def test_a_part_walks_a_stretch_of_the_primary_key(django_assert_num_queries):
    a_message()
    with connection.cursor() as sql:
        sql.execute("ANALYZE boards_message")
        sql.execute("SET LOCAL enable_seqscan = off")
        part = sitemap._stretch(0).values_list("number", "changed_at", "is_up", "merged_into").order_by()
        assert "boards_message_pkey" in part.explain()
        sql.execute("EXPLAIN " + sitemap._MESSAGE_PARTS, {"size": sitemap.PART})
        plan = "\n".join(line for (line,) in sql.fetchall())
    assert plan.count("boards_message_pkey") >= 1
    assert "Seq Scan on boards_message" not in plan
    with django_assert_num_queries(1):
        sitemap.message_part(0)


def test_robots_are_kept_from_what_is_private_or_without_end(client):
    told = client.get("/robots.txt").content.decode().splitlines()
    closed = ("/my/", "/track/", "/accounts/", "/admin/", "/search/", "/attachments/")
    assert {f"Disallow: {path}" for path in closed} <= set(told)
    assert f"Sitemap: {HOST}/sitemap.xml" in told


def test_nothing_in_the_sitemaps_is_closed_to_robots(client):
    an_answered_message(factories.a_board())
    closed = re.findall(r"Disallow: (\S+)", client.get("/robots.txt").content.decode())
    patterns = [re.compile(re.escape(path).replace(r"\*", ".*")) for path in closed]
    assert not [place for place in everything(client) for each in patterns if each.match(place)]
