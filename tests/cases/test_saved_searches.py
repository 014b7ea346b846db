"""Searches that people want to be told of."""

from datetime import timedelta

import pytest
from django.urls import reverse

from boards import posting
from boards.rules.question import Question
from cases.actions.errors import HeldBack
from cases.actions.keep_search import MOST, keep_search
from cases.actions.tell_searches import tell_searches
from cases.models import SavedSearch
from notify.models import Outbox
from tests.boards.messages import a_message
from tests.factories import MONDAY, a_citizen

pytestmark = pytest.mark.django_db
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


@pytest.fixture
def saved(zhang_citizen):
    return keep_search(Question("路灯"), by=zhang_citizen, at=MONDAY)


def notices():
    return list(Outbox.objects.order_by("pk").values_list("user_id", "subject", "url"))


def test_a_new_message_that_matches_is_told_once_in_two_runs(saved, zhang_citizen):
    a_message(at=MONDAY + HOUR)
    assert (tell_searches(MONDAY + 2 * HOUR), tell_searches(MONDAY + 3 * HOUR)) == (1, 0)
    assert notices() == [(zhang_citizen.pk, "您订阅的搜索有 1 件新留言", f"/my/searches/{saved.pk}/")]


def test_at_most_one_notice_a_day_and_the_next_day_tells_the_rest(saved):
    a_message(at=MONDAY + HOUR)
    tell_searches(MONDAY + 2 * HOUR)
    for minutes in (1, 2):
        a_message(at=MONDAY + 3 * HOUR + timedelta(minutes=minutes))
    assert (tell_searches(MONDAY + 4 * HOUR), tell_searches(MONDAY + DAY)) == (0, 1)
    assert [subject for _user, subject, _url in notices()] == [
        "您订阅的搜索有 1 件新留言",
        "您订阅的搜索有 2 件新留言",
    ]


def test_days_without_a_worker_lose_nothing(saved):
    a_message(at=MONDAY + HOUR)
    assert tell_searches(MONDAY + 9 * DAY) == 1


def test_what_was_there_before_and_what_does_not_match_is_not_told(saved):
    a_message(at=MONDAY - HOUR)
    a_message(title="暖气不热", body="请尽快修好", at=MONDAY + HOUR)
    assert tell_searches(MONDAY + DAY) == 0


def test_a_message_that_goes_up_again_is_not_new(saved):
    message = a_message(at=MONDAY - HOUR)
    posting.take_down(message.number, at=MONDAY)
    a_message(number=message.number, at=MONDAY + HOUR)
    assert tell_searches(MONDAY + DAY) == 0


def test_what_went_up_a_moment_ago_is_told_with_the_next_look(saved):
    """It may belong to a transaction that is not over: it would be missed for ever."""
    a_message(at=MONDAY + HOUR)
    assert (tell_searches(MONDAY + HOUR + timedelta(minutes=1)), tell_searches(MONDAY + 2 * HOUR)) == (0, 1)


def test_filters_of_a_saved_search_hold(zhang_citizen):
    keep_search(Question("路灯", board="nix"), by=zhang_citizen, at=MONDAY)
    keep_search(Question("路灯", state="answered"), by=zhang_citizen, at=MONDAY)
    a_message(at=MONDAY + HOUR)
    assert tell_searches(MONDAY + DAY) == 0


def test_the_same_search_is_saved_once_and_twenty_are_enough(zhang_citizen):
    for number in range(MOST):
        keep_search(Question(f"路灯{number}"), by=zhang_citizen, at=MONDAY)
    keep_search(Question("路灯1"), by=zhang_citizen, at=MONDAY)
    with pytest.raises(HeldBack):
        keep_search(Question("暖气"), by=zhang_citizen, at=MONDAY)
    assert SavedSearch.objects.count() == MOST


@pytest.mark.parametrize("question", [Question(""), Question("，。"), Question("路灯", state="nix")])
def test_a_search_for_nothing_is_not_saved(zhang_citizen, question):
    with pytest.raises(HeldBack):
        keep_search(question, by=zhang_citizen, at=MONDAY)


def test_a_search_is_saved_and_dropped_without_javascript(client, zhang_citizen):
    client.force_login(zhang_citizen)
    page = client.get("/my/searches/", {"q": "路灯", "state": "open"}).content.decode()
    assert "订阅搜索“路灯”" in page
    assert SavedSearch.objects.count() == 0
    client.post("/my/searches/", {"query": "q=%E8%B7%AF%E7%81%AF&state=open"})
    kept = SavedSearch.objects.get()
    assert kept.question == Question("路灯", state="open")
    client.post(reverse("cases:drop_search", args=[kept.pk]))
    assert SavedSearch.objects.count() == 0


def test_a_saved_search_leads_to_its_results_and_is_nobody_elses(client, saved):
    client.force_login(saved.user)
    address = client.get(f"/my/searches/{saved.pk}/")["Location"]
    client.force_login(a_citizen())
    answers = [client.get(f"/my/searches/{saved.pk}/"), client.post(f"/my/searches/{saved.pk}/drop/")]
    assert address == "/search/?q=%E8%B7%AF%E7%81%AF&sort=time"
    assert [answer.status_code for answer in answers] == [404, 404]
    assert SavedSearch.objects.exists()


def test_words_of_a_saved_search_stay_text(client, zhang_citizen):
    client.force_login(zhang_citizen)
    client.post("/my/searches/", {"query": "q=%3Cb%3E%E8%B7%AF"})
    assert "<b>路" not in client.get("/my/searches/").content.decode()
