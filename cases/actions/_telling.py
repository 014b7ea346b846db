"""Who is told of an event: the words of the table's `tell` column become people, channels and outbox rows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import Identity, User
from accounts.roles import Role
from cases.models import Case, Clock, Event
from cases.rules.clocks import ClockName
from cases.rules.states import FINISHED
from cases.rules.workdays import in_shanghai
from notify.actions import NoticeWords, enqueue
from notify.texts import words

SMS_VERBS = frozenset({"submit", "accept", "decline", "approve_reply", "reopen"})
Person = tuple[int, str]  # user id, e-mail address ("" for none)


class Audience:
    """Finds people by role; remembers what it found, so that a batch asks once per unit."""

    def __init__(self) -> None:
        self._found: dict[tuple[str, int | None, int | None], list[Person]] = {}

    def of_role(self, role: Role, unit_id: int | None, *, but: int | None = None) -> list[Person]:
        """Active holders of the role in the unit; in any unit when `unit_id` is None, but for members of unit `but`."""
        key = (role, unit_id, but)
        if key not in self._found:
            people = User.objects.filter(is_active=True, memberships__role=role)
            if unit_id is not None:
                people = people.filter(memberships__unit=unit_id, memberships__role=role)
            if but is not None:
                people = people.exclude(memberships__unit=but)
            self._found[key] = list(people.distinct().values_list("pk", "email"))
        return self._found[key]

    def staff(self, word: str, case: Case) -> list[Person]:
        """The people behind a word of the table."""
        if word == "lead_handlers":
            return self.of_role(Role.HANDLER, case.lead_id) if case.lead_id else []
        if word == "lead_signers":
            return self.of_role(Role.SIGNER, case.lead_id) if case.lead_id else []
        if word == "intake_desk":
            return self.of_role(Role.INTAKE, case.board.desk_id)
        if word == "reviewers":
            return self.of_role(Role.REVIEWER, case.board.desk_id)
        if word == "supervisors":
            return self.of_role(Role.SUPERVISOR, None)
        if word == "revisitors":
            return self.of_role(
                Role.REVISITOR, None, but=case.lead_id
            )  # nobody revisits the own unit's cases
        if word == "drafter":
            return [(case.drafter_id, "")] if case.drafter_id else []
        raise ValueError(f"the table tells {word}, whom nobody knows")


def tell(case: Case, event: Event, tells: Iterable[str], clocks: Iterable[Clock]) -> None:
    """Write the outbox rows of one event."""
    answer_by = [each.due_at for each in clocks if each.name == ClockName.REPLY and each.stopped_at is None]
    send(notices(case, event, tells, Audience(), reply_due=answer_by[-1] if answer_by else None))


def send(rows: Sequence[NoticeWords]) -> None:
    """Hand the words over; the rows are written in the caller's transaction."""
    if rows:
        enqueue(rows)


def notices(
    case: Case, event: Event, tells: Iterable[str], audience: Audience, *, reply_due: datetime | None = None
) -> list[NoticeWords]:
    """All notices of an event, one per person and channel. The acting person is not told of the own deed, but for receipts."""
    rows: list[NoticeWords] = []
    facts = _facts(case, event) | {"reply_due": _moment(reply_due)}
    told: set[int] = set()
    for word in tells:
        if word == "author":
            rows += _to_author(case, event, facts)
            continue
        for user_id, email in audience.staff(word, case):
            if user_id not in told and user_id != event.by_id:
                told.add(user_id)
                rows += _to_staff(event.verb, f"event-{event.pk}", facts, case, user_id, email)
    return rows


def warning(clock: Clock, audience: Audience) -> list[NoticeWords]:
    """Notices before a deadline ends, unique by clock and threshold."""
    case = clock.case
    facts = _facts(case, None) | {"due": _moment(clock.due_at), "clock": str(ClockName(clock.name).label)}
    key = f"warn-{clock.pk}-{clock.warn_at.isoformat() if clock.warn_at else ''}"
    people = {person for word in ("lead_handlers", "lead_signers") for person in audience.staff(word, case)}
    return [
        row
        for user_id, email in sorted(people)
        for row in _to_staff("warn", key, facts, case, user_id, email)
    ]


def _to_author(case: Case, event: Event, facts: dict[str, str]) -> list[NoticeWords]:
    if case.author_id is None:
        return []
    subject, body = words(event.verb, facts)
    key = f"event-{event.pk}:{case.author_id}"
    url = f"/my/cases/{case.number}/"
    rows = [NoticeWords(f"{key}:site", "site", subject, body, url=url, user_id=case.author_id)]
    if event.verb in SMS_VERBS and Identity.objects.filter(user=case.author_id).exists():
        # without the number: it is opened when the message leaves, and no row but its own holds it
        rows.append(NoticeWords(f"{key}:sms", "sms", subject, body, url=url, user_id=case.author_id))
    return rows


def _to_staff(
    verb: str, key: str, facts: dict[str, str], case: Case, user_id: int, email: str
) -> list[NoticeWords]:
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
    }


def _actor(case: Case, event: Event) -> str:
    """Who acted, for colleagues to read: an official by name, the author as such, the system not at all."""
    if event.by_id is None or event.by is None:
        return ""
    return _("留言人") if event.by_id == case.author_id else str(event.by)


def _clock_words(event: Event) -> str:
    name = event.facts.get("clock", "")
    return str(ClockName(name).label) if name in ClockName else ""


def _moment(at: datetime | None) -> str:
    if at is None:
        return ""
    here = in_shanghai(at)
    return f"{here.year}年{here.month}月{here.day}日 {here:%H:%M}"
