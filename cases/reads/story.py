"""What has happened to a case, in the words its author reads: five steps, a timeline, the replies."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from boards.models import Step
from boards.posting import REPLY_KEEPS
from boards.rules.redact import redact
from boards.rules.times import day_words, iso, moment, short_day
from cases.models import Case, Event, ReplyDraft
from cases.reads.timeline import ROLE_WORDS
from cases.rules.clocks import ClockName
from cases.rules.private import hide
from cases.rules.public_words import public_words
from cases.rules.states import DeclineCode, State, step_of

LEFT_THE_LINE = frozenset({State.DECLINED, State.WITHDRAWN, State.MERGED})
REACHED_BY: Mapping[str, tuple[int, ...]] = {
    "submit": (1,),
    "accept": (2,),
    "assign": (3,),
    "claim": (2, 3, 4),
    "sign": (4,),
    "approve_reply": (5,),
}

_BREAKS = re.compile(r"[\r\n\u2028\u2029]+")


@dataclass(frozen=True)
class StepShown:
    """One of the five; see templates/components/steps.html."""

    word: str
    standing: str
    standing_words: str
    on: str = ""
    on_iso: str = ""


@dataclass(frozen=True)
class Line:
    """One line of a timeline; see templates/components/timeline.html."""

    at: str
    at_iso: str
    words: str
    who: str = ""


@dataclass(frozen=True)
class ReplyShown:
    """A published reply."""

    title: str
    paragraphs: tuple[str, ...]
    outcome: str
    signer: str
    on: str
    on_iso: str


def paragraphs(text: str) -> tuple[str, ...]:
    """The text by lines, without the blanks that people indent with: the page indents."""
    return tuple(line for part in _BREAKS.split(text) if (line := part.strip()))


def steps_of(case: Case, events: Iterable[Event]) -> tuple[StepShown, ...]:
    """The five-step bar; nothing for a case that left the line before its reply."""
    if case.state in LEFT_THE_LINE:
        return ()
    reached = {step: each.at for each in events for step in REACHED_BY.get(each.verb, ())}
    reached |= {2: case.accepted_at} if case.accepted_at else {}  # a claim of what was accepted before
    present = step_of(case.state)
    shown = []
    for step in Step:
        is_done = step < present or present == Step.REPLIED
        standing = "done" if is_done else "now" if step == present else ""
        words = {"done": _("已完成"), "now": _("当前"), "": _("未到")}[standing]
        at = reached.get(step) if standing else None
        on, on_iso = (short_day(at), iso(at)) if at else ("", "")
        shown.append(StepShown(str(step.label), standing, words, on, on_iso))
    return tuple(shown)


def public_line(event: Event) -> Line | None:
    """The event as the public timeline tells it; None when the table has no public words for it."""
    unit = str(event.unit) if event.unit else _("办理单位")
    has_moved = event.before != event.after
    words = public_words(event.verb, has_moved=has_moved, unit=unit, facts=event.facts)
    return Line(moment(event.at), iso(event.at), words) if words else None


def own_line(event: Event, author_id: int | None) -> Line | None:
    """The event as its author reads it: the public words, and what concerns nobody else."""
    words = _own_words(event, author_id)
    if words:
        return Line(moment(event.at), iso(event.at), words, who=_("仅您可见"))
    return public_line(event)


def _own_words(event: Event, author_id: int | None) -> str:
    unit = str(event.unit) if event.unit else ""
    if event.verb == "reveal_contact":
        told = {"unit": event.facts.get("unit") or "", "role": ROLE_WORDS.get(event.role, _("工作人员"))}
        who = _("%(unit)s%(role)s") % told
        return _("%(who)s查看了您的联系方式，用途：%(purpose)s") % {"who": who, "purpose": event.reason}
    if event.verb == "log_contact" and event.facts.get("is_reached") is False:
        return _("%(unit)s曾与您联系，未能联系上") % {"unit": unit}
    if event.verb == "remind" and event.by_id == author_id:
        words = str(event.facts.get("words", ""))
        return _("您催办了一次：%(words)s") % {"words": words} if words else _("您催办了一次")
    if event.verb == "overdue":
        clock = ClockName(event.facts["clock"]).label
        return _("“%(clock)s”超过了期限，系统已标记，并通知办理单位和督查员") % {"clock": clock}
    return ""


def replies_of(
    drafts: Sequence[ReplyDraft], *, is_masked: bool = False, hidden: Sequence[str] = ()
) -> tuple[ReplyShown, ...]:
    """Published replies, newest first; `is_masked`, without the passages `hidden`, for a reader who is not the author."""
    shown = []
    for count, draft in enumerate(drafts, start=1):
        body = redact(hide(draft.body, hidden), keep=REPLY_KEEPS).text if is_masked else draft.body
        at = draft.decided_at or draft.drafted_at
        shown.append(
            ReplyShown(
                title=_("第 %(count)d 次回复") % {"count": count} if len(drafts) > 1 else _("回复"),
                paragraphs=paragraphs(body),
                outcome=str(draft.get_outcome_display()),
                signer=_("%(unit)s网络发言人") % {"unit": draft.unit},
                on=day_words(at),
                on_iso=iso(at),
            )
        )
    return tuple(reversed(shown))


def interim_of(events: Sequence[Event]) -> tuple[ReplyShown, ...]:
    """What the unit said on the way (阶段性回复), newest first."""
    return tuple(
        ReplyShown(
            title=_("阶段性回复"),
            paragraphs=paragraphs(str(each.facts.get("words") or "")),
            outcome=_("办理中"),
            signer=_("%(unit)s网络发言人") % {"unit": each.unit},
            on=day_words(each.at),
            on_iso=iso(each.at),
        )
        for each in reversed(events)
        if each.verb == "post_progress"
    )


def decline_words(case: Case) -> tuple[str, str]:
    """Ground and words of a refusal (不予受理); two empty strings when there is none."""
    if case.state != State.DECLINED:
        return "", ""
    return f"{case.decline_code} {DeclineCode(case.decline_code).label}", case.decline_words
