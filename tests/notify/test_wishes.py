"""How people want to be told: the table of kinds and channels, results that stay on, own quiet hours, the page."""

from __future__ import annotations

from datetime import datetime, time, timedelta

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import User
from cases.models import Case, current_policy
from cases.rules.quiet import quiet_until
from cases.rules.states import State
from cases.rules.workdays import SHANGHAI
from notify.models import NoticeWishes, Outbox, reach_of
from notify.rules.kinds import EMAIL, OFFERED, SITE, SMS, SWITCHES, Kind, switch_name
from notify.rules.wishes import DAY, Reach, length_of_quiet
from tests.cases.pages import signed_in, words_of
from tests.cases.ways import on
from tests.factories import MONDAY, a_case, a_citizen
from tests.notify.wishes import confirmed, wishing

NIGHT = (time(22, 0), time(7, 0))
switches = st.dictionaries(st.sampled_from([switch_name(*each) for each in SWITCHES]), st.booleans())
times = st.times().map(lambda each: each.replace(second=0, microsecond=0))


# --- the table ------------------------------------------------------------------------------------------------------------


def test_results_are_on_everywhere_and_steps_are_not_mailed_unless_asked() -> None:
    whole = Reach(has_phone=True, has_mail=True)
    assert whole.channels(Kind.RESULT) == (SITE, SMS, EMAIL)
    assert whole.channels(Kind.STEP) == (SITE,)
    assert Reach(has_mail=True, switches={"step.email": True}).channels(Kind.STEP) == (SITE, EMAIL)


@pytest.mark.parametrize("kind", [Kind.ANSWER, Kind.STEP, Kind.BOARD])
def test_what_thousands_are_told_is_never_a_short_message(kind: Kind) -> None:
    assert SMS not in OFFERED[kind]


@given(switches, st.booleans(), st.booleans())
def test_whatever_is_switched_results_reach_the_site_and_leave_it_if_any_way_leads_out(
    chosen: dict[str, bool], has_phone: bool, has_mail: bool
) -> None:
    ways = Reach(has_phone=has_phone, has_mail=has_mail, switches=chosen).channels(Kind.RESULT)
    assert SITE in ways
    assert (SMS in ways or EMAIL in ways) == (has_phone or has_mail)
    assert SMS not in ways or has_phone
    assert EMAIL not in ways or has_mail


@given(switches, st.sampled_from([each for each in OFFERED if each != Kind.RESULT]))
def test_everything_else_is_as_it_was_switched(chosen: dict[str, bool], kind: Kind) -> None:
    reach = Reach(has_phone=True, has_mail=True, switches=chosen)
    assert set(reach.channels(kind)) == {
        each for each, is_on in OFFERED[kind].items() if chosen.get(switch_name(kind, each), is_on)
    }


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("chosen", "constraint"),
    [
        ({"result.site": False}, "results_are_on_the_site"),
        ({"result.sms": False, "result.email": False}, "results_have_a_way_out"),
    ],
)
def test_the_database_refuses_to_switch_results_off(chosen: dict[str, bool], constraint: str) -> None:
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        wishing(a_citizen(), switches=chosen)


@pytest.mark.django_db
def test_all_wishes_of_many_people_are_one_query(django_assert_num_queries) -> None:
    people = [a_citizen(), confirmed(a_citizen()), wishing(a_citizen(), wants_digest=True)]
    with django_assert_num_queries(1):
        found = reach_of([each.pk for each in people])
    assert [found[each.pk].has_mail for each in people] == [False, True, False]
    assert [found[each.pk].wants_digest for each in people] == [False, False, True]


@pytest.mark.django_db
def test_who_has_left_is_not_reached() -> None:
    gone = a_citizen()
    User.objects.filter(pk=gone.pk).update(is_active=False)
    assert reach_of([gone.pk]) == {}


# --- what an author gets --------------------------------------------------------------------------------------------------


def a_walk(author: User) -> Case:
    """Accepted and answered, with this person as the author from the beginning."""
    return a_case(State.REPLIED, author=author)


def channels_of(case: Case, words: str) -> dict[str, Outbox]:
    rows = Outbox.objects.filter(user=case.author, url=f"/my/cases/{case.number}/")
    return {each.channel: each for each in rows if words in each.subject}


@pytest.mark.django_db
def test_a_letter_to_an_author_holds_no_address_and_names_its_kind() -> None:
    rows = channels_of(a_walk(confirmed(a_citizen(phone="13900000009"))), "已受理")
    assert set(rows) == {"site", "sms", "email"}
    assert (rows["email"].address, rows["email"].kind) == ("", "progress")


@pytest.mark.django_db
def test_progress_is_silent_where_it_was_switched_off() -> None:
    off = {"progress.site": False, "progress.sms": False, "progress.email": False}
    case = a_walk(wishing(confirmed(a_citizen(phone="13900000009")), switches=off))
    assert channels_of(case, "已受理") == {}
    assert set(channels_of(case, "已有回复")) == {"site", "sms", "email"}


@pytest.mark.django_db
def test_a_reply_comes_by_short_message_where_mail_is_off_for_results() -> None:
    author = wishing(confirmed(a_citizen(phone="13900000009")), switches={"result.email": False})
    assert set(channels_of(a_walk(author), "已有回复")) == {"site", "sms"}


@pytest.mark.django_db
def test_a_short_message_holds_the_short_words_and_no_body() -> None:
    row = channels_of(a_walk(a_citizen(phone="13900000009")), "已受理")["sms"]
    assert row.subject.endswith("有进展会及时告诉您。")
    assert row.body == ""


# --- quiet hours ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("at", "end"),
    [
        ("03-09 21:59", None),
        ("03-09 22:00", "03-10 07:00"),
        ("03-10 06:59", "03-10 07:00"),
        ("03-10 07:00", None),
    ],
)
def test_own_quiet_hours_reach_past_midnight(at: str, end: str | None) -> None:
    reach = Reach(quiet_from=NIGHT[0], quiet_until=NIGHT[1])
    assert reach.quiet_until_at(on(at)) == (on(end) if end else None)


@given(times, times, st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 1)))
def test_what_waits_waits_less_than_a_day_and_ends_outside(start: time, end: time, naive: datetime) -> None:
    if start == end:
        return
    reach, here = Reach(quiet_from=start, quiet_until=end), naive.replace(tzinfo=SHANGHAI)
    until = reach.quiet_until_at(here)
    if until is not None:
        assert here < until <= here + length_of_quiet(start, end)
        assert reach.quiet_until_at(until) is None


@given(times, times)
def test_the_length_of_quiet_is_within_a_day(start: time, end: time) -> None:
    assert timedelta() < length_of_quiet(start, end) <= DAY


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("channel", "grade", "at", "until"),
    [
        ("site", "normal", "03-09 23:00", None),
        ("email", "normal", "03-09 23:00", "03-10 07:00"),
        ("sms", "normal", "03-09 23:00", "03-10 08:00"),  # the calendar's hours for texting go on until eight
        ("email", "normal", "03-09 12:00", None),
        ("email", "emergency_a", "03-09 23:00", None),
    ],
)
def test_both_quiet_hours_hold_and_an_emergency_breaks_them(
    channel: str, grade: str, at: str, until: str | None
) -> None:
    reach = Reach(quiet_from=NIGHT[0], quiet_until=NIGHT[1])
    found = quiet_until(
        channel, is_staff=False, grade=grade, at=on(at), calendar=current_policy().calendar, reach=reach
    )
    assert found == (on(until) if until else None)


# --- the page ---------------------------------------------------------------------------------------------------------------

PAGE = "/my/preferences/"


@pytest.mark.django_db
def test_the_page_saves_what_is_ticked_and_keeps_what_it_did_not_show() -> None:
    reader = wishing(a_citizen(phone="13900000009"), switches={"answer.email": False})
    signed_in(reader).post(
        PAGE, {"result.sms": "on", "answer.site": "on", "quiet_from": "22:00", "quiet_until": "07:00"}
    )
    row = NoticeWishes.objects.get(user=reader)
    assert row.switches["progress.sms"] is False
    assert row.switches["answer.site"] is True
    assert row.switches["answer.email"] is False
    assert (row.quiet_from, row.quiet_until) == NIGHT


@pytest.mark.django_db
def test_the_page_says_why_results_cannot_all_be_switched_off() -> None:
    reader = confirmed(a_citizen(phone="13900000009"))
    answer = signed_in(reader).post(PAGE, {"progress.site": "on"})
    assert "至少保留一种" in words_of(answer)
    assert not NoticeWishes.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("given_hours", "words"),
    [
        ({"quiet_from": "22:00"}, "开始和结束都填上"),
        ({"quiet_from": "08:00", "quiet_until": "23:00"}, "最长 14 小时"),
        ({"quiet_from": "08:00", "quiet_until": "08:00"}, "最长 14 小时"),
        ({"quiet_from": "nachts", "quiet_until": "07:00"}, "时:分"),
    ],
)
def test_quiet_hours_that_make_no_sense_are_explained(given_hours: dict[str, str], words: str) -> None:
    reader = a_citizen(phone="13900000009")
    assert words in words_of(signed_in(reader).post(PAGE, {"result.sms": "on", **given_hours}))


@pytest.mark.django_db
def test_there_is_no_box_for_what_is_always_on_nor_for_mail_without_an_address() -> None:
    page = words_of(signed_in(a_citizen(phone="13900000009")).get(PAGE))
    assert 'name="result.sms"' in page
    assert 'name="result.site"' not in page
    assert ".email" not in page


@pytest.mark.django_db
def test_nobody_wishes_for_somebody_else() -> None:
    one, other = a_citizen(phone="13900000009"), a_citizen(phone="13900000008")
    signed_in(one).post(PAGE, {"result.sms": "on"})
    assert list(NoticeWishes.objects.values_list("user", flat=True)) == [one.pk]
    assert other.pk not in reach_of([one.pk])


def test_the_monday_of_the_tests_is_no_quiet_hour() -> None:
    assert Reach(quiet_from=NIGHT[0], quiet_until=NIGHT[1]).quiet_until_at(MONDAY) is None
