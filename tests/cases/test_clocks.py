"""When each clock of a real case ends: dates worked out by hand from the calendar on the wall; and what the sweeps do then.

2026: holidays 1–3 Jan, 15–23 Feb, 4–6 Apr, 1–5 May, 19–21 Jun, 25–27 Sep, 1–7 Oct; on duty on the weekend days
4 Jan, 14 Feb, 28 Feb, 9 May, 20 Sep, 10 Oct. Office hours 09:00–12:00 and 14:00–18:00. 9 March is a Monday.
"""

from __future__ import annotations

import hashlib
import json
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from boards.models import Message
from cases.actions.accept import accept
from cases.actions.approve_reply import approve_reply
from cases.actions.assign import assign
from cases.actions.countersign import countersign
from cases.actions.draft_reply import draft_reply
from cases.actions.load_policy import days_of_notice, load_days, recount_provisional
from cases.actions.log_contact import log_contact
from cases.actions.rate import rate
from cases.actions.record_revisit import Finding, record_revisit
from cases.actions.reopen import reopen
from cases.actions.set_policy import add_version
from cases.actions.sign import sign
from cases.actions.submit import submit
from cases.actions.tick import tick, warn
from cases.models import Case, Clock, Event, PolicyStamp, RevisitSample, ServiceLevel
from cases.rules.states import State
from cases.rules.workdays import SHANGHAI
from notify.models import Outbox
from tests.cases.invariants import broken_rules, look_at
from tests.factories import BAD, GOOD, REPLY, a_case, a_category, a_citizen, a_submission, cast

pytestmark = pytest.mark.django_db


def on(text: str) -> datetime:
    """2026 is meant where no year is said: "03-09 10:30"."""
    return datetime.fromisoformat(text if len(text) > 11 else f"2026-{text}").replace(tzinfo=SHANGHAI)


def submitted(text: str, **more: Any) -> int:
    author = a_citizen()
    return submit(a_submission(**more), by=author, author=author, at=on(text)).case_id


def accepted(text: str, grade: str = "normal", **more: Any) -> int:
    return _accept(submitted(text, **more), text, grade)


def assigned(text: str, **more: Any) -> int:
    return _assign(accepted(text, **more), text)


def signed(text: str) -> int:
    return _sign(assigned(text), text)


def drafted(text: str, **more: Any) -> int:
    return _draft(_sign(assigned(text, **more), text), text)


def replied(text: str, **more: Any) -> int:
    return _publish(drafted(text, **more), text)


def _accept(pk: int, text: str, grade: str = "normal") -> int:
    accept(pk, by=cast().intake, at=on(text), category_id=a_category().pk, grade=grade)
    return pk


def _assign(pk: int, text: str) -> int:
    assign(pk, by=cast().intake, at=on(text), lead_id=cast().lead.pk)
    return pk


def _sign(pk: int, text: str) -> int:
    sign(pk, by=cast().handler, at=on(text))
    return pk


def _draft(pk: int, text: str) -> int:
    log_contact(pk, by=cast().handler, at=on(text), way="phone", result="已联系。")
    draft_reply(pk, by=cast().handler, at=on(text), body=REPLY, outcome="solved")
    return pk


def _publish(pk: int, text: str) -> int:
    countersign(pk, by=cast().signer, at=on(text))
    approve_reply(pk, by=cast().reviewer, at=on(text))
    return pk


def due(pk: int, name: str) -> str | None:
    end = Clock.objects.filter(case=pk, name=name).latest("run").due_at
    return end and end.astimezone(SHANGHAI).strftime("%m-%d %H:%M")


def verbs(pk: int) -> list[str]:
    return list(Event.objects.filter(case=pk).order_by("seq").values_list("verb", flat=True))


def event_at(pk: int, verb: str) -> list[str]:
    moments = Event.objects.filter(case=pk, verb=verb).order_by("seq").values_list("at", flat=True)
    return [each.astimezone(SHANGHAI).strftime("%m-%d %H:%M") for each in moments]


# --- each default service level ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "end"),
    [
        ("question", "03-11 18:00"),  # Tue, Wed
        ("help_request", "03-16 18:00"),  # Tue to Fri, Mon
        ("complaint", "03-18 18:00"),  # … Wed
        ("suggestion", "03-23 18:00"),  # two weeks
        ("report", "03-30 18:00"),  # three weeks
        ("thanks", None),
    ],
)
def test_the_reply_is_due_by_kind(kind: str, end: str | None) -> None:
    assert due(accepted("03-09 10:30", kind=kind), "reply") == end


@pytest.mark.parametrize(("grade", "end"), [("emergency_a", "03-07 12:30"), ("emergency_b", "03-08 10:30")])
def test_an_emergency_is_counted_in_hours_over_the_weekend_too(grade: str, end: str) -> None:
    assert due(accepted("03-07 10:30", grade=grade), "reply") == end


@pytest.mark.parametrize(
    ("received", "end"),
    [
        ("03-09 09:30", "03-10 18:00"),
        ("03-06 18:00", "03-09 18:00"),  # Friday at closing time is still Friday
        ("03-06 18:01", "03-10 18:00"),  # after that it is Monday's
        ("03-07 11:00", "03-10 18:00"),  # so is Saturday's
        ("10-01 02:00", "10-09 18:00"),  # received on the 8th, the first day after the holidays
        ("02-14 10:00", "02-24 18:00"),  # a Saturday on duty; the holidays end on the 23rd
        ("02-13 17:00", "02-14 18:00"),  # the Saturday on duty is the workday after that Friday
    ],
)
def test_acceptance_is_due_one_workday_after_the_day_of_receipt(received: str, end: str) -> None:
    assert due(submitted(received), "intake") == end


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        ("02-13 10:00", "02-25 18:00"),  # Sat 14 (on duty), Tue 24, Wed 25
        ("09-30 10:00", "10-10 18:00"),  # Thu 8, Fri 9, Sat 10 (on duty)
    ],
)
def test_holidays_are_skipped_and_make_up_workdays_count(moment: str, end: str) -> None:
    add_version(
        ServiceLevel(
            clock="reply", kind="question", amount=3, measure="workdays", valid_from=date(2026, 1, 1)
        )
    )
    assert due(accepted(moment, kind="question"), "reply") == end


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        ("03-09 15:59", "03-09 18:00"),
        ("03-09 16:00", "03-09 18:00"),
        ("03-09 16:01", "03-10 10:00"),
        ("03-06 16:30", "03-09 10:00"),
        ("03-07 09:00", "03-09 10:00"),
        ("02-14 15:00", "02-14 18:00"),
    ],
)
def test_dispatch_is_due_the_same_workday_and_after_four_the_next_morning(moment: str, end: str) -> None:
    assert due(accepted(moment), "dispatch") == end


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        ("03-09 09:00", "03-09 15:00"),  # three hours, lunch, one hour
        ("03-09 11:30", "03-09 17:30"),
        ("03-09 12:30", "03-09 18:00"),
        ("03-06 16:00", "03-09 11:00"),  # two hours on Friday, two on Monday
        ("03-07 10:00", "03-09 15:00"),  # Saturday gives none
        ("09-30 17:00", "10-08 12:00"),  # one hour before the holidays, three after them
    ],
)
def test_signing_is_due_after_four_office_hours(moment: str, end: str) -> None:
    assert due(assigned(moment), "sign") == end


def test_the_author_is_contacted_within_a_workday_of_signing() -> None:
    assert due(signed("03-06 10:00"), "contact") == "03-09 18:00"


def test_review_is_due_after_a_workday() -> None:
    assert due(drafted("03-09 15:00"), "review") == "03-10 18:00"


@pytest.mark.parametrize(
    ("moment", "end"),
    [
        ("03-09 15:00", "03-23 18:00"),
        ("03-21 15:00", "04-07 18:00"),  # the 14th day is Saturday 4 April, a holiday until the 6th
        ("01-31 15:00", "02-14 18:00"),  # the 14th day is the Saturday on duty
    ],
)
def test_the_rating_window_is_a_fortnight_and_ends_on_a_workday(moment: str, end: str) -> None:
    assert due(replied(moment), "rating") == end


def test_a_bad_rating_is_revisited_within_two_workdays() -> None:
    pk = replied("03-09 15:00")
    rate(pk, by=Case.objects.get(pk=pk).author, at=on("03-12 20:00"), verdict=BAD)
    assert due(pk, "revisit") == "03-17 18:00"  # Thursday evening is Friday; Mon, Tue


def test_what_is_revisited_by_its_kind_has_five_workdays() -> None:
    pk = replied("03-09 15:00", kind="report")
    rate(pk, by=Case.objects.get(pk=pk).author, at=on("03-12 10:00"), verdict=GOOD)
    assert due(pk, "revisit") == "03-19 18:00"


@pytest.mark.parametrize(
    ("kind", "end"),
    [
        ("question", "03-13 18:00"),
        ("help_request", "03-17 18:00"),
        ("complaint", "03-18 18:00"),
        ("suggestion", "03-19 18:00"),
        ("report", "03-19 18:00"),
    ],
)
def test_rework_has_about_half_the_time(kind: str, end: str) -> None:
    pk = replied("03-09 15:00", kind=kind)
    rate(pk, by=Case.objects.get(pk=pk).author, at=on("03-10 10:00"), verdict=BAD)
    reopen(pk, by=cast().revisitor, at=on("03-12 10:00"), reason="回访反映尚未解决。")
    assert due(pk, "reply") == end


def test_waiting_has_no_end_and_no_second_beginning() -> None:
    pk = replied("03-09 15:00")
    rate(pk, by=Case.objects.get(pk=pk).author, at=on("03-10 10:00"), verdict=BAD)
    reopen(pk, by=cast().revisitor, at=on("03-12 10:00"), reason="回访反映尚未解决。")
    wait = Clock.objects.get(case=pk, name="wait")
    assert (wait.started_at, wait.due_at, wait.stopped_at) == (on("03-09 15:00"), None, None)


def test_a_due_date_can_be_explained() -> None:
    pk = accepted("10-01 02:00", kind="question")
    told = Clock.objects.get(case=pk, name="reply").explanation
    assert told["counted"] == ["2026-10-09", "2026-10-10"]
    assert told["skipped"] == [[f"2026-10-0{day}", "国庆节"] for day in range(1, 8)]


# --- versions of a service level --------------------------------------------------------------------------------------


def shorter_from(day: date) -> None:
    level = ServiceLevel(clock="reply", kind="question", amount=1, measure="workdays", valid_from=day)
    add_version(level)


def test_a_new_version_holds_for_clocks_that_start_on_its_day_or_later() -> None:
    shorter_from(date(2026, 3, 10))
    assert due(accepted("03-09 23:59", kind="question"), "reply") == "03-12 18:00"  # Tuesday's; Wed, Thu
    assert (
        due(accepted("03-10 00:01", kind="question"), "reply") == "03-11 18:00"
    )  # in London it is still the 9th


def test_a_running_clock_keeps_the_end_that_it_was_given() -> None:
    pk = accepted("03-09 10:30", kind="question")
    shorter_from(date(2026, 3, 1))
    assert due(pk, "reply") == "03-11 18:00"


def test_a_version_of_one_kind_leaves_the_others_alone() -> None:
    shorter_from(date(2026, 3, 1))
    assert due(accepted("03-09 10:30", kind="complaint"), "reply") == "03-18 18:00"


def test_rows_that_were_changed_count_from_the_next_action_on() -> None:
    accepted("03-09 10:30")  # the policy has been read and kept
    ServiceLevel.objects.filter(clock="reply", kind="question").update(amount=4)
    PolicyStamp.moves_on()
    assert due(accepted("03-09 10:30", kind="question"), "reply") == "03-13 18:00"


# --- a year whose holidays are not published ---------------------------------------------------------------------------

NOTICE = {
    "year": 2027,
    "papers": ["https://example.org/notice-2027"],
    "days": [
        {"name": "元旦", "date": "2026-12-31", "isOffDay": True},
        {"name": "元旦", "date": "2027-01-01", "isOffDay": True},
        {"name": "元旦", "date": "2027-01-02", "isOffDay": True},
        {"name": "元旦", "date": "2027-01-03", "isOffDay": False},
        {"name": "国庆节", "date": "2027-10-01", "isOffDay": True},
    ],
}


@pytest.fixture
def notice(tmp_path: Path) -> Path:
    file = tmp_path / "2027.json"
    file.write_text(json.dumps(NOTICE), encoding="utf-8")
    return file


def the_notice_is_loaded(at: str) -> int:
    load_days(days_of_notice(NOTICE))
    return recount_provisional(on(at))


def reply_of(pk: int) -> Clock:
    return Clock.objects.get(case=pk, name="reply")


def test_an_unknown_year_counts_monday_to_friday_and_says_so() -> None:
    clock = reply_of(accepted("12-25 10:00"))  # Mon 28 to Thu 31, Fri 1 January
    assert (clock.due_at, clock.is_provisional) == (on("2027-01-01 18:00"), True)


def test_what_ends_in_a_known_year_is_certain() -> None:
    assert not reply_of(accepted("12-21 10:00", kind="question")).is_provisional


def test_the_last_days_of_december_wait_for_the_next_notice() -> None:
    assert reply_of(accepted("12-28 10:00", kind="question")).is_provisional  # Tue 29, Wed 30


def test_the_board_says_that_the_date_is_provisional_until_the_notice_is_loaded() -> None:
    pk = accepted("12-25 10:00")
    assert Message.objects.get(number=Case.objects.get(pk=pk).number).is_due_provisional
    the_notice_is_loaded("12-29 10:00")
    message = Message.objects.get(number=Case.objects.get(pk=pk).number)
    assert (message.is_due_provisional, message.due_at, message.first_due_at) == (
        False, on("2027-01-04 18:00"), on("2027-01-04 18:00"),
    )  # fmt: skip


def test_the_notice_moves_the_end_and_leaves_an_event(notice: Path) -> None:
    pk = accepted("12-25 10:00")
    call_command("load_calendar", str(notice))
    clock = reply_of(pk)  # Mon 28, Tue 29, Wed 30, Sun 3 (on duty), Mon 4
    assert (clock.due_at, clock.is_provisional) == (on("2027-01-04 18:00"), False)
    facts = Event.objects.get(case=pk, verb="recount").facts["reply"]
    assert [datetime.fromisoformat(facts[each]) for each in ("before", "after")] == [
        on("2027-01-01 18:00"), on("2027-01-04 18:00"),
    ]  # fmt: skip
    assert broken_rules(look_at(pk)) == []


def test_the_notice_is_loaded_twice_and_moves_nothing_more() -> None:
    pk = accepted("12-25 10:00")
    the_notice_is_loaded("12-29 10:00")
    assert the_notice_is_loaded("12-29 11:00") == 0
    assert verbs(pk).count("recount") == 1


def test_a_case_that_has_ended_is_not_counted_again() -> None:
    case = a_case(State.WITHDRAWN, at=on("12-30 10:00"))
    the_notice_is_loaded("12-31 10:00")
    assert "recount" not in verbs(case.pk)


def test_the_notice_itself_tells_nobody() -> None:
    signed("12-25 10:00")
    before = Outbox.objects.count()
    the_notice_is_loaded("12-25 11:00")
    assert Outbox.objects.count() == before


def test_who_was_warned_before_the_notice_is_not_warned_again_of_the_same_threshold() -> None:
    pk = signed("12-25 10:00")  # 41 office hours: half of them end on Wednesday 30 at 09:30
    log_contact(pk, by=cast().handler, at=on("12-25 10:00"), way="phone", result="已联系。")
    warn(on("12-30 10:00"))
    the_notice_is_loaded("12-30 11:00")
    warn(on("12-30 12:00"))
    assert warnings() == 1
    warn(on("2027-01-03 16:48"))  # 80 %: 6 h on Friday, three days of 7 h, 5.8 h on the Sunday on duty
    assert warnings() == 2


def test_a_mark_on_a_provisional_day_is_taken_back_when_the_day_was_a_holiday() -> None:
    pk = signed("12-25 10:00")
    tick(on("2027-01-01 20:00"))
    the_notice_is_loaded("2027-01-02 10:00")
    assert reply_of(pk).overdue_at is None
    tick(on("2027-01-04 20:00"))
    assert reply_of(pk).overdue_at == on("2027-01-04 18:00")


# --- warnings ---------------------------------------------------------------------------------------------------------


def warnings() -> int:
    """How often the handler was warned."""
    return Outbox.objects.filter(user=cast().handler, channel="site", key__startswith="warn-").count()


def test_the_handler_is_warned_once_at_each_threshold() -> None:
    """Accepted Mon 10:00, due the next Mon 18:00: 6 + 35 office hours. Half: Thu 09:30. 80 %: Fri 16:48. The eve: Fri 18:00."""
    signed("03-09 10:00")
    counts = []
    for moment in [
        "03-12 09:29",
        "03-12 09:30",
        "03-12 09:31",
        "03-13 16:48",
        "03-13 17:59",
        "03-13 18:00",
        "03-16 17:59",
    ]:
        warn(on(moment))
        warn(on(moment))
        counts.append(warnings())
    assert counts == [0, 1, 1, 2, 2, 3, 3]


def test_after_a_downtime_people_are_warned_once_not_once_a_threshold() -> None:
    signed("03-09 10:00")
    warn(on("03-16 09:00"))
    assert warnings() == 1


def test_what_is_over_is_marked_and_no_more_warned_about() -> None:
    signed("03-09 10:00")
    warn(on("03-16 18:00"))
    assert warnings() == 0


def test_nobody_is_warned_of_what_is_answered() -> None:
    replied("03-09 10:00")
    warn(on("03-12 12:00"))
    assert warnings() == 0


# --- overdue ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("swept", ["03-10 18:00", "03-11 07:00", "05-20 12:00"])
def test_overdue_is_dated_at_the_due_moment_however_late_the_sweep(swept: str) -> None:
    pk = submitted("03-09 09:30")
    tick(on(swept))
    assert Clock.objects.get(case=pk, name="intake").overdue_at == on("03-10 18:00")
    assert event_at(pk, "overdue") == ["03-10 18:00"]


def test_a_minute_before_its_end_a_clock_is_not_overdue() -> None:
    submitted("03-09 09:30")
    assert tick(on("03-10 17:59")) == {"acted": 0, "marked": 0}


def test_a_second_sweep_finds_nothing_to_do() -> None:
    for state in (State.SUBMITTED, State.ASSIGNED, State.HANDLING, State.REPLIED):
        a_case(state)
    at = on("05-20 12:00")
    tick(at)
    before = (Event.objects.count(), Outbox.objects.count())
    assert tick(at) == {"acted": 0, "marked": 0}
    assert (Event.objects.count(), Outbox.objects.count()) == before


def test_more_clocks_than_a_batch_are_all_marked() -> None:
    for _ in range(5):
        submitted("03-09 09:30")
    assert mark_in_batches_of(2) == 5


def mark_in_batches_of(batch: int) -> int:
    return tick(on("03-20 12:00"), batch=batch)["marked"]


def test_handlers_and_supervisors_learn_of_it_once() -> None:
    accepted_pk = assigned("03-09 09:30")
    sign(accepted_pk, by=cast().handler, at=on("03-09 10:00"))
    for day in ("03-17 08:00", "03-17 09:00", "03-24 08:00"):
        tick(on(day))
    told = Outbox.objects.filter(subject__contains="超期", channel="site").values_list(
        "user__username", flat=True
    )
    assert sorted(told) == ["sun_supervisor"] * 2 + ["wang_handler"] * 2  # contact and reply


def test_a_verb_notes_what_the_sweep_has_not_come_to_yet() -> None:
    pk = submitted("03-09 09:30")
    accept(pk, by=cast().intake, at=on("03-12 09:00"), category_id=a_category().pk)
    assert verbs(pk) == ["submit", "overdue", "accept"]
    assert event_at(pk, "overdue") == ["03-10 18:00"]


def test_a_refused_verb_leaves_the_mark_to_the_sweep() -> None:
    pk = submitted("03-09 09:30")
    with pytest.raises(Exception, match="审核"):
        approve_reply(pk, by=cast().handler, at=on("03-12 09:00"))
    assert verbs(pk) == ["submit"]


# --- what the system does by itself -----------------------------------------------------------------------------------


def test_after_a_week_of_downtime_cases_are_signed_when_their_clock_ran_out() -> None:
    pk = assigned("03-09 09:30")  # sign by 15:30, contact by Tue 18:00, reply by next Mon 18:00
    tick(on("03-18 09:00"))
    assert [event_at(pk, "sign"), event_at(pk, "overdue")] == [
        ["03-09 15:30"],
        ["03-10 18:00", "03-16 18:00"],
    ]
    assert [each.facts["clock"] for each in Event.objects.filter(case=pk, verb="overdue")] == [
        "contact",
        "reply",
    ]


def test_the_system_signs_for_nobody() -> None:
    pk = assigned("03-09 09:30")
    tick(on("03-09 15:30"))
    case = Case.objects.get(pk=pk)
    assert (case.state, case.handler) == (State.HANDLING, None)


def an_answered_case(is_drawn: bool) -> int:
    """Answered on 9 March; its number is in the sample or not."""
    text = "03-09 15:00"
    pk = next(
        pk
        for pk in (submitted(text) for _ in range(200))
        if drawn(Case.objects.get(pk=pk).number) == is_drawn
    )
    return _publish(_draft(_sign(_assign(_accept(pk, text), text), text), text), text)


def drawn(number: str, percent: int = 20, seed: str = "wenzheng-2026") -> bool:
    """As docs tell anybody to recompute it: the first 8 bytes of SHA-256 of seed|number, modulo 100."""
    return int(hashlib.sha256(f"{seed}|{number}".encode()).hexdigest()[:16], 16) % 100 < percent


@pytest.mark.parametrize("swept", ["03-23 18:00", "03-30 18:00"])
def test_a_case_that_nobody_rated_closes_at_the_end_of_its_window(swept: str) -> None:
    pk = an_answered_case(is_drawn=False)
    tick(on(swept))
    case = Case.objects.get(pk=pk)
    assert (case.state, case.closed_at, case.outcome) == (State.CLOSED, on("03-23 18:00"), "solved")


def test_a_case_that_was_drawn_is_revisited_and_its_event_names_the_seed() -> None:
    pk = an_answered_case(is_drawn=True)
    tick(on("03-30 18:00"))
    event = Event.objects.get(case=pk, verb="start_revisit")
    assert (event.at, event.facts) == (on("03-23 18:00"), {"ground": "sample", "seed": "wenzheng-2026"})
    assert due(pk, "revisit") == "03-30 18:00"  # five workdays after the 23rd


def test_a_report_is_revisited_whether_it_was_drawn_or_not() -> None:
    pk = replied("03-09 15:00", kind="report")
    tick(on("03-24 09:00"))
    assert Event.objects.get(case=pk, verb="start_revisit").facts["ground"] == "report"


def test_the_share_that_is_drawn_can_be_changed_from_a_day_on() -> None:
    add_version(RevisitSample(valid_from=date(2026, 3, 20), percent=0, seed="open-2026"))
    pk = an_answered_case(is_drawn=True)
    tick(on("03-24 09:00"))
    assert Case.objects.get(pk=pk).state == State.CLOSED


def test_an_author_who_is_never_reached_ends_the_revisit_without_a_word_about_satisfaction() -> None:
    pk = replied("03-09 15:00")
    rate(pk, by=Case.objects.get(pk=pk).author, at=on("03-10 10:00"), verdict=BAD)
    missed = Finding(is_reached=False, words="无人接听。")
    for moment in ("03-11 09:00", "03-11 15:00", "03-12 09:00"):
        record_revisit(pk, by=cast().revisitor, at=on(moment), finding=missed)
    assert Case.objects.get(pk=pk).state == State.CLOSED
    assert broken_rules(look_at(pk)) == []


def test_three_tries_on_one_day_are_not_enough() -> None:
    pk = replied("03-09 15:00")
    rate(pk, by=Case.objects.get(pk=pk).author, at=on("03-10 10:00"), verdict=BAD)
    for moment in ("03-11 09:00", "03-11 11:00", "03-11 15:00"):
        record_revisit(pk, by=cast().revisitor, at=on(moment), finding=Finding(is_reached=False))
    assert Case.objects.get(pk=pk).state == State.REVISITING


# --- one bad row ------------------------------------------------------------------------------------------------------


def test_one_case_that_cannot_be_marked_does_not_hold_up_the_others() -> None:
    pks = [submitted("03-09 09:30") for _ in range(4)]
    Case.objects.filter(pk=pks[1]).update(event_count=0)  # its next event would take a number that is taken
    tick(on("03-12 09:00"))
    assert [("overdue" in verbs(pk)) for pk in pks] == [True, False, True, True]


def test_the_servers_clock_may_jump_back_without_turning_the_story_round() -> None:
    pk = signed("03-09 10:00")
    log_contact(pk, by=cast().handler, at=on("03-09 08:00"), way="phone", result="已联系。")
    tick(on("03-08 08:00"))
    assert broken_rules(look_at(pk)) == []
