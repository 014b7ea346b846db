"""Saved filters: a person's own names for the own questions to the list."""

from __future__ import annotations

import pytest

from accounts.roles import Role
from cases.actions.keep_filter import MOST
from cases.models import SavedFilter
from cases.views.filters import clean_query
from tests.cases.desk_pages import LIST, browser, words_of
from tests.factories import MONDAY, a_case, a_member, cast

pytestmark = pytest.mark.django_db
KEEP = f"{LIST}filters/"


def keep(user, name="应急", query="state=submitted&kind=question", **more):
    return browser(user).post(KEEP, {"name": name, "query": query}, **more)


def test_a_query_is_kept_under_a_name_and_stands_above_the_list():
    case = a_case(kind="question")
    keep(cast().intake)
    page = words_of(browser(cast().intake).get(LIST))
    assert '<a href="?kind=question&amp;state=submitted">应急</a>' in page
    found = browser(cast().intake).get(f"{LIST}?kind=question&state=submitted")
    assert case.number in words_of(found)


def test_the_person_comes_back_to_the_same_list():
    assert keep(cast().intake)["Location"] == f"{LIST}?kind=question&state=submitted"


def test_nobody_sees_or_drops_anothers():
    keep(cast().intake)
    other = a_member("he_intake", "何受理", cast().lead, Role.HANDLER)
    assert "应急</a>" not in words_of(browser(other).get(LIST))
    assert browser(other).post(f"{KEEP}{SavedFilter.objects.get().pk}/drop/").status_code == 404
    assert SavedFilter.objects.count() == 1


def test_the_own_is_dropped():
    keep(cast().intake)
    browser(cast().intake).post(f"{KEEP}{SavedFilter.objects.get().pk}/drop/")
    assert not SavedFilter.objects.exists()


def test_the_same_name_takes_the_new_query():
    keep(cast().intake)
    keep(cast().intake, query="work=to_accept")
    assert SavedFilter.objects.get().query == "work=to_accept"


def test_twenty_are_enough_and_the_next_is_refused_with_words():
    rows = [
        SavedFilter(user=cast().intake, name=f"第 {n} 个", query="q=1", saved_at=MONDAY) for n in range(MOST)
    ]
    SavedFilter.objects.bulk_create(rows)
    assert "最多保存 20 个" in words_of(keep(cast().intake, follow=True))
    assert SavedFilter.objects.count() == MOST
    assert "已保存" in words_of(keep(cast().intake, name="第 3 个", follow=True))


@pytest.mark.parametrize(
    ("name", "query", "words"),
    [
        ("", "q=1", "起一个名称"),
        ("名", "", "还没有筛选条件"),
        ("长" * 31, "q=1", "最多 30 个字"),
        ("名", "q=" + "a" * 600, "条件太长"),
    ],
)
def test_what_cannot_be_kept_says_why(name, query, words):
    assert words in words_of(keep(cast().intake, name=name, query=query, follow=True))
    assert not SavedFilter.objects.exists()


def test_only_the_lists_own_questions_are_kept():
    sent = "p=3&state=closed&author__phone=199&_popup=1&q=&work=mine"
    assert clean_query(sent) == "state=closed&work=mine"


def test_markup_in_a_name_stays_words():
    keep(cast().intake, name="<script>x</script>")
    assert "<script>x" not in words_of(browser(cast().intake).get(LIST))


def test_reading_the_addresses_does_nothing():
    assert browser(cast().intake).get(KEEP).status_code == 405


def test_every_filter_of_the_bar_can_be_kept():
    from cases.admin.filters import NAMES

    query = "&".join(f"{name}=1" for name in sorted(NAMES))
    assert set(clean_query(query).split("&")) == set(query.split("&"))
