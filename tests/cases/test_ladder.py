"""The ladder of warnings: who is told at which threshold, once, and always somebody else than on the steps below."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from accounts.models import Deputy, Membership, User
from accounts.roles import Role
from cases.actions import warn as warn_module
from cases.actions.accept import accept
from cases.actions.history import history
from cases.actions.log_contact import log_contact
from cases.actions.tick import tick
from cases.actions.warn import warn
from cases.models import Case, Clock, current_policy
from cases.rules.clocks import MARKED
from cases.rules.ladder import ABOVE, Step, climb, lower, reached, rungs_of
from cases.rules.thresholds import ORDER, Threshold, before_end
from cases.rules.workdays import SHANGHAI
from notify.models import Outbox
from tests.cases.ways import accepted, assign_it, assigned, drafted, on, replied, sign_it, signed, submitted
from tests.factories import a_board, a_category, a_member, cast

GRADES = ["normal", "emergency_a", "emergency_b"]


def told(at: str) -> list[str]:
    """Who got a notice at that sweep, by user name."""
    before = set(Outbox.objects.values_list("pk", flat=True))
    tick(on(at))
    warn(on(at))
    rows = Outbox.objects.filter(channel="site", key__startswith="warn-").exclude(pk__in=before)
    return sorted(rows.values_list("user__username", flat=True))


def contacted(text: str) -> int:
    """A case whose reply clock is the only one that anybody is warned of."""
    pk = signed(text)
    log_contact(pk, by=cast().handler, at=on(text), way="phone", result="已联系。")
    return pk


def a_leader() -> None:
    a_member("zheng_leader", "郑市长", a_board().owner, Role.LEADER)


# --- the tables -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("clock", sorted(MARKED))
@pytest.mark.parametrize("grade", GRADES)
def test_every_clock_that_can_be_overdue_has_a_ladder_that_begins_at_its_end_at_the_latest(
    clock, grade
) -> None:
    assert {Threshold.END, Threshold.RED} <= rungs_of(clock, grade).keys()


@pytest.mark.parametrize("clock", ["wait", "rating", "sign"])
def test_nobody_is_told_of_what_acts_by_itself(clock: str) -> None:
    assert rungs_of(clock, "normal") == {}


@pytest.mark.parametrize("clock", sorted(MARKED))
@pytest.mark.parametrize("grade", GRADES)
def test_no_step_is_named_on_two_rungs_but_for_the_first_warnings(clock: str, grade: str) -> None:
    rungs = rungs_of(clock, grade)
    groups = list(dict.fromkeys(rungs[each] for each in ORDER if each in rungs))
    steps = [step for group in groups for step in group]
    assert len(steps) == len(set(steps))


def test_every_way_up_ends_at_the_leader() -> None:
    for step in Step:
        seen = [step]
        while seen[-1] in ABOVE:
            seen.append(ABOVE[seen[-1]])
        assert seen[-1] == Step.LEADER
        assert len(seen) == len(set(seen))


@pytest.mark.parametrize(
    ("told_until", "at", "threshold", "next_at"),
    [
        (None, 0, None, 10),
        (None, 10, "half", 20),
        (10, 15, None, 20),
        (10, 20, "most", 30),
        (None, 35, "end", 40),  # after a downtime the highest only
        (30, 35, None, 40),
        (30, 40, "red", None),
        (40, 99, None, None),
    ],
)
def test_a_sweep_tells_of_the_highest_threshold_that_is_new(told_until, at, threshold, next_at) -> None:
    start = datetime(2026, 3, 9, tzinfo=SHANGHAI)

    def day(number: int | None) -> datetime | None:
        return None if number is None else start + timedelta(days=number)

    moments = {"half": 10, "most": 20, "end": 30, "red": 40}
    here = reached(
        {Threshold(name): day(number) for name, number in moments.items()},
        told_until=day(told_until),
        at=day(at),
    )
    assert (here.threshold, here.next_at) == (threshold, day(next_at))


@pytest.mark.django_db
def test_a_clock_that_runs_by_night_is_shared_out_by_the_wall_clock() -> None:
    starts, ends = on("10-01 02:00"), on("10-01 04:00")
    found = before_end(starts, ends, current_policy().calendar, by_night=True)
    assert found == {Threshold.HALF: on("10-01 03:00"), Threshold.MOST: on("10-01 03:36")}


STEPS = [Step.HANDLER, Step.SIGNER, Step.INTAKE, Step.SUPERVISOR, Step.LEADER]
PEOPLE = st.dictionaries(st.sampled_from(STEPS), st.frozensets(st.integers(1, 6), max_size=3))


@given(people=PEOPLE, sweeps=st.lists(st.integers(0, 70), max_size=12), grade=st.sampled_from(GRADES))
def test_whenever_the_sweeps_come_each_threshold_is_told_once_and_nobody_is_told_on_two_steps(
    people: dict[Step, frozenset[int]], sweeps: list[int], grade: str
) -> None:
    rungs = rungs_of("reply", grade)
    start = datetime(2026, 3, 9, tzinfo=SHANGHAI)
    moments = {
        each: start + timedelta(days=10 * number) for number, each in enumerate(ORDER) if each in rungs
    }
    heard: dict[Threshold, dict[int, Step]] = {}
    told_until = None
    for day in sorted(sweeps):
        here = reached(moments, told_until=told_until, at=start + timedelta(days=day))
        if here.threshold is None:
            continue
        assert here.threshold not in heard
        told_until = here.at
        before = {who for each in lower(rungs, here.threshold) for who in heard.get(each, {})}
        found = climb(rungs[here.threshold], lambda step: sorted(people.get(step, ())), before)
        heard[here.threshold] = found
        assert not before & found.keys()
        reachable = {who for step in _upwards(rungs[here.threshold]) for who in people.get(step, ())}
        assert bool(found) == bool(reachable - before)


def _upwards(steps: tuple[Step, ...]) -> set[Step]:
    found = set(steps)
    while more := {ABOVE[each] for each in found if each in ABOVE} - found:
        found |= more
    return found


# --- one case, all the way up -------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_reply_that_does_not_come_is_told_to_somebody_higher_each_time() -> None:
    """Accepted Mon 9 March 10:00, due Mon 16 March 18:00; 41 office hours lie between."""
    a_leader()
    contacted("03-09 10:00")
    way = {
        "03-12 09:29": [],
        "03-12 09:30": ["wang_handler"],
        "03-13 16:48": ["wang_handler"],
        "03-13 18:00": ["qian_signer"],
        "03-16 17:59": [],
        "03-16 18:00": ["li_intake"],
        "03-19 17:59": [],
        "03-19 18:00": ["sun_supervisor"],
        "03-23 18:00": ["zheng_leader"],
        "06-30 09:00": [],
    }
    assert {at: told(at) for at in way} == way


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("swept", "expected"),
    [
        ("03-14 10:00", ["qian_signer"]),
        ("03-17 09:00", ["li_intake"]),
        ("03-20 09:00", ["sun_supervisor"]),
        ("04-30 09:00", ["zheng_leader"]),
    ],
)
def test_after_a_downtime_the_highest_threshold_is_told_and_the_missed_ones_are_not(swept, expected) -> None:
    a_leader()
    contacted("03-09 10:00")
    assert told(swept) == expected
    assert told(swept) == []


@pytest.mark.django_db
def test_where_the_only_signer_is_the_handler_the_step_goes_to_the_next() -> None:
    a_leader()
    contacted("03-09 10:00")
    Membership.objects.filter(role=Role.SIGNER).update(user=User.objects.get(username="wang_handler"))
    found = [told(at) for at in ("03-12 09:30", "03-13 18:00", "03-16 18:00", "03-19 18:00")]
    assert found == [["wang_handler"], ["li_intake"], ["sun_supervisor"], ["zheng_leader"]]


@pytest.mark.django_db
def test_the_desk_is_told_of_what_lies_with_the_desk() -> None:
    cast()
    submitted("03-09 10:00")
    assert told("03-10 18:00") == ["li_intake"]
    assert told("03-13 18:00") == ["sun_supervisor"]


@pytest.mark.django_db
def test_a_draft_that_nobody_looks_at_is_told_to_whose_turn_it_is() -> None:
    drafted("03-09 10:00")
    Clock.objects.filter(name="reply").delete()
    assert told("03-10 18:00") == ["qian_signer"]


@pytest.mark.django_db
def test_nobody_hears_any_more_of_what_is_answered() -> None:
    replied("03-09 10:00")
    assert told("03-20 18:00") == []


@pytest.mark.django_db
def test_a_clock_that_stands_still_is_not_warned_of() -> None:
    contacted("03-09 10:00")
    Clock.objects.filter(name="reply").update(paused_at=on("03-10 10:00"))
    assert told("03-12 10:00") == []


@pytest.mark.django_db
def test_an_end_that_was_moved_is_warned_of_anew() -> None:
    contacted("03-09 10:00")
    assert told("03-13 18:00") == ["qian_signer"]
    Clock.objects.filter(name="reply").update(due_at=on("03-20 18:00"), warn_at=on("03-19 18:00"))
    assert told("03-19 18:00") == ["qian_signer"]


@pytest.mark.django_db
def test_of_the_past_nobody_is_told() -> None:
    with history():
        contacted("03-09 10:00")
        tick(on("03-17 09:00"))
    warn(on("03-30 09:00"))
    assert not Outbox.objects.filter(key__startswith="warn-").exists()


@pytest.mark.django_db
def test_the_words_say_which_step_is_told_and_how_long_it_is_over() -> None:
    contacted("03-09 10:00")
    for at in ("03-16 18:00", "03-19 18:00"):
        told(at)
    red = Outbox.objects.get(channel="site", user__username="sun_supervisor")
    assert "已记红牌" in red.subject
    assert "超期 3 个工作日" in red.body
    assert "本通知发给督查员" in red.body


# --- emergencies and quiet hours ----------------------------------------------------------------------------------------


def an_emergency(text: str) -> int:
    pk = sign_it(assign_it(accepted(text, grade="emergency_a"), text), text)
    log_contact(pk, by=cast().handler, at=on(text), way="phone", result="已联系。")
    return pk


def give_everybody_an_address() -> None:
    cast()
    for membership in Membership.objects.select_related("user"):
        membership.user.email = f"{membership.user.username}@example.org"
        membership.user.save(update_fields=["email"])


def mails(username: str) -> list[Any]:
    return list(Outbox.objects.filter(channel="email", user__username=username, key__startswith="warn-"))


@pytest.mark.django_db
def test_an_emergency_at_two_on_national_day_climbs_by_the_hour_and_waits_for_no_office() -> None:
    give_everybody_an_address()
    a_leader()
    an_emergency("10-01 02:00")  # two hours: until 04:00
    way = {
        "10-01 03:00": ["wang_handler"],
        "10-01 03:36": ["qian_signer"],
        "10-01 04:00": ["li_intake", "sun_supervisor"],
    }
    assert {at: told(at) for at in way} == way
    assert all(
        mail.next_try_at - mail.created_at == timedelta(minutes=1) for mail in mails("wang_handler")
    ), "rung for at once"


@pytest.mark.django_db
@pytest.mark.parametrize(("swept", "goes_out"), [("03-13 17:59", None), ("03-13 18:01", "03-16 09:00")])
def test_an_ordinary_warning_on_friday_evening_waits_until_monday(swept, goes_out) -> None:
    give_everybody_an_address()
    contacted("03-09 10:00")
    told(swept)
    mail = mails("wang_handler" if goes_out is None else "qian_signer")[0]
    if goes_out is None:
        assert mail.next_try_at - mail.created_at == timedelta(minutes=1)
    else:
        assert mail.next_try_at == on(goes_out)


@pytest.mark.django_db
def test_letters_of_verbs_keep_quiet_hours_as_well() -> None:
    """A message at a quarter past ten at night: the author's SMS in the morning, the desk's mail when the office opens."""
    give_everybody_an_address()
    pk = submitted("03-09 22:15")
    author = Case.objects.get(pk=pk).author
    assert Outbox.objects.get(user=author, channel="sms").next_try_at == on("03-10 08:00")
    assert Outbox.objects.get(user=cast().intake, channel="email").next_try_at == on("03-10 09:00")
    assert Outbox.objects.get(user=author, channel="site").status == "sent"


@pytest.mark.django_db
def test_the_author_of_an_emergency_is_told_at_night() -> None:
    accepted("10-01 02:00", grade="emergency_b")
    sms = Outbox.objects.filter(channel="sms", subject__contains="受理").latest("pk")
    assert sms.next_try_at - sms.created_at == timedelta(minutes=1)


@pytest.mark.django_db
def test_people_of_a_reported_unit_are_passed_over_and_the_next_step_is_told() -> None:
    a_leader()
    pk = submitted("03-09 10:00", kind="report")
    accept(
        pk,
        by=cast().intake,
        at=on("03-09 10:00"),
        category_id=a_category().pk,
        reported_ids=[cast().supervisor.memberships.get().unit_id],
    )
    assert told("03-09 18:00") == ["li_intake"]  # the hand-over should have been on the same day
    assert told("03-12 18:00") == ["zheng_leader"]


# --- deputies -----------------------------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_who_stands_in_for_the_handler_is_told_as_well_and_other_colleagues_are_not() -> None:
    deputy = a_member("wu_handler", "吴承办", cast().lead, Role.HANDLER)
    a_member("he_handler", "何承办", cast().lead, Role.HANDLER)
    contacted("03-09 10:00")
    Deputy.objects.create(
        person=cast().handler,
        deputy=deputy,
        by=deputy,
        from_on=date(2026, 3, 12),
        until_on=date(2026, 3, 12),
    )
    assert told("03-12 09:30") == ["wang_handler", "wu_handler"]
    assert told("03-13 16:48") == ["wang_handler"]


@pytest.mark.django_db
def test_a_deputy_who_has_lost_the_role_is_told_nothing() -> None:
    deputy = a_member("wu_handler", "吴承办", cast().lead, Role.HANDLER)
    contacted("03-09 10:00")
    Deputy.objects.create(
        person=cast().handler, deputy=deputy, by=deputy, from_on=date(2026, 3, 1), until_on=date(2026, 3, 31)
    )
    Membership.objects.filter(user=deputy).delete()
    assert told("03-12 09:30") == ["wang_handler"]


@pytest.mark.django_db
def test_where_the_handler_has_left_the_whole_unit_is_told() -> None:
    a_member("wu_handler", "吴承办", cast().lead, Role.HANDLER)
    contacted("03-09 10:00")
    Membership.objects.filter(user=cast().handler).delete()
    Case.objects.update(handler=cast().signer)
    Membership.objects.filter(user__username="wang_handler").delete()
    assert told("03-12 09:30") == ["wu_handler"]


# --- races and accidents ------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_tell_each_threshold_once() -> None:
    for _ in range(6):
        contacted("03-09 10:00")

    def work(_n: int) -> None:
        try:
            barrier.wait()
            warn(on("03-12 10:00"), batch=2)
        finally:
            connection.close()

    barrier = threading.Barrier(3)
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(work, range(3)))
    assert Outbox.objects.filter(channel="site", key__startswith="warn-").count() == 6


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_between_notice_and_mark_has_told_nobody_and_the_next_tells(monkeypatch) -> None:
    contacted("03-09 10:00")

    class Killed(BaseException):
        pass

    def die(*_args: Any, **_kwargs: Any) -> None:
        raise Killed

    with monkeypatch.context() as patched:
        patched.setattr(Clock.objects, "bulk_update", die)
        with pytest.raises(Killed):
            warn(on("03-12 10:00"))
    assert not Outbox.objects.filter(key__startswith="warn-").exists()
    assert told("03-12 10:01") == ["wang_handler"]


@pytest.mark.django_db(transaction=True)
def test_one_clock_that_cannot_be_told_does_not_hold_up_the_others(monkeypatch) -> None:
    cases = [contacted("03-09 10:00") for _ in range(3)]
    take = warn_module._take

    def stumble(clock: Clock, *args: Any) -> Any:
        if clock.case_id == cases[1]:
            raise ValueError
        return take(clock, *args)

    monkeypatch.setattr(warn_module, "_take", stumble)
    assert warn(on("03-12 10:00")) == 2
    assert Outbox.objects.filter(channel="site", key__startswith="warn-").count() == 2


@pytest.mark.django_db
def test_a_batch_asks_as_many_questions_as_one_clock(django_assert_max_num_queries) -> None:
    for _ in range(8):
        assigned("03-09 10:00")
    tick(on("03-11 09:00"))
    with django_assert_max_num_queries(16):
        warn(on("03-17 09:00"))
