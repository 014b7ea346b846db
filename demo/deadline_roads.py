"""A few cases of the city whose time is moved or watched: extended, rested, ordered, instructed, promised.

After all tales have been told, inside `history()`: what lies with a unit by then is taken, each case for one road.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Final

from accounts.models import Membership, User
from accounts.roles import Role
from cases.actions.approve_reply import approve_reply
from cases.actions.ask_extension import ask_extension
from cases.actions.confirm_fulfilment import confirm_fulfilment
from cases.actions.countersign import countersign
from cases.actions.draft_reply import draft_reply
from cases.actions.errors import CaseError
from cases.actions.fulfil import fulfil
from cases.actions.grant_extension import grant_extension
from cases.actions.instruct import instruct
from cases.actions.log_contact import log_contact
from cases.actions.post_progress import post_progress
from cases.actions.report_back import report_back
from cases.actions.supervise import supervise
from cases.actions.suspend import suspend
from cases.actions.tick import catch_up
from cases.models import Case
from cases.rules.states import OPEN, Kind, State
from cases.rules.workdays import in_shanghai
from demo.people import member
from demo.pictures import picture
from demo.story import MARK, World
from demo.words import common

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
MOST: Final = 3  # cases for each road
Road = Callable[[World, Case, int], None]


def take_deadline_roads(world: World) -> None:
    """Each road up to three times. What has lain long gets a promise; what still has time gets more of it."""
    lying, running = _with_units(world.until)
    _along(world, (_extend, _rest, _tell_progress), running)
    _along(world, (_promise,), [each for each in lying if each.moved_at < world.until - 8 * DAY])
    _along(world, (_order,), _still_handled(lying))
    _along(world, (_instruct,), _of_leaders())


def _with_units(until: datetime) -> tuple[list[Case], list[Case]]:
    """Cases that are being handled: those whose deadline is over, and those whose deadline lies ahead."""
    rows = Case.objects.filter(state=State.HANDLING, pause_ground="", wants_return=False, source_name=MARK)
    found = list(
        rows.exclude(kind=Kind.REPORT).select_related("board__desk", "board__owner", "lead").order_by("pk")
    )
    return (
        [each for each in found if each.reply_due_at and each.reply_due_at <= until],
        [each for each in found if each.reply_due_at and each.reply_due_at > until],
    )


def _still_handled(cases: list[Case]) -> list[Case]:
    """Those that have not been answered meanwhile."""
    return list(
        Case.objects.filter(pk__in=[each.pk for each in cases], state=State.HANDLING)
        .select_related("board__desk", "board__owner", "lead")
        .order_by("pk")
    )


def _of_leaders() -> list[Case]:
    """Open cases that came in by the mailbox of a leader."""
    owners = Membership.objects.filter(role=Role.LEADER).values("unit")
    rows = Case.objects.filter(state__in=OPEN - {State.SUBMITTED}, source_name=MARK, board__owner__in=owners)
    return list(rows.exclude(kind=Kind.REPORT).select_related("board__owner").order_by("pk")[:MOST])


def _along(world: World, roads: tuple[Road, ...], cases: list[Case]) -> None:
    for turn, case in enumerate(cases[: MOST * len(roads)]):
        try:
            roads[turn % len(roads)](world, case, turn // len(roads))
        except CaseError:
            continue  # a deadline in hours, a board without a leader: another case shows that road


def _staff(world: World, role: str, unit: str) -> User:
    return world.people[member(unit, role, 0).username]


def _unit(case: Case) -> str:
    assert case.lead is not None  # a constraint of the table: whatever is handled has a lead unit
    return case.lead.code


def _words(key: str, turn: int) -> str:
    sentences = common()[key]
    return str(sentences[turn % len(sentences)])


def _extend(world: World, case: Case, turn: int) -> None:
    """The first is granted, the second waits for the signer."""
    at, reason = world.until - 3 * HOUR, _words("extension_reasons", turn)
    ask_extension(case.pk, by=_staff(world, "handler", _unit(case)), at=at, workdays=2, reason=reason)
    if turn != 1:
        signer = _staff(world, "signer", _unit(case))
        grant_extension(case.pk, by=signer, at=at + HOUR, workdays=2, reason=reason)


def _rest(world: World, case: Case, turn: int) -> None:
    review_on = in_shanghai(world.until).date() + (9 + 7 * turn) * DAY
    suspend(
        case.pk,
        by=_staff(world, "supervisor", "ducha"),
        at=world.until - 2 * HOUR,
        reason=_words("suspensions", turn),
        plan=_words("suspension_plans", turn),
        review_on=review_on,
    )


def _tell_progress(world: World, case: Case, turn: int) -> None:
    signer = _staff(world, "signer", _unit(case))
    post_progress(case.pk, by=signer, at=world.until - HOUR, body=_words("interim_replies", turn))


def _order(world: World, case: Case, turn: int) -> None:
    """An order to a unit that is late; the first has been answered, the last is urgent."""
    at = world.until - 2 * DAY
    urgency = "urgent" if turn == MOST - 1 else "general"
    supervisor = _staff(world, "supervisor", "ducha")
    supervise(case.pk, by=supervisor, at=at, reason=_words("order_demands", turn), urgency=urgency)
    if turn == 0:
        handler = _staff(world, "handler", _unit(case))
        report_back(case.pk, by=handler, at=at + DAY, reason=_words("order_reports", turn))
    catch_up(case.pk, world.until)


def _instruct(world: World, case: Case, turn: int) -> None:
    """By the leader whose mailbox it is."""
    leader = _staff(world, "leader", case.board.owner.code)
    instruct(case.pk, by=leader, at=world.until - DAY - turn * HOUR, reason=_words("instructions", turn))


def _promise(world: World, case: Case, turn: int) -> None:
    """The first promise was kept, the second is broken, the third runs on."""
    at = max(case.moved_at, world.until - 7 * DAY)
    due_on = in_shanghai(at).date() + (40, 3, 60)[turn % MOST] * DAY
    handler = _staff(world, "handler", _unit(case))
    _answer(world, case, handler, at, due_on=due_on, turn=turn)
    if turn == 0:
        evidence = [picture(Random(case.number), 1)]
        fulfil(case.pk, by=handler, at=at + 4 * DAY, reason=_words("fulfilments", turn), files=evidence)
        confirm_fulfilment(
            case.pk, by=_staff(world, "supervisor", "ducha"), at=at + 5 * DAY, words="已到现场核实。"
        )
    catch_up(case.pk, world.until)


def _answer(world: World, case: Case, handler: User, at: datetime, *, due_on: date, turn: int) -> None:
    unit, desk = _unit(case), case.board.desk.code
    assert case.lead is not None
    if case.contacted_at is None:
        log_contact(case.pk, by=handler, at=at, way="phone", result="已电话联系，说明分步整改的安排。")
    promise = _words("promises", turn)
    body = _words("promise_replies", turn).format(
        unit=case.lead.name,
        title=case.title,
        day=f"{due_on:%-m月%-d日}",
        promise=promise,
        phone=case.lead.office_phone,
    )
    draft_reply(
        case.pk, by=handler, at=at, body=body, outcome="promised", promise_on=due_on, promise_words=promise
    )
    signer = _staff(world, "signer", unit)
    if case.board.review == "both":
        countersign(case.pk, by=signer, at=at + HOUR)
    judge = signer if case.board.review == "unit" else _staff(world, "reviewer", desk)
    approve_reply(case.pk, by=judge, at=at + 2 * HOUR, override="承诺事项已与留言人当面说明。")
