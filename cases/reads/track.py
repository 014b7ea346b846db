"""What number and lookup code show to somebody who is not signed in: where the case stands, never who wrote it or what."""

from __future__ import annotations

import hmac
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext as _

from boards.models import Message
from boards.posting import REPLY_KEEPS
from boards.rules.redact import redact
from boards.rules.times import moment
from boards.rules.words import Badge
from cases.actions._joined import root_of
from cases.models import Case, Clock, DraftStatus, Event
from cases.reads.my_case import waiting_words
from cases.reads.my_cases import badge_of, waits_for
from cases.reads.story import Line, ReplyShown, StepShown, decline_words, public_line, replies_of, steps_of
from cases.rules.numbers import lookup_digest
from cases.rules.private import hide, public_text
from cases.rules.states import State

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
    how: str = ""  # what it has to do with the case that was asked for
    others: tuple[Tracked, ...] = ()


def looked_up(number: str, code: str, key: str) -> Case | None:
    """The case that number and code open together. One query and one digest, whatever is wrong; compared in constant time."""
    case = (
        Case.objects.select_related("board__desk", "lead", "merged_into__board__desk", "merged_into__lead")
        .filter(number=number)
        .first()
    )
    kept = case.lookup_digest if case and case.lookup_digest else NO_DIGEST
    is_right = hmac.compare_digest(kept, lookup_digest(code, number, key))
    return case if is_right else None


def tracked(case: Case, at: datetime, *, how: str = "") -> Tracked:
    """The page of a case that `looked_up` found, with the cases that it goes on in, all in public words."""
    events = list(Event.objects.filter(case=case).select_related("unit").order_by("seq"))
    clocks = list(Clock.objects.filter(case=case))
    drafts = list(case.drafts.filter(status=DraftStatus.APPROVED).select_related("unit"))
    public = Message.objects.up().filter(pk=case.message_id).first() if case.message_id else None
    ground, words = decline_words(case)
    return Tracked(
        number=case.number,
        title=public_text(case.title, case.private_passages),
        board=case.board.title,
        kind=case.get_kind_display(),
        submitted=moment(case.submitted_at),
        badge=badge_of(case, at),
        steps=steps_of(case, events),
        waits=waits_for(case, at),
        waiting=waiting_words(clocks, case, at),
        declined=(ground, redact(hide(words, case.private_passages), keep=REPLY_KEEPS).text),
        replies=replies_of(drafts, is_masked=True, hidden=case.private_passages),
        timeline=tuple(line for each in events if (line := public_line(each))),
        href=public.get_absolute_url() if public else "",
        how=how,
        others=() if how else tuple(tracked(each, at, how=words) for words, each in _others(case)),
    )


def _others(case: Case) -> list[tuple[str, Case]]:
    """Where the matter goes on: the case that it was merged into, or the parts that it was split into."""
    if case.state == State.MERGED:
        root = root_of(case)
        return [(_("已并入"), root)] if root else []
    if case.state == State.DECLINED:
        parts = case.parts.select_related("board__desk", "lead").order_by("id")
        return [(_("已拆分为"), each) for each in parts]
    return []
