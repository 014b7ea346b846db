"""The member's own work: the lists that fit the person's roles, how much is in each, and what presses most. Two queries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import F, Q, Value
from django.db.models.fields import CharField
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.roles import Role, Standing
from boards.models.board import Review
from boards.rules.times import start_of_day
from cases.models import Answer, Application, Asked, Case, CoHandling
from cases.models.case import CaseQuerySet, claimable, is_any_of
from cases.reads.own_lists import own_lists
from cases.reads.rows import NOT_IN_A_ROW, Row, row
from cases.rules.clocks import MARKED
from cases.rules.guards import MOST_TRANSFERS
from cases.rules.lights import DUTIES
from cases.rules.states import RUNNING, State
from cases.rules.workdays import Calendar

COUNTED_TO = 99  # beyond that a clerk needs no exact number, and the database need not count
PRESSING = 12

Chosen = Callable[[Standing], Q]


@dataclass(frozen=True)
class Worklist:
    """One list of work: whose role it is for, which verb it is waiting for, and which cases are in it."""

    key: str
    label: str | Promise
    roles: tuple[Role, ...]
    verb: str
    chosen: Chosen
    is_offer: bool = False  # may be taken up, but is nobody's duty


@dataclass(frozen=True)
class Counted:
    """A list with how much is in it: the words are ready (99+)."""

    key: str
    label: str
    count: int
    words: str
    is_bad: bool = False


@dataclass(frozen=True)
class Inbox:
    """The first page of the desk."""

    lists: Sequence[Counted]
    pressing: Sequence[Row]


def _desk(state: State) -> Chosen:
    return lambda who: Q(state=state, board__desk__in=who.units_of(Role.INTAKE))


def _of_unit(**more: object) -> Chosen:
    return lambda who: Q(lead__in=who.units_of(Role.HANDLER), pause_ground="", **more)


def _to_countersign(who: Standing) -> Q:
    """What waits for the unit's own signer: before the platform's review, or instead of it."""
    waits = Q(board__review=Review.BOTH, countersigned_at=None) | Q(board__review=Review.UNIT)
    mine = Q(state=State.REVIEWING, lead__in=who.units_of(Role.SIGNER))
    return mine & waits & ~Q(drafter_id=who.user_id, drafter_id__isnull=False)


def _to_review(who: Standing) -> Q:
    ready = Q(board__review=Review.BOTH, countersigned_at__isnull=False) | Q(board__review=Review.PLATFORM)
    mine = Q(state=State.REVIEWING, board__desk__in=who.units_of(Role.REVIEWER))
    return mine & ready & ~Q(drafter_id=who.user_id, drafter_id__isnull=False)


def _asked_for(*answerable: Q) -> Q:
    """Cases whose return waits for a decision: chosen through the few open applications, not by reading the cases."""
    waiting = Application.objects.filter(asked=Asked.RETURN, answer=Answer.OPEN)
    found = Q(is_any_of("pk", waiting.values("case")), state__in=[State.ASSIGNED, State.HANDLING])
    for each in answerable:
        found &= each
    return found


def _to_decide(who: Standing) -> Q:
    mine = Q(board__desk__in=who.units_of(Role.INTAKE))
    return _asked_for(mine, Q(transfer_count__lt=MOST_TRANSFERS, is_arbitrated=False))


def _to_arbitrate(who: Standing) -> Q:
    return _asked_for(Q(transfer_count__gte=MOST_TRANSFERS, is_arbitrated=False))


def _to_advise(who: Standing) -> Q:
    """What the person's units have been asked for and still owe, through the index of what is owed."""
    owed = CoHandling.objects.filter(unit__in=who.units_of(Role.HANDLER), advised_at=None)
    return Q(is_any_of("pk", owed.values("case")), state__in=[State.ASSIGNED, State.HANDLING])


def _to_revisit(who: Standing) -> Q:
    own = frozenset().union(*who.units.values())
    return Q(state=State.REVISITING) & ~Q(lead__in=own)


WORKLISTS: tuple[Worklist, ...] = (
    Worklist("to_accept", _("待受理"), (Role.INTAKE,), "accept", _desk(State.SUBMITTED)),
    Worklist("to_assign", _("待交办"), (Role.INTAKE,), "assign", _desk(State.ACCEPTED)),
    Worklist("to_sign", _("待签收"), (Role.HANDLER,), "sign", _of_unit(state=State.ASSIGNED)),
    Worklist(
        "to_contact", _("待联系"), (Role.HANDLER,), "log_contact",
        _of_unit(state=State.HANDLING, contacted_at__isnull=True),
    ),
    Worklist(
        "to_reply", _("待回复"), (Role.HANDLER,), "draft_reply",
        _of_unit(state=State.HANDLING, contacted_at__isnull=False),
    ),
    Worklist("to_advise", _("待协办"), (Role.HANDLER,), "co_advise", _to_advise),
    Worklist("to_claim", _("可认领"), (Role.HANDLER,), "claim", claimable, is_offer=True),
    Worklist("to_decide", _("待定退单"), (Role.INTAKE,), "grant_return", _to_decide),
    Worklist("to_arbitrate", _("待责任审定"), (Role.SUPERVISOR,), "arbitrate", _to_arbitrate),
    Worklist("to_countersign", _("待审签"), (Role.SIGNER,), "countersign", _to_countersign),
    Worklist("to_review", _("待审核"), (Role.REVIEWER,), "approve_reply", _to_review),
    Worklist("to_revisit", _("待回访"), (Role.REVISITOR,), "record_revisit", _to_revisit),
)  # fmt: skip
BY_KEY = {each.key: each for each in WORKLISTS}
DUE_TODAY, OVERDUE = "due_today", "overdue"
LABELS = {DUE_TODAY: _("今日到期"), OVERDUE: _("已超期")}

CASE_ROLES = (
    Role.INTAKE, Role.HANDLER, Role.SIGNER, Role.REVIEWER, Role.REVISITOR, Role.SUPERVISOR, Role.LEADER,
)  # fmt: skip


def sees_cases(who: Standing) -> bool:
    """Whether the person has to do with cases at all; administrators and editors as such have not."""
    return any(who.has(role) for role in CASE_ROLES)


def lists_of(who: Standing) -> tuple[Worklist, ...]:
    """The lists that fit the person's roles, in the order of the case's way."""
    return tuple(each for each in WORKLISTS if any(who.has(role) for role in each.roles))


def keys_of(who: Standing) -> tuple[tuple[str, str], ...]:
    """(key, label) of everything that the person may choose as `work`."""
    return (
        *((each.key, str(each.label)) for each in lists_of(who)),
        *((each.key, str(each.label)) for each in own_lists(who).values()),
        *((k, str(v)) for k, v in LABELS.items()),
    )


def work(key: str, who: Standing, at: datetime) -> Q | None:
    """The condition behind a key of `keys_of`; None for a key that is none of the person's."""
    if key in LABELS:
        return own(who) & _dated(key, at)
    if listed := own_lists(who).get(key):
        return listed.chosen(who)
    found = BY_KEY.get(key)
    return found.chosen(who) if found in lists_of(who) and found else None


def own(who: Standing) -> Q:
    """All work of the person; a supervisor looks after everything that runs, a leader after the own mailboxes."""
    if who.has(Role.SUPERVISOR):
        return Q(state__in=sorted(RUNNING))
    # A condition that never holds, so that a member without any list has no work rather than all of it.
    mine = Q(pk__in=[])
    for each in lists_of(who):
        mine |= Q() if each.is_offer else each.chosen(who)
    if who.has(Role.LEADER):
        mine |= Q(state__in=sorted(RUNNING - {State.SUBMITTED}), board__owner__in=who.units_of(Role.LEADER))
    return mine


def _dated(key: str, at: datetime) -> Q:
    """By the due moment itself, not by the mark that the sweep leaves: right even while the sweep stands still."""
    if key == OVERDUE:
        return Q(due_at__lte=at, due_clock__in=sorted(MARKED))
    tomorrow = start_of_day(at) + timedelta(days=1)
    return Q(due_at__gt=at, due_at__lt=tomorrow, due_clock__in=sorted(DUTIES))


def counts(who: Standing, at: datetime) -> tuple[Counted, ...]:
    """How much is in each of the person's lists, counted up to COUNTED_TO. One query."""
    conditions = {key: (label, work(key, who, at)) for key, label in keys_of(who)}
    return count_each(
        who, {key: (label, each) for key, (label, each) in conditions.items() if each is not None}
    )


def count_each(who: Standing, conditions: Mapping[str, tuple[str, Q]]) -> tuple[Counted, ...]:
    """The same for conditions with their labels. One query."""
    visible = Case.objects.visible_to(who).order_by()
    parts = [
        visible.filter(condition)
        .annotate(work=Value(key, output_field=CharField()))
        .values_list("work", flat=True)[: COUNTED_TO + 1]
        for key, (_label, condition) in conditions.items()
    ]
    found = Counter(parts[0].union(*parts[1:], all=True))
    return tuple(
        Counted(key, label, found[key], _capped(found[key]), is_bad=key == OVERDUE and found[key] > 0)
        for key, (label, _condition) in conditions.items()
    )


def _capped(count: int) -> str:
    return f"{COUNTED_TO}+" if count > COUNTED_TO else str(count)


def most_pressing(rows: CaseQuerySet) -> CaseQuerySet:
    """The order of a desk's list: what ends first stands first, what never ends last."""
    return rows.order_by(F("due_at").asc(nulls_last=True), "id")


def inbox(who: Standing, *, at: datetime, calendar: Calendar) -> Inbox:
    """Counts and the most pressing cases."""
    mine = Case.objects.visible_to(who).filter(own(who)).with_people().defer(*NOT_IN_A_ROW)
    if who.has(Role.SUPERVISOR):
        mine = mine.filter(due_clock__in=sorted(DUTIES))  # what waits for a citizen is nobody's work
    pressing = [row(each, at=at, calendar=calendar) for each in most_pressing(mine)[:PRESSING]]
    return Inbox(counts(who, at), pressing)


def next_pk(key: str, who: Standing, at: datetime, *, but: int) -> int | None:
    """The most pressing other case of a list."""
    condition = work(key, who, at)
    if condition is None:
        return None
    rows = Case.objects.visible_to(who).filter(condition).exclude(pk=but)
    return most_pressing(rows).values_list("pk", flat=True).first()
