"""What number and lookup code show to somebody who is not signed in: where the case stands, never who wrote it or what."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime

from boards.models import Message
from boards.posting import REPLY_KEEPS
from boards.rules.redact import redact
from boards.rules.times import moment
from boards.rules.words import Badge
from cases.models import Case, Clock, DraftStatus, Event
from cases.reads.my_case import waiting_words
from cases.reads.my_cases import badge_of, waits_for
from cases.reads.story import Line, ReplyShown, StepShown, decline_words, public_line, replies_of, steps_of
from cases.rules.numbers import lookup_digest

NO_DIGEST = "0" * 64  # compared with where there is no case, so that both answers take the same work


@dataclass(frozen=True)
class Tracked:
    """What `/track/` shows. `href` leads to the public page, "" where there is none."""

    number: str
    title: str
    board: str
    kind: str
    submitted: str
    badge: Badge
    steps: tuple[StepShown, ...]
    waits: str
    waiting: str
    declined: tuple[str, str]
    replies: tuple[ReplyShown, ...]
    timeline: tuple[Line, ...]
    href: str


def looked_up(number: str, code: str, key: str) -> Case | None:
    """The case that number and code open together. One query and one digest, whatever is wrong; compared in constant time."""
    case = Case.objects.select_related("board__desk", "lead").filter(number=number).first()
    kept = case.lookup_digest if case and case.lookup_digest else NO_DIGEST
    is_right = hmac.compare_digest(kept, lookup_digest(code, number, key))
    return case if is_right else None


def tracked(case: Case, at: datetime) -> Tracked:
    """The page of a case that `looked_up` found."""
    events = list(Event.objects.filter(case=case).select_related("unit").order_by("seq"))
    clocks = list(Clock.objects.filter(case=case))
    drafts = list(case.drafts.filter(status=DraftStatus.APPROVED).select_related("unit"))
    public = Message.objects.up().filter(pk=case.message_id).first() if case.message_id else None
    ground, words = decline_words(case)
    return Tracked(
        number=case.number,
        title=redact(case.title).text,
        board=case.board.title,
        kind=case.get_kind_display(),
        submitted=moment(case.submitted_at),
        badge=badge_of(case, at),
        steps=steps_of(case, events),
        waits=waits_for(case, at),
        waiting=waiting_words(clocks, case, at),
        declined=(ground, redact(words, keep=REPLY_KEEPS).text),
        replies=replies_of(drafts, is_masked=True),
        timeline=tuple(line for each in events if (line := public_line(each))),
        href=public.get_absolute_url() if public else "",
    )
