"""The switch between 简体, 繁體 and English: the same address, a cookie, no JavaScript; the desk keeps its language."""

import pytest
from django.utils import translation

from accounts.models import User
from boards.models import Progress
from cases.rules.states import State
from notify.models import Outbox
from tests import factories

pytestmark = pytest.mark.django_db


def html_tag(answer) -> str:
    return answer.content.decode().partition("<html ")[2].partition(">")[0]


@pytest.mark.parametrize(("code", "tag"), [("zh-hant", "zh-Hant"), ("en", "en")])
def test_the_choice_is_kept_in_a_cookie_and_the_next_page_speaks_it(client, code, tag):
    answer = client.post("/language/", {"language": code, "next": "/boards/"})
    assert (answer.headers["Location"], client.cookies["language"].value) == ("/boards/", code)
    assert f'lang="{tag}"' in html_tag(client.get("/boards/"))


def test_the_source_language_needs_no_cookie(client):
    client.cookies["language"] = "en"
    client.post("/language/", {"language": "zh-hans", "next": "/"})
    assert client.cookies["language"]["max-age"] == 0


@pytest.mark.parametrize("cookie", ["", "de", "en><script>", "EN", "." * 500])
def test_a_strange_cookie_chooses_nothing_strange(client, cookie):
    client.cookies["language"] = cookie
    assert 'lang="zh-Hans"' in html_tag(client.get("/"))


def test_the_browser_s_own_languages_are_not_asked(client):
    assert 'lang="zh-Hans"' in html_tag(client.get("/", headers={"accept-language": "en"}))


def test_a_kept_page_is_kept_once_for_each_language(client):
    pages = {}
    for code in ("zh-hans", "en", "zh-hant", "en", "zh-hans"):
        client.cookies["language"] = code
        pages.setdefault(code, set()).add(client.get("/boards/").content)
    assert len(set.union(*pages.values())) == 3


def test_the_switch_leads_back_to_the_page_with_its_question(client):
    assert "/language/?next=/search/%3Fq%3D" in client.get("/search/?q=路灯").content.decode()


def test_each_language_is_named_in_its_own_words(client):
    page = client.get("/language/").content.decode()
    assert [page.count(words) for words in ('lang="zh-Hant">繁體中文', 'lang="en">English<')] == [1, 1]


@pytest.mark.parametrize("away", ["https://evil.example/", "//evil.example", "javascript:alert(1)"])
def test_it_leads_to_no_other_site(client, away):
    assert client.post("/language/", {"next": away, "language": "en"}).headers["Location"] == "/"


@pytest.mark.parametrize("path", ["/admin/", "/supervise/"])
def test_the_desk_stays_in_the_language_of_its_files(client, sun_supervisor: User, path):
    client.force_login(sun_supervisor)
    client.cookies["language"] = "en"
    answer = client.get(path)
    assert answer.status_code == 200
    assert 'lang="zh-hans"' in html_tag(answer).lower()


def test_a_language_does_not_stay_behind_in_the_process(client):
    client.cookies["language"] = "en"
    client.get("/")
    assert translation.get_language() == "zh-hans"


def test_a_page_that_is_not_there_speaks_the_language_too(client):
    client.cookies["language"] = "en"
    assert 'lang="en"' in html_tag(client.get("/nowhere/"))


def test_what_a_reader_of_english_does_is_written_in_the_language_of_the_files(client, zhang_citizen: User):
    case = factories.a_case(State.HANDLING, author=zhang_citizen)
    client.force_login(zhang_citizen)
    client.cookies["language"] = "en"
    client.post(f"/my/cases/{case.number}/remind/", {"version": case.version})
    told = [*Outbox.objects.filter(subject__contains="催办"), *Progress.objects.filter(words="催办一次")]
    assert len(told) >= 2
