"""Telling those who endorsed or follow: by a job, in batches, once each, in public words, through the channels they want."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts.models import User
from boards import posting
from cases.actions import tell_watchers as telling
from cases.actions.approve_reply import approve_reply
from cases.actions.countersign import countersign
from cases.actions.endorse import endorse
from cases.actions.follow import follow, unfollow
from cases.actions.merge import merge
from cases.actions.rate import rate
from cases.actions.tell_watchers import tell_watchers
from cases.actions.withdraw import withdraw
from cases.models import Broadcast, Case, CaseFollow, Endorsement
from cases.rules.following import WATCHED
from cases.rules.states import State
from cases.rules.transitions import MOVES
from notify.actions import set_wishes
from notify.models import Outbox
from tests.cases.pages import signed_in, words_of
from tests.factories import GOOD, MONDAY, a_case, a_citizen, cast
from tests.notify.wishes import confirmed

pytestmark = pytest.mark.django_db

LATER = MONDAY + timedelta(days=4)
SOON = LATER + timedelta(hours=1)
END = LATER + timedelta(hours=2)


@pytest.fixture
def case() -> Case:
    """The reply has been countersigned, and is published by `answer`."""
    case = a_case(State.REVIEWING, title="路灯不亮，电话 13911112222")
    countersign(case.pk, by=cast().signer, at=LATER)
    return case


def answer(case: Case) -> None:
    approve_reply(case.pk, by=cast().reviewer, at=SOON)


def told(user: User, channel: str = "site") -> list[Outbox]:
    return list(Outbox.objects.filter(user=user, channel=channel).order_by("pk"))


def test_endorsers_and_followers_are_told_of_the_reply_once(case: Case) -> None:
    endorser, follower, both = (a_citizen() for _ in range(3))
    for each in (endorser, both):
        endorse(case.pk, by=each, at=LATER)
    for each in (follower, both):
        follow(case.pk, by=each, at=LATER)
    answer(case)
    assert not told(endorser)
    assert tell_watchers(END) == 3
    for each in (endorser, follower, both):
        (notice,) = told(each)
        assert "已回复" in notice.body
        assert notice.url == f"/messages/{case.number}/"
    assert tell_watchers(END) == 0
    assert len(told(both)) == 1


def test_no_notice_to_others_shows_what_the_public_page_hides(case: Case) -> None:
    reader = a_citizen()
    follow(case.pk, by=reader, at=LATER)
    answer(case)
    tell_watchers(END)
    assert "13911112222" not in told(reader)[0].subject + told(reader)[0].body


def test_nobody_else_is_written_down_and_nothing_where_nobody_is(case: Case) -> None:
    answer(case)
    assert not Broadcast.objects.exists()


def test_the_author_hears_it_in_the_own_words_only(case: Case) -> None:
    follow(case.pk, by=a_citizen(), at=LATER)
    CaseFollow.objects.create(case=case, origin=case, user=case.author, at=LATER)
    answer(case)
    before = Outbox.objects.filter(user=case.author).count()
    tell_watchers(END)
    assert Outbox.objects.filter(user=case.author).count() == before


def test_who_came_after_the_event_is_not_told_of_it(case: Case) -> None:
    follow(case.pk, by=a_citizen(), at=LATER)
    answer(case)
    late = a_citizen()
    follow(case.pk, by=late, at=SOON + timedelta(minutes=1))
    tell_watchers(END)
    assert not told(late)


def test_who_has_given_up_is_not_told(case: Case) -> None:
    reader = a_citizen()
    follow(case.pk, by=reader, at=LATER)
    unfollow(CaseFollow.objects.get().pk, by=reader)
    answer(case)
    tell_watchers(END)
    assert not told(reader)


def test_a_rating_is_nobody_elses_business(case: Case) -> None:
    follow(case.pk, by=a_citizen(), at=LATER)
    answer(case)
    rate(case.pk, by=case.author, at=END, verdict=GOOD)
    assert [each.event.verb for each in Broadcast.objects.select_related("event")] == ["approve_reply"]


def test_what_is_told_to_others_always_has_public_words() -> None:
    assert all(MOVES[verb].public or verb == "close" for verb in WATCHED)


def test_a_message_that_was_withdrawn_is_told_without_its_title() -> None:
    case, reader = a_case(State.HANDLING), a_citizen()
    endorse(case.pk, by=reader, at=LATER)
    withdraw(case.pk, by=case.author, at=SOON)
    tell_watchers(END)
    (notice,) = told(reader)
    assert "撤回" in notice.body
    assert case.title not in notice.body


def test_what_was_taken_down_is_talked_about_no_more(case: Case) -> None:
    reader = a_citizen()
    follow(case.pk, by=reader, at=LATER)
    answer(case)
    posting.take_down(case.number, at=SOON)
    tell_watchers(END)
    assert not told(reader)
    assert Broadcast.objects.get().done_at == END


def test_those_of_a_merged_message_hear_of_the_merge_and_of_the_reply_there() -> None:
    other, target = a_case(State.ACCEPTED, author=a_citizen("市民6YYY")), a_case(State.REVIEWING)
    reader = a_citizen()
    endorse(other.pk, by=reader, at=LATER)
    merge(other.pk, by=cast().intake, at=LATER, into=target.number, reason="同一处。")
    countersign(target.pk, by=cast().signer, at=SOON)
    approve_reply(target.pk, by=cast().reviewer, at=SOON)
    tell_watchers(END)
    assert [each.url for each in told(reader)] == [
        f"/messages/{other.number}/",
        f"/messages/{target.number}/",
    ]


# --- channels ---------------------------------------------------------------------------------------------------------------


def test_no_short_message_goes_to_those_who_follow(case: Case) -> None:
    reader = a_citizen(phone="13900000009")
    endorse(case.pk, by=reader, at=LATER)
    answer(case)
    tell_watchers(END)
    assert not told(reader, "sms")


def test_letters_go_to_confirmed_addresses_of_those_who_want_them(case: Case) -> None:
    willing, unwilling = confirmed(a_citizen()), confirmed(a_citizen())
    set_wishes(
        unwilling.pk,
        switches={"answer.email": False},
        wants_digest=False,
        quiet_from=None,
        quiet_until=None,
        at=LATER,
    )
    for each in (willing, unwilling):
        follow(case.pk, by=each, at=LATER)
    answer(case)
    tell_watchers(END)
    (letter,) = told(willing, "email")
    assert (letter.address, letter.kind) == ("", "answer")
    assert not told(unwilling, "email")


# --- thousands --------------------------------------------------------------------------------------------------------------


def many(case: Case, count: int) -> None:
    """Endorsers straight into the tables: signing in five thousand people is another test's business."""
    people = User.objects.bulk_create(User(username=f"many-{n}") for n in range(count))
    Endorsement.objects.bulk_create(
        Endorsement(case=case, origin=case, user=each, at=LATER) for each in people
    )
    Case.objects.filter(pk=case.pk).update(endorsement_count=count)


def questions(case: Case) -> int:
    with CaptureQueriesContext(connection) as seen:
        answer(case)
    return len(seen)


def test_five_thousand_endorsers_do_not_slow_the_reply(case: Case) -> None:
    few = a_case(State.REVIEWING)
    countersign(few.pk, by=cast().signer, at=LATER)
    endorse(few.pk, by=a_citizen(), at=LATER)
    many(case, 5000)
    assert questions(case) == questions(few)
    assert Outbox.objects.filter(user__username__startswith="many-").count() == 0


def test_a_run_that_was_killed_is_taken_up_where_it_stopped(
    case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(telling, "BATCH", 10)
    many(case, 35)
    answer(case)
    rows, real = [], telling._batch

    def dies_at_the_third(*given: object) -> int | None:
        rows.append(1)
        if len(rows) == 3:
            raise RuntimeError("killed")
        return real(*given)

    monkeypatch.setattr(telling, "_batch", dies_at_the_third)
    with pytest.raises(RuntimeError):
        tell_watchers(END)
    assert Outbox.objects.filter(user__username__startswith="many-").count() == 20
    monkeypatch.setattr(telling, "_batch", real)
    assert tell_watchers(END) == 15
    assert Outbox.objects.filter(user__username__startswith="many-").count() == 35


def test_a_batch_asks_the_same_however_many_are_in_it(case: Case) -> None:
    many(case, 400)
    answer(case)
    with CaptureQueriesContext(connection) as seen:
        tell_watchers(END)
    assert len(seen) < 30


# --- pages of those who follow ------------------------------------------------------------------------------------------------


def test_following_and_stopping_by_plain_forms(case: Case) -> None:
    reader = a_citizen()
    browser = signed_in(reader)
    there = f"/messages/{case.number}/follow/"
    browser.post(there)
    browser.post(there)
    assert Case.objects.get(pk=case.pk).follower_count == 1
    assert "取消关注" in words_of(browser.get(there))
    assert case.number in words_of(browser.get("/my/follows/"))
    browser.post(there, {"undo": "1"})
    assert Case.objects.get(pk=case.pk).follower_count == 0
    assert "还没有关注的留言" in words_of(browser.get("/my/follows/"))


def test_stopping_from_the_list_and_only_the_own(case: Case) -> None:
    reader = a_citizen()
    follow(case.pk, by=reader, at=LATER)
    pk = CaseFollow.objects.get().pk
    signed_in(a_citizen()).post(f"/my/follows/{pk}/stop/")
    assert CaseFollow.objects.filter(pk=pk).exists()
    signed_in(reader).post(f"/my/follows/{pk}/stop/")
    assert not CaseFollow.objects.exists()


def test_nobody_follows_an_own_message(case: Case) -> None:
    page = words_of(signed_in(case.author).get(f"/messages/{case.number}/follow/"))
    assert "不需要关注" in page
    signed_in(case.author).post(f"/messages/{case.number}/follow/")
    assert not CaseFollow.objects.exists()


def test_the_own_follows_cost_a_fixed_number_of_queries(
    case: Case, django_assert_max_num_queries: Callable
) -> None:
    reader = a_citizen()
    for each in [case, *(a_case(State.ACCEPTED) for _ in range(4))]:
        follow(each.pk, by=reader, at=LATER)
    browser = signed_in(reader)
    with django_assert_max_num_queries(7):
        browser.get("/my/follows/")
