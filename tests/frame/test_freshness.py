"""Pages kept by what they show: never older than the rows, cheap to ask for again, right without Redis."""

import gzip

import pytest
from django.core.cache import cache
from django.http import HttpResponse

from boards import posting, stamps
from tests import factories
from tests.boards.messages import a_message, an_answered_message
from tests.factories import MONDAY
from wenzheng import freshness
from wenzheng.freshness import FreshnessMiddleware, Page, Shelf

BOARD = stamps.key_of(7)
NOWHERE = {
    "default": {
        "BACKEND": "wenzheng.softcache.SoftRedisCache",
        "LOCATION": "unix:///nowhere/valkey.sock?db=1",
    }
}


class Maker:
    """A view that counts how often it is asked; its page depends on board 7."""

    def __init__(self, body="第一版", during=None):
        self.asked, self.body, self.during = 0, body, during

    def __call__(self, request):
        self.asked += 1
        if self.during:
            self.during()
        return HttpResponse(self.body, headers={stamps.KEEP_BY: BOARD})


def ask(middleware, rf, path="/boards/mayor/", cookies=None, **headers):
    request = rf.get(path, headers=headers)
    request.COOKIES.update(cookies or {})
    return middleware(request)


@pytest.fixture
def maker():
    return Maker()


@pytest.fixture
def kept(maker):
    return FreshnessMiddleware(maker)


def test_a_page_is_made_once_for_many_readers(kept, maker, rf):
    assert [ask(kept, rf).content.decode() for _reader in range(3)] == ["第一版"] * 3
    assert maker.asked == 1


def test_another_process_finds_the_page_too(kept, maker, rf):
    ask(kept, rf)
    ask(FreshnessMiddleware(maker), rf)
    assert maker.asked == 1


def test_a_change_on_the_board_is_seen_by_the_next_reader(kept, maker, rf):
    ask(kept, rf)
    maker.body = "第二版"
    stamps.touch(7)
    assert ask(kept, rf).content.decode() == "第二版"


def test_a_change_on_another_board_leaves_the_page(kept, maker, rf):
    ask(kept, rf)
    stamps.touch(8)
    ask(kept, rf)
    assert maker.asked == 1


def test_a_page_made_while_something_changed_is_shown_but_not_kept(rf):
    maker = Maker(during=lambda: stamps.touch(7))
    kept = FreshnessMiddleware(maker)
    assert ask(kept, rf).status_code == ask(kept, rf).status_code == 200
    assert maker.asked == 2


def test_a_page_gets_old_even_if_its_token_stays(kept, maker, rf, monkeypatch):
    monkeypatch.setattr(freshness, "MOST_SECONDS", 0)
    ask(kept, rf)
    ask(kept, rf)
    assert maker.asked == 2


@pytest.mark.parametrize("cookies", [{"sessionid": "x"}, {"messages": "x"}])
def test_who_is_signed_in_or_has_a_message_waiting_gets_an_own_page(kept, maker, rf, cookies):
    ask(kept, rf)
    answer = ask(kept, rf, cookies=cookies)
    assert (maker.asked, answer.headers["Cache-Control"]) == (2, "private, no-cache")


@pytest.mark.parametrize(
    ("path", "cookies"),
    [("/boards/mayor/?state=open", {}), ("/boards/water/", {}), ("/boards/mayor/", {"reading": "large"})],
)
def test_another_address_or_reading_choice_is_another_page(kept, maker, rf, path, cookies):
    ask(kept, rf)
    ask(kept, rf, path, cookies)
    assert maker.asked == 2


def test_the_name_of_the_tokens_stays_in_the_house(kept, rf):
    assert stamps.KEEP_BY not in ask(kept, rf).headers
    assert stamps.KEEP_BY not in ask(kept, rf, cookies={"sessionid": "x"}).headers


@pytest.mark.parametrize(
    "answer",
    [
        HttpResponse("不依赖任何标记"),
        HttpResponse("没有", status=404, headers={stamps.KEEP_BY: BOARD}),
        HttpResponse("太长的地址", headers={stamps.KEEP_BY: BOARD}),
    ],
)
def test_what_says_no_token_is_no_page_or_has_no_end_is_not_kept(rf, answer):
    asked = []
    kept = FreshnessMiddleware(lambda request: asked.append(request) or answer)
    path = "/search/?q=" + "长" * 300 if "太长" in answer.content.decode() else "/"
    ask(kept, rf, path)
    ask(kept, rf, path)
    assert len(asked) == 2


def test_a_page_that_sets_a_cookie_is_not_kept(rf):
    def view(request):
        response = HttpResponse("x", headers={stamps.KEEP_BY: BOARD})
        response.set_cookie("csrftoken", "secret")
        return response

    kept = FreshnessMiddleware(view)
    ask(kept, rf)
    assert "csrftoken" in ask(kept, rf).cookies


def test_posting_passes_through(maker, rf):
    FreshnessMiddleware(maker)(rf.post("/boards/mayor/"))
    FreshnessMiddleware(maker)(rf.post("/boards/mayor/"))
    assert maker.asked == 2


def test_who_has_the_page_already_is_told_so_by_its_etag(kept, rf):
    etag = ask(kept, rf).headers["ETag"]
    answer = ask(kept, rf, **{"If-None-Match": etag})
    assert (answer.status_code, answer.content, answer.headers["ETag"]) == (304, b"", etag)


def test_who_has_the_page_already_is_told_so_by_its_date(kept, rf):
    date = ask(kept, rf).headers["Last-Modified"]
    assert ask(kept, rf, **{"If-Modified-Since": date}).status_code == 304


def test_an_old_etag_brings_the_new_page(kept, maker, rf):
    etag = ask(kept, rf).headers["ETag"]
    maker.body = "第二版"
    stamps.touch(7)
    assert ask(kept, rf, **{"If-None-Match": etag}).status_code == 200


def test_the_date_stays_while_the_body_is_the_same(kept, maker, rf, monkeypatch):
    first = ask(kept, rf).headers["Last-Modified"]
    monkeypatch.setattr(freshness.time, "time", lambda: 4_000_000_000.0)
    stamps.touch(7)
    again = ask(kept, rf).headers["Last-Modified"]
    maker.body = "第二版"
    stamps.touch(7)
    assert (again, ask(kept, rf).headers["Last-Modified"] != first) == (first, True)


def test_a_browser_that_can_unpack_gets_it_packed(kept, rf):
    answer = ask(kept, rf, **{"Accept-Encoding": "gzip, br"})
    assert (answer.headers["Content-Encoding"], gzip.decompress(answer.content).decode()) == (
        "gzip",
        "第一版",
    )
    assert int(answer.headers["Content-Length"]) == len(answer.content)


@pytest.mark.parametrize("accepted", ["", "br", "gzip;q=0", "gzip; q=0.0, br"])
def test_a_browser_that_cannot_gets_it_plain(kept, rf, accepted):
    assert "Content-Encoding" not in ask(kept, rf, **{"Accept-Encoding": accepted}).headers


def test_without_redis_every_page_is_made_anew_and_right(kept, maker, rf, settings):
    settings.CACHES = NOWHERE
    assert [ask(kept, rf).status_code for _reader in range(2)] == [200, 200]
    assert maker.asked == 2


def test_a_lost_redis_makes_kept_pages_unusable_not_wrong(kept, maker, rf):
    ask(kept, rf)
    cache.clear()
    maker.body = "第二版"
    assert ask(kept, rf).content.decode() == "第二版"


def test_a_forged_host_neither_gets_nor_makes_a_page(kept, maker, rf, client):
    assert client.get("/robots.txt", headers={"Host": "evil.example"}).status_code == 400


def test_the_shelf_lets_the_longest_unused_go(monkeypatch):
    monkeypatch.setattr(freshness, "MOST_BYTES_HERE", 20)
    shelf = Shelf()
    for name in "abc":
        shelf.put(name, Page(b"0123456789", {}, "", 0, {}, 0.0))
        shelf.get("a")
    assert [name for name in "abc" if shelf.get(name)] == ["a", "c"]


@pytest.mark.django_db(transaction=True)
def test_a_new_reply_is_on_the_next_page_that_anybody_asks_for(client):
    message = a_message()
    addresses = ["/", "/boards/mayor/", message.get_absolute_url()]
    assert all("更换灯具三盏" not in client.get(address).content.decode() for address in addresses)
    unit = factories.a_unit("housing", "市住房和城乡建设局")
    posting.add_reply(
        message.pk, board_id=message.board_id, body=factories.REPLY, unit_id=unit.pk, signer="", at=MONDAY
    )
    posting.update(
        message.pk, board_id=message.board_id, at=MONDAY, state="replied", step=5, replied_at=MONDAY
    )
    home, board, page = (client.get(address).content.decode() for address in addresses)
    assert ("已回复" in home, "已回复" in board, "更换灯具三盏" in page) == (True, True, True)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("address", ["/", "/boards/", "/boards/mayor/", "/boards/mayor/feed/"])
def test_a_kept_page_asks_the_database_nothing_and_sets_no_cookie(client, django_assert_num_queries, address):
    an_answered_message()
    client.get(address)
    with django_assert_num_queries(0):
        answer = client.get(address)
    assert not answer.cookies


@pytest.mark.django_db(transaction=True)
def test_a_taken_down_message_is_gone_at_once(client):
    message = a_message()
    client.get(message.get_absolute_url())
    posting.take_down(message.number, at=MONDAY)
    assert client.get(message.get_absolute_url()).status_code == 410


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_changes_no_page(client, django_assert_num_queries):
    message = a_message()
    client.get(message.get_absolute_url())
    with pytest.raises(posting.Message.DoesNotExist):
        _put_up_and_fail(message)
    with django_assert_num_queries(0):
        client.get(message.get_absolute_url())


def _put_up_and_fail(message):
    from django.db import transaction

    with transaction.atomic():
        posting.update(message.pk, board_id=message.board_id, at=MONDAY, state="replied")
        posting.Message.objects.get(pk=0)
