"""The page of a search: filters, guesses, marked hits, its feed."""

from datetime import timedelta
from xml.etree import ElementTree

import pytest

from boards.rules.near import near_words
from boards.rules.ranking import score
from tests import factories
from tests.boards.messages import a_message, an_answered_message
from tests.factories import MONDAY

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def town():
    """Two boards with a message about street lamps each, one of them answered, in two years."""
    county = factories.a_board("lake", title="湖县", kind="region", level="county", region_code="990121")
    category = factories.a_category()
    return {
        "here": a_message(category_id=category.pk, kind="complaint"),
        "there": an_answered_message(county, at=MONDAY - timedelta(days=400), kind="question"),
    }


@pytest.mark.parametrize(
    ("name", "value", "found"),
    [
        ("board", "lake", ["there"]),
        ("board", "nix", []),
        ("region", "990121", ["there"]),
        ("region", "99", ["there"]),
        ("field", "01", ["here"]),
        ("field", "0101", ["here"]),
        ("field", "nix", []),
        ("kind", "question", ["there"]),
        ("state", "open", ["here"]),
        ("state", "answered", ["there"]),
        ("year", "2025", ["there"]),
        ("year", "2026", ["here"]),
        ("year", "0000", ["here", "there"]),
        ("year", "9999", ["here", "there"]),
        ("sort", "time", ["here", "there"]),
    ],
)
def test_a_filter_narrows_the_search(client, town, name, value, found):
    page = client.get("/search/", {"q": "路灯", name: value}).context["found"].page
    assert sorted(row.href for row in page.rows) == sorted(town[each].get_absolute_url() for each in found)


def test_the_form_keeps_the_question(client, town):
    page = client.get(
        "/search/", {"q": "路灯", "board": "lake", "year": "2025", "sort": "time"}
    ).content.decode()
    chosen = ["lake", "2025", "time"]
    assert 'value="路灯"' in page
    assert [value for value in chosen if f'<option value="{value}" selected>' in page] == chosen


def test_an_unknown_state_is_not_found(client, town):
    assert client.get("/search/", {"q": "路灯", "state": "nix"}).status_code == 404


@pytest.mark.parametrize(
    ("asked", "guessed"),
    [
        ({"q": "路灯，照明灯"}, "路灯"),
        ({"q": "路登不亮"}, "路灯不亮"),
        ({"q": "路灯亮不"}, "路灯不亮"),
        ({"q": "路灯 暖气"}, "路灯"),
        ({"q": "路灯不亮了怎么办"}, "路灯不亮"),
        ({"q": "路灯", "kind": "thanks"}, "路灯"),
    ],
)
def test_where_nothing_is_found_a_guess_leads_to_something(client, town, asked, guessed):
    guesses = client.get("/search/", asked).context["found"].guesses
    assert guessed in [each.words for each in guesses]
    for each in guesses:
        assert client.get(f"/search/{each.href}").context["found"].page.rows


def test_where_something_is_found_nothing_is_guessed(client, town):
    assert client.get("/search/", {"q": "路灯"}).context["found"].guesses == ()


def test_a_near_word_differs_in_one_place():
    assert near_words("路登坏", ["路灯坏了", "路灯坏", "登路坏"]) == ["路灯坏", "登路坏"]


def test_a_hit_in_title_text_and_reply_is_marked_in_its_own_characters(client):
    an_answered_message(title="東門路燈", body="路灯坏了", at=MONDAY)
    page = client.get("/search/", {"q": "路灯"}).content.decode()
    assert all(
        words in page
        for words in ("東門<mark>路燈</mark>", "<mark>路灯</mark>坏了", "反映的<mark>路灯</mark>问题")
    )


def test_what_is_typed_and_what_is_found_stay_text(client):
    a_message(title="<i>路灯</i>", body="<script>路灯</script>")
    page = client.get("/search/", {"q": "<script>路灯", "board": '"><b>'}).content.decode()
    page += client.get("/search/", {"q": "路灯"}).content.decode()
    assert not any(piece in page for piece in ("<script>路", "<i>", '"><b>'))


def test_too_long_a_search_says_that_it_was_shortened(client):
    for typed in ("路" * 99, "路 灯 不 亮 了 怎 么 办 呢"):
        assert "只按前面的部分查找" in client.get("/search/", {"q": typed}).content.decode()
    assert "只按前面的部分查找" not in client.get("/search/", {"q": " 路灯   不亮 "}).content.decode()


@pytest.mark.parametrize("typed", ["路灯", "路燈 ", "亮"])
def test_the_feed_lists_what_the_search_finds_newest_first(client, town, settings, typed):
    settings.PUBLIC_URL = "https://wen.example"
    feed = ElementTree.fromstring(client.get("/search/feed/", {"q": typed}).content)
    links = [entry.find(f"{ATOM}link").get("href") for entry in feed.findall(f"{ATOM}entry")]
    assert links == [f"https://wen.example{town[each].get_absolute_url()}" for each in ("here", "there")]


@pytest.mark.parametrize("asked", [{}, {"q": "，"}, {"q": "路灯", "state": "nix"}])
def test_a_search_for_nothing_has_no_feed(client, asked):
    assert client.get("/search/feed/", asked).status_code == 404


def test_an_answer_a_title_and_a_fresh_day_each_count():
    def worth(place=100, days=0, is_answered=False):
        return score([place], title_ends=20, age=timedelta(days=days), is_answered=is_answered)

    assert worth(place=1) > worth(is_answered=True) > worth() > worth(days=30) > worth(days=3000) > 0
