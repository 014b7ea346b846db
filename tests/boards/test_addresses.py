"""Every public page names its own address, and numbers lead to their message however they are written."""

import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from boards import posting
from boards.models import Message
from boards.rules.cursor import Cursor
from boards.rules.numbers import as_written
from cases.actions.merge import merge
from cases.rules.numbers import case_number, parse_number
from cases.rules.states import State
from tests import factories
from tests.boards.messages import a_message, an_answered_message
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db
HOST = "https://wen.example"
NUMBER = "WZ-2026-004217-8"


@pytest.fixture(autouse=True)
def _public_address(settings):
    settings.PUBLIC_URL = HOST


def canonical(client, address):
    found = re.findall(r'<link rel="canonical" href="([^"]*)">', client.get(address).content.decode())
    assert len(found) == 1, (address, found)
    return found[0].replace("&amp;", "&").removeprefix(HOST)


def is_indexed(client, address):
    return "noindex" not in client.get(address).content.decode()


@pytest.mark.parametrize(
    ("asked", "own"),
    [
        ("/", "/"),
        ("/?utm_source=x", "/"),
        ("/boards/?q=szxx", "/boards/"),
        ("/boards/mayor/", "/boards/mayor/"),
        ("/boards/mayor/?state=open", "/boards/mayor/"),
        ("/boards/mayor/?field=01&from={cursor}", "/boards/mayor/"),
        ("/boards/mayor/?from={cursor}&x=1", "/boards/mayor/?from={cursor}"),
        (f"/messages/{NUMBER}/?x=1", f"/messages/{NUMBER}/"),
        ("/statistics/", "/statistics/"),
        ("/statistics/?unit=desk&month=2026-03&x=1", "/statistics/?month=2026-03&unit=desk"),
        ("/deadlines/?kind=complaint&at=2026-03-09T09:30", "/deadlines/"),
    ],
)
def test_a_page_names_the_address_that_shall_be_found(client, asked, own):
    an_answered_message(number=NUMBER, category_id=factories.a_category("0101").pk)
    cursor = Cursor(MONDAY + timedelta(days=1), 7)
    assert canonical(client, asked.format(cursor=cursor)) == own.format(cursor=cursor)


def test_a_narrowed_list_or_a_later_stretch_is_not_indexed(client):
    a_message()
    stretch = f"/boards/mayor/?from={Cursor(MONDAY, 7)}"
    assert is_indexed(client, "/boards/mayor/")
    assert not is_indexed(client, "/boards/mayor/?state=open")
    assert not is_indexed(client, stretch)


def test_a_message_says_what_it_is_to_whoever_shares_it(client):
    message = an_answered_message(title='路灯<"坏了">')
    page = client.get(message.get_absolute_url()).content.decode()
    assert '<meta property="og:title" content="路灯&lt;&quot;坏了&quot;&gt;">' in page
    assert f'<meta property="og:url" content="{HOST}{message.get_absolute_url()}">' in page
    assert re.search(r'<meta property="og:description" content="小区东门外', page)
    assert re.search(rf'<meta property="og:image" content="{HOST}/static/img/share\S*\.png">', page)


@pytest.mark.parametrize(
    "typed",
    [
        "wz-2026-004217-8",
        "WZ20260042178",
        "20260042178",
        "2026-004217-8",
        "ＷＺ２０２６００４２１７８",
        "wz 2026 OO42l7 8",
    ],
)
def test_a_number_typed_otherwise_leads_to_the_message(client, typed):
    a_message(number=NUMBER)
    answer = client.get(f"/messages/{typed}/")
    assert (answer.status_code, answer.headers.get("Location")) == (301, f"/messages/{NUMBER}/")


@pytest.mark.parametrize("typed", ["WZ-2026-004218-8", "x", "1" * 300, "wz\0", "ⅷ", "-" * 16])
def test_what_is_no_number_of_a_message_is_not_there(client, typed):
    a_message(number=NUMBER)
    assert client.get(f"/messages/{typed}/").status_code == 404


@given(st.integers(2001, 2199), st.integers(0, 10**9))
def test_both_readers_of_numbers_agree(year, sequence):
    number = case_number(year, sequence)
    typed = number.lower().replace("-", " ")
    assert as_written(typed) == parse_number(typed) == number


def test_a_number_that_was_taken_down_leads_to_its_tombstone(client):
    message = a_message(number=NUMBER)
    posting.take_down(message.number, at=MONDAY)
    answer = client.get("/messages/20260042178/", follow=True)
    assert (answer.status_code, answer.redirect_chain) == (410, [(f"/messages/{NUMBER}/", 301)])


def test_a_message_keeps_its_address_on_another_board(client):
    message = a_message(number=NUMBER)
    other = factories.a_board("water", title="水务局")
    Message.objects.filter(pk=message.pk).update(board=other)
    assert "水务局" in client.get(f"/messages/{NUMBER}/").content.decode()


def test_a_merged_message_leads_to_the_one_it_goes_on_in(client):
    people = factories.cast()
    target = factories.a_case(State.HANDLING)
    joined = factories.a_case(State.ACCEPTED)
    merge(
        joined.pk, by=people.intake, at=MONDAY + timedelta(hours=9), into=target.number, reason="同一处路灯。"
    )
    joined.refresh_from_db()
    address = f"/messages/{joined.number}/"
    assert f'href="/messages/{target.number}/"' in client.get(address).content.decode()
    assert canonical(client, address) == f"/messages/{target.number}/"
    posting.take_down(target.number, at=MONDAY)
    assert canonical(client, address + "?again") == address


def test_the_picture_of_the_address_is_a_small_kept_drawing(client, django_assert_num_queries):
    message = a_message()
    address = f"{message.get_absolute_url()}qr.svg"
    answer = client.get(address)
    assert (answer.headers["Content-Type"], len(answer.content) < 4000) == ("image/svg+xml", True)
    with django_assert_num_queries(0):
        client.get(address)
    posting.take_down(message.number, at=MONDAY)
    assert client.get(address + "?again").status_code == 404


def test_the_page_shows_the_picture_without_a_script(client):
    message = a_message()
    page = client.get(message.get_absolute_url()).content.decode()
    assert f'<img src="{message.get_absolute_url()}qr.svg"' in page
