"""Who is told of an event: the words of the table's `tell` column become people, channels and outbox rows."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext as _

from accounts.models import Deputy, Membership, User
from accounts.roles import Role
from boards.rules.removals import RemovalCode
from cases.actions._letters import to_authors
from cases.models import Case, Clock, Event, current_policy, people_kept_from
from cases.rules.clocks import ClockName
from cases.rules.guards import appeal_until
from cases.rules.quiet import quiet_until
from cases.rules.report_copy import masked
from cases.rules.states import FINISHED, Kind, State
from cases.rules.workdays import Calendar, in_shanghai
from notify.actions import NoticeWords, enqueue
from notify.texts import words

CO_HANDLING = "co_handling"  # the text for units that are asked for advice; the lead's own text is the verb's
Person = tuple[int, str]  # user id, e-mail address ("" for none)
Post = tuple[
    Role, int | None, int | None
]  # a role, in a unit (None: in any), but not of members of that other unit


def _of_lead(role: Role) -> Callable[[Case], list[Post]]:
    return lambda case: [(role, case.lead_id, None)] if case.lead_id else []


# The words of the table's `tell` column that mean posts. “handler” and “drafter” are persons.
POSTS: Mapping[str, Callable[[Case], list[Post]]] = {
    "lead_handlers": _of_lead(Role.HANDLER),
    "lead_signers": _of_lead(Role.SIGNER),
    "co_handlers": lambda case: [(Role.HANDLER, unit, None) for unit in case.co_unit_ids],
    "intake_desk": lambda case: [(Role.INTAKE, case.board.desk_id, None)],
    "reviewers": lambda case: [(Role.REVIEWER, case.board.desk_id, None)],
    "supervisors": lambda case: [(Role.SUPERVISOR, None, None)],
    # nobody revisits the own unit's cases
    "revisitors": lambda case: [(Role.REVISITOR, None, case.lead_id)],
    # they see a case from its acceptance on, and are told of none before
    "leaders": lambda case: (
        [(Role.LEADER, case.board.owner_id, None)] if case.state != State.SUBMITTED else []
    ),
}


class Audience:
    """Finds people by role; remembers what it found, so that a batch asks once per unit. Who is on leave at `at` has deputies."""

    def __init__(self, at: datetime) -> None:
        self._day = in_shanghai(at).date()
        self._found: dict[Post, list[Person]] = {}
        self._deputies: dict[int, set[int]] | None = None

    def of_role(self, role: Role, unit_id: int | None, *, but: int | None = None) -> list[Person]:
        """Active holders of the role in the unit; in any unit when `unit_id` is None, but for members of unit `but`."""
        return self._of_post((role, unit_id, but))

    def _of_post(self, post: Post) -> list[Person]:
        if post not in self._found:
            role, unit_id, but = post
            if unit_id is not None and but is None:
                self._look_up([post])
            else:
                people = User.objects.filter(is_active=True, memberships__role=role)
                if but is not None:
                    people = people.exclude(memberships__unit=but)
                self._found[post] = list(people.distinct().values_list("pk", "email"))
        return self._found[post]

    def _look_up(self, posts: Iterable[Post]) -> None:
        """The holders of posts in named units, all of them by one query."""
        wanted = [post for post in posts if post not in self._found]
        if not wanted:
            return
        self._found |= {post: [] for post in wanted}
        held = reduce(or_, (Q(role=role, unit=unit_id) for role, unit_id, _but in wanted))
        rows = Membership.objects.filter(held, user__is_active=True).order_by("user_id")
        for role, unit_id, user_id, email in rows.values_list("role", "unit_id", "user_id", "user__email"):
            self._found[Role(role), unit_id, None].append((user_id, email))

    def gather(self, tells: Iterable[str], case: Case) -> None:
        """Ask at once for everybody of these words who holds a post in a unit."""
        posts = [post for word in tells if word in POSTS for post in POSTS[word](case)]
        self._look_up([post for post in posts if post[1] is not None and post[2] is None])

    def staff(self, word: str, case: Case) -> list[Person]:
        """The people behind a word of the table."""
        if word in (
            "drafter",
            "handler",
        ):  # the person; the whole unit where there is none or that person has left
            one = case.drafter_id if word == "drafter" else case.handler_id
            return self._one(one, case) or self.staff("lead_handlers", case)
        if word not in POSTS:
            raise ValueError(f"the table tells {word}, whom nobody knows")
        return [person for post in POSTS[word](case) for person in self._of_post(post)]

    def _one(self, user_id: int | None, case: Case) -> list[Person]:
        """One handler of the lead unit, and who stands in for the person today: handlers of the same unit only."""
        handlers = self.staff("lead_handlers", case)
        if user_id is None or user_id not in {pk for pk, _email in handlers}:
            return []
        wanted = {user_id} | self._standing_in(self._day).get(user_id, set())
        return [each for each in handlers if each[0] in wanted]

    def _standing_in(self, day: date) -> dict[int, set[int]]:
        """Everybody's deputies on that day; one query a batch."""
        if self._deputies is None:
            self._deputies = {}
            for person, deputy in Deputy.objects.on(day).values_list("person", "deputy"):
                self._deputies.setdefault(person, set()).add(deputy)
        return self._deputies


def tell(
    case: Case, event: Event, tells: Iterable[str], clocks: Iterable[Clock], *, calendar: Calendar
) -> None:
    """Write the outbox rows of one event."""
    answer_by = [each.due_at for each in clocks if each.name == ClockName.REPLY and each.stopped_at is None]
    due = answer_by[-1] if answer_by else None
    send(notices(case, event, tells, Audience(event.at), calendar=calendar, reply_due=due))


def send(rows: Sequence[NoticeWords]) -> None:
    """Hand the words over; the rows are written in the caller's transaction."""
    if rows:
        enqueue(rows)


def notices(
    case: Case,
    event: Event,
    tells: Iterable[str],
    audience: Audience,
    *,
    calendar: Calendar,
    reply_due: datetime | None = None,
) -> list[NoticeWords]:
    """All notices of an event, one per person and channel. The acting person is not told of the own deed, but for receipts."""
    authors: list[NoticeWords] = []
    staff: list[NoticeWords] = []
    facts = _facts(case, event) | {"reply_due": _moment(reply_due)}
    told: set[int] = set()
    tells = list(tells)
    audience.gather(tells, case)
    for word in tells:
        if word == "author":
            authors += to_authors(case, event, facts, calendar=calendar)
            continue
        for user_id, email in audience.staff(word, case):
            if user_id not in told and user_id != event.by_id:
                told.add(user_id)
                text = CO_HANDLING if word == "co_handlers" else event.verb
                staff += _to_staff(text, f"event-{event.pk}", facts, case, user_id, email)
    return [
        *authors,
        *_quietly(staff, case, at=event.at, calendar=calendar),
    ]


def of_clock(
    clock: Clock,
    text: str,
    key: str,
    more: Mapping[str, str],
    person: Person,
    *,
    at: datetime,
    calendar: Calendar,
) -> list[NoticeWords]:
    """Notices of a clock for one member of the staff; `more` is what the text may say beside the facts of the case."""
    due, name = _moment(clock.due_at), str(ClockName(clock.name).label)
    facts = _facts(clock.case, None) | {"due": due, "clock": name, **more}
    rows = _to_staff(text, key, facts, clock.case, *person)
    return _quietly(rows, clock.case, at=at, calendar=calendar)


def of_mention(event: Event, case: Case, person: Person, *, calendar: Calendar) -> list[NoticeWords]:
    """Notices for a colleague whom a note names; they lead to its line of the timeline."""
    rows = _to_staff("mention", f"mention-{event.pk}", _facts(case, event), case, *person)
    there = [replace(each, url=f"{each.url}#event-{event.seq}") for each in rows]
    return _quietly(there, case, at=event.at, calendar=calendar)


def may_be_told(person: Person, case: Case) -> bool:
    """Nobody of a reported unit is."""
    return case.kind != Kind.REPORT or person[0] not in _kept_out(case)


def _quietly(
    rows: Iterable[NoticeWords], case: Case, *, at: datetime, calendar: Calendar
) -> list[NoticeWords]:
    """Letters to the staff wait out the quiet hours; notices of the site do not."""
    grade = case.grade
    return [
        replace(
            each,
            not_before=quiet_until(each.channel, is_staff=True, grade=grade, at=at, calendar=calendar),
        )
        for each in rows
    ]


def _to_staff(
    verb: str, key: str, facts: dict[str, str], case: Case, user_id: int, email: str
) -> list[NoticeWords]:
    if case.kind == Kind.REPORT:
        if user_id in _kept_out(case):
            return []
        title = case.redacted_title or str(_("举报件，内容见诉求件"))
        facts = facts | {"title": title, "reason": masked(facts["reason"])}
    subject, body = words(f"{verb}.staff", facts)
    url = f"/admin/cases/case/{case.pk}/change/"
    rows = [NoticeWords(f"{key}:{user_id}:site", "site", subject, body, url=url, user_id=user_id)]
    if email:
        rows.append(
            NoticeWords(
                f"{key}:{user_id}:email", "email", subject, body, url=url, user_id=user_id, address=email
            )
        )
    return rows


def _kept_out(case: Case) -> frozenset[int]:
    """People of the reported units: they are told nothing, not even as supervisors or as somebody's deputy."""
    kept = case.__dict__.get("_kept_out")
    if kept is None:
        kept = case.__dict__["_kept_out"] = people_kept_from(case)
    return frozenset(kept)


def _facts(case: Case, event: Event | None) -> dict[str, str]:
    """What a text may say: no personal data, ready strings."""
    return {
        "number": case.number,
        "title": case.title,
        "board": case.board.title,
        "unit": str(case.lead) if case.lead_id else "",
        "due": _moment(case.due_at) if case.state not in FINISHED else "",
        "reason": event.reason if event else "",
        "outcome": str(case.get_outcome_display()) if case.outcome else "",
        "at": _moment(event.at) if event else "",
        "by": _actor(case, event) if event else "",
        "clock": _clock_words(event) if event else "",
        "appeal_until": _appeal_words(case, event) if event else "",
        "other": str(event.facts.get("into", "")) if event else "",
        "removal": _removal_words(event) if event else "",
        **(_particulars(event) if event else {}),
    }


def _particulars(event: Event) -> dict[str, str]:
    """What only some verbs have: an order's number, a plan, an earlier and a later moment."""
    words = {
        name: str(event.facts[name])
        for name in ("order", "plan", "workdays", "wanted", "name")
        if name in event.facts
    }
    moments = {
        name: event.facts[name]
        for name in ("was_due", "until", "until_at", "co_due_at")
        if event.facts.get(name)
    }
    return words | {name: _moment(datetime.fromisoformat(at)) for name, at in moments.items()}


def _appeal_words(case: Case, event: Event) -> str:
    """Until when the author may object to a refusal; "" where no appeal is open."""
    if event.after != State.DECLINED or not event.facts.get("is_appealable") or case.appealed_at:
        return ""
    return _moment(appeal_until(event.at, current_policy().calendar))


def _actor(case: Case, event: Event) -> str:
    """Who acted, for colleagues to read: an official by name, the author as such, the system not at all."""
    if event.by_id is None or event.by is None:
        return ""
    return _("留言人") if event.by_id in case.author_ids else str(event.by)


def _removal_words(event: Event) -> str:
    code = event.facts.get("removal", "")
    return str(RemovalCode(code).label) if code in RemovalCode else ""


def _clock_words(event: Event) -> str:
    name = event.facts.get("clock", "")
    return str(ClockName(name).label) if name in ClockName else ""


def _moment(at: datetime | None) -> str:
    if at is None:
        return ""
    here = in_shanghai(at)
    return f"{here.year}年{here.month}月{here.day}日 {here:%H:%M}"
