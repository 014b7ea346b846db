"""The morning digest (每日提醒): what waits for each member of the staff today. Asked once for each post, not each person."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q
from django.utils.translation import gettext as _

from accounts.models import Deputy, Membership, User
from accounts.roles import Role, Standing, standing_of
from boards.rules.times import start_of_day
from cases.actions.tell_digests import Digest, Reader
from cases.models import Case
from cases.reads.inbox import DUE_TODAY, LABELS, OVERDUE, count_each, lists_of, own, sees_cases, work
from cases.reads.overdue import RESPONSIBLE, names_of
from cases.rules.clocks import MARKED
from cases.rules.lights import DUTIES, red_before, workdays_over
from cases.rules.states import RUNNING, State
from cases.rules.workdays import Calendar, in_shanghai

DUE_NEXT = "due_next"
Posts = frozenset[tuple[str, int]]  # (role, unit)


@dataclass(frozen=True)
class Moment:
    """The morning that is asked about: until when something is due today, and until when on the next workday."""

    at: datetime
    calendar: Calendar
    tomorrow: datetime
    day_after: datetime

    @property
    def late(self) -> Q:
        return Q(due_at__lte=self.at, due_clock__in=sorted(MARKED))

    @property
    def today(self) -> Q:
        return Q(due_at__gt=self.at, due_at__lt=self.tomorrow, due_clock__in=sorted(DUTIES))

    @property
    def next(self) -> Q:
        return Q(due_at__gte=self.tomorrow, due_at__lt=self.day_after, due_clock__in=sorted(DUTIES))


def digests(at: datetime, calendar: Calendar) -> Iterator[Digest]:
    """One digest for all who hold the same posts, where it says anything: a few questions a post, however many people."""
    tomorrow = start_of_day(at) + timedelta(days=1)
    next_workday = calendar.next_workday(in_shanghai(at).date())
    day_after = start_of_day(calendar.opens_at(next_workday)) + timedelta(days=1)
    moment = Moment(at, calendar, tomorrow, day_after)
    for who, readers in _by_posts(at):
        lines = _lines(who, moment)
        if lines:
            yield Digest(readers, tuple(lines))


def _by_posts(at: datetime) -> Iterator[tuple[Standing, tuple[Reader, ...]]]:
    """People in groups that see the same work. Who has drafted what is under review now stands alone: it is not theirs."""
    drafters = set(
        Case.objects.filter(state=State.REVIEWING).values_list("drafter", flat=True).distinct().order_by()
    )
    posts: dict[User, set[tuple[str, int]]] = {}
    held = Membership.objects.filter(user__is_active=True, user__is_staff=True).select_related("user")
    for each in held:
        posts.setdefault(each.user, set()).add((each.role, each.unit_id))
    groups: dict[tuple[Posts, int | None], list[User]] = {}
    for user, theirs in posts.items():
        alone = user.pk if user.pk in drafters else None
        groups.setdefault((frozenset(theirs), alone), []).append(user)
    absent = _stands_in_for(at)
    for (_posts, alone), users in groups.items():
        who = replace(standing_of(users[0]), user_id=alone)
        if sees_cases(who):
            yield who, tuple(Reader(each.pk, each.email, absent.get(each.pk, "")) for each in users)


def _stands_in_for(at: datetime) -> dict[int, str]:
    """For whom each deputy stands in today, in words."""
    found: dict[int, list[str]] = {}
    rows = Deputy.objects.on(in_shanghai(at).date()).select_related("person")
    for each in rows.order_by("person__name", "pk"):
        found.setdefault(each.deputy_id, []).append(str(each.person))
    return {deputy: _("、").join(dict.fromkeys(names)) for deputy, names in found.items()}


def _lines(who: Standing, moment: Moment) -> list[str]:
    lines = _own_lines(who, moment)
    if who.has(Role.SUPERVISOR):
        lines += _unit_lines(who, moment)
    if who.has(Role.LEADER):
        lines += _board_lines(who, moment)
    return lines


def _own_lines(who: Standing, moment: Moment) -> list[str]:
    """What waits, by list, and what is or will be due. One query."""
    mine = own(who)
    dated: Mapping[str, tuple[str, Q]] = {
        OVERDUE: (str(LABELS[OVERDUE]), mine & moment.late),
        DUE_TODAY: (str(LABELS[DUE_TODAY]), mine & moment.today),
        DUE_NEXT: (_("下一工作日到期"), mine & moment.next),
    }
    lists = {
        each.key: (str(each.label), condition)
        for each in lists_of(who)
        if (condition := work(each.key, who, moment.at)) is not None
    }
    counted = [each for each in count_each(who, {**lists, **dated}) if each.count]
    waiting = [_counted(each.label, each.words) for each in counted if each.key in lists]
    ends = [_counted(each.label, each.words) for each in counted if each.key in dated]
    lines = [_("待我办理：%(what)s。") % {"what": _("，").join(waiting)}] if waiting else []
    return [*lines, *([_("期限：%(what)s。") % {"what": _("，").join(ends)}] if ends else [])]


def _counted(label: str, count: str) -> str:
    return _("%(label)s %(count)s 件") % {"label": label, "count": count}


def _unit_lines(who: Standing, moment: Moment) -> list[str]:
    """Supervisors: what is over its time, by the unit that has to act, the longest first. Two queries."""
    rows = (
        Case.objects.visible_to(who)
        .filter(moment.late, state__in=sorted(RUNNING))
        .annotate(responsible=RESPONSIBLE)
        .values("responsible")
        .order_by()
        .annotate(
            late=Count("pk"),
            red=Count("pk", filter=Q(due_at__lte=red_before(moment.at, moment.calendar))),
            oldest=Min("due_at"),
        )
    )
    counted = sorted(rows, key=lambda each: (each["oldest"], -each["late"]))
    names = names_of(counted)
    words = _("%(unit)s：超期 %(late)d 件，其中红牌 %(red)d 件，最长超期 %(days)d 个工作日。")
    return [
        words
        % {
            "unit": names[each["responsible"]],
            "late": each["late"],
            "red": each["red"],
            "days": workdays_over(each["oldest"], moment.at, moment.calendar),
        }
        for each in counted
    ]


def _board_lines(who: Standing, moment: Moment) -> list[str]:
    """Leaders: the own boards on which something is or will be due. One query."""
    rows = (
        Case.objects.visible_to(who)
        .filter(state__in=sorted(RUNNING), board__owner__in=who.units_of(Role.LEADER))
        .values("board__title")
        .order_by("board__title")
        .annotate(
            running=Count("pk"),
            late=Count("pk", filter=moment.late),
            today=Count("pk", filter=moment.today),
            next=Count("pk", filter=moment.next),
        )
    )
    words = _(
        "%(board)s：在办 %(running)d 件，已超期 %(late)d 件，今日到期 %(today)d 件，下一工作日到期 %(next)d 件。"
    )
    return [
        words % {**each, "board": each["board__title"]}
        for each in rows
        if each["late"] or each["today"] or each["next"]
    ]
