"""Notices for citizens: each through the channels that the person wants, outside of the person's quiet hours."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from cases.models import Case, Event
from cases.rules.quiet import quiet_until
from cases.rules.telling import SMS_VERBS, kind_of
from cases.rules.workdays import Calendar
from notify.actions import NoticeWords
from notify.models import reach_of
from notify.rules.kinds import SMS, Kind
from notify.rules.wishes import Reach
from notify.texts import short_words, words


@dataclass(frozen=True)
class Said:
    """One notice before it is known through which channels it goes. `short` is "" where no short message is sent."""

    key: str
    kind: Kind
    subject: str
    body: str
    url: str
    short: str = ""


def letters(
    said: Said, user_id: int, reach: Reach, *, grade: str, at: datetime, calendar: Calendar
) -> list[NoticeWords]:
    """One row a channel. Numbers and mail addresses are not in them: they are opened when the letter leaves."""
    return [
        NoticeWords(
            f"{said.key}:{user_id}:{channel}",
            channel,
            said.short if channel == SMS else said.subject,
            "" if channel == SMS else said.body,
            url=said.url,
            user_id=user_id,
            kind=said.kind,
            is_held=reach.is_gathered(said.kind, channel),
            not_before=quiet_until(
                channel, is_staff=False, grade=grade, at=at, calendar=calendar, reach=reach
            ),
        )
        for channel in reach.channels(said.kind)
        if channel != SMS or said.short
    ]


def to_authors(case: Case, event: Event, facts: dict[str, str], *, calendar: Calendar) -> list[NoticeWords]:
    """The author, and who joined by a merge: they read their own number and title. One query for all their wishes."""
    people = [(case.author_id, facts)] if case.author_id is not None else []
    if case.co_author_ids:
        rows = (
            case.co_authors.filter(left_at=None)
            .order_by("id")
            .values_list("user_id", "origin__number", "origin__title")
        )
        own = {user_id: {"number": number, "title": title} for user_id, number, title in rows}
        people += [(each, facts | own.get(each, {})) for each in case.co_author_ids]
    reaches = reach_of(user_id for user_id, _facts in people) if people else {}
    return [
        row
        for user_id, told in people
        if user_id in reaches
        for row in letters(
            _said(case, event, told),
            user_id,
            reaches[user_id],
            grade=case.grade,
            at=event.at,
            calendar=calendar,
        )
    ]


def _said(case: Case, event: Event, facts: dict[str, str]) -> Said:
    subject, body = words(event.verb, facts)
    short = short_words(event.verb, facts) if event.verb in SMS_VERBS else ""
    return Said(f"event-{event.pk}", kind_of(event.verb), subject, body, f"/my/cases/{case.number}/", short)
