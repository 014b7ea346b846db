"""A message's page: the words, where they stand, the replies, the public timeline. Three queries."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.utils.html import format_html
from django.utils.translation import get_language, gettext_noop, pgettext
from django.utils.translation import gettext as _

from boards.models import Message, Progress, Step
from boards.rules.masks import MASK, Pieces, pieces
from boards.rules.times import day, day_words, iso, moment, moment_words, short_day, span_words
from boards.rules.words import KINDS, OPEN_STATES, REFUSED_STATES, Badge, badge, retold, said

# What a line of the timeline says about the promise before it.
BECAME = {
    "promise": gettext_noop("未到期"),
    "fulfil": gettext_noop("单位已报兑现，待督查确认"),
    "confirm_fulfilment": gettext_noop("已兑现"),
    "refute_fulfilment": gettext_noop("报兑现未获督查确认"),
    "promise_broken": gettext_noop("到期未兑现，已重新办理"),
    "reopen": gettext_noop("留言已重新办理"),
}

_BREAKS = re.compile(r"[\r\n\u2028\u2029]+")


@dataclass(frozen=True)
class StepShown:
    word: str
    standing: str
    standing_words: str
    on: str = ""
    on_iso: str = ""


@dataclass(frozen=True)
class Line:
    at: str
    at_iso: str
    words: str
    who: str = ""
    lang: str = ""  # of the words, where it is not the page's


@dataclass(frozen=True)
class ReplyShown:
    title: str
    is_interim: bool
    paragraphs: tuple[Pieces, ...]
    unit: str
    signer: str
    on: str
    on_iso: str


@dataclass(frozen=True)
class Kin:
    """Another message that this one belongs to: 已并入 №, 拆分为 №. `href` is "" where it is not public."""

    words: str
    number: str
    href: str


@dataclass(frozen=True)
class MessagePage:
    message: Message
    badge: Badge
    facts: tuple[tuple[str, str], ...]
    paragraphs: tuple[Pieces, ...]
    has_masks: bool
    steps: tuple[StepShown, ...]
    notes: tuple[tuple[str, str], ...]
    replies: tuple[ReplyShown, ...]
    timeline: tuple[Line, ...]
    description: str
    kin: tuple[Kin, ...] = ()
    may_endorse: bool = False

    @property
    def goes_on_at(self) -> str:
        """The address of the message that this one was merged into; "" where there is none, or it is not public."""
        return next((each.href for each in self.kin if each.number == self.message.merged_into), "")


def message_page(message: Message, at: datetime) -> MessagePage:
    """What `/messages/<number>/` shows. `message` comes with board, unit and category joined."""
    progress = list(message.progress.select_related("unit"))
    mark = badge(
        message.state, outcome=message.outcome, due_at=message.due_at, overdue_at=message.overdue_at, at=at
    )
    return MessagePage(
        message=message,
        badge=mark,
        facts=tuple(_facts(message)),
        paragraphs=tuple(map(pieces, paragraphs(message.body))),
        has_masks=bool(MASK.search(message.title + message.body)),
        steps=() if message.state in REFUSED_STATES else _steps(message, progress),
        notes=tuple(_notes(message, progress, at)),
        replies=tuple(
            ReplyShown(
                title=_("阶段性回复") if reply.is_interim else _("公开回复"),
                is_interim=reply.is_interim,
                paragraphs=tuple(map(pieces, paragraphs(reply.body))),
                unit=reply.unit.name,
                signer=reply.signer if reply.signer != reply.unit.name else "",
                on=day_words(reply.replied_at),
                on_iso=iso(reply.replied_at),
            )
            for reply in message.replies.select_related("unit")
        ),
        timeline=_timeline(message, progress),
        description=" ".join(paragraphs(message.body))[:110],
        kin=tuple(_kin(message)),
        may_endorse=message.state in (*OPEN_STATES, "replied"),
    )


def _kin(message: Message) -> list[Kin]:
    """What this message was merged into, split into or split from. One query, and only where there is any."""
    named = [
        (_("已并入"), message.merged_into),
        *((_("已拆分为"), number) for number in message.part_numbers),
        (_("拆分自"), message.split_from),
    ]
    named = [(words, number) for words, number in named if number]
    if not named:
        return []
    found = Message.objects.up().filter(number__in=[number for _words, number in named])
    up = {each.number: each.get_absolute_url() for each in found.only("number")}
    return [Kin(words, number, up.get(number, "")) for words, number in named]


def paragraphs(text: str) -> tuple[str, ...]:
    """The text by lines, without the blanks that people indent with: the page indents."""
    return tuple(line for part in _BREAKS.split(text) if (line := part.strip()))


def _facts(message: Message) -> list[tuple[str, str]]:
    """The facts beside the words; a fact that is not there is not named."""
    category = message.category.name if message.category else ""
    facts = [
        (_("编号"), message.number),
        (_("类型"), " · ".join(filter(None, (said(KINDS.get(message.kind, message.kind)), category)))),
        (_("留言人"), message.author_name),
        (_("代表人数"), _("代表 %(count)d 人") % {"count": message.group_size} if message.group_size else ""),
        (_("留言时间"), moment(message.posted_at)),
        (_("地点"), message.place),
        (
            pgettext("件数", "附议"),
            _("%(count)d 人") % {"count": message.endorsement_count} if message.endorsement_count else "",
        ),
        (_("办理单位"), message.unit.name if message.unit else ""),
    ]
    return [(name, value) for name, value in facts if value]


def _steps(message: Message, progress: Sequence[Progress]) -> tuple[StepShown, ...]:
    reached: dict[int, datetime] = {Step.SUBMITTED: message.posted_at}
    for step, verbs in ((2, {"accept", "claim"}), (3, {"assign", "claim"}), (4, {"sign", "claim"})):
        times = [each.at for each in progress if each.verb in verbs]
        if times and message.step >= step:
            reached[step] = times[0] if step == Step.ACCEPTED else times[-1]
    if message.replied_at and message.step == Step.REPLIED:
        reached[Step.REPLIED] = message.replied_at
    shown = []
    for step in Step:
        is_done = step < message.step or message.step == Step.REPLIED
        standing = "done" if is_done else "now" if step == message.step else ""
        words = {"done": _("已完成"), "now": _("当前"), "": _("未到")}[standing]
        at = reached.get(step)
        shown.append(
            StepShown(str(step.label), standing, words, short_day(at) if at else "", iso(at) if at else "")
        )
    return tuple(shown)


def _notes(message: Message, progress: Sequence[Progress], at: datetime) -> list[tuple[str, str]]:
    """Both waiting times and the due date, as (name, words)."""
    is_open, notes = message.state in OPEN_STATES, []
    if is_open and any(each.verb == "reopen" for each in progress):
        notes.append((_("说明"), _("重新办理中，此前的回复保留在下方")))
    if message.state == "handling" and _rests(progress):
        notes.append((_("说明"), _("暂缓办理，恢复后期限接着计算；群众等待时间照常累计")))
    if words := _promise_words(progress):
        notes.append((_("承诺"), words))
    if is_open and (paused := _pause_words(progress)):
        notes.append(paused)
    if message.state not in REFUSED_STATES:
        notes.append((_("群众等待"), _waiting_words(message, at)))
    if message.hops and message.state not in REFUSED_STATES:
        notes.append((_("单位用时"), hop_words(message.hops, at)))
    if message.due_at and message.state not in REFUSED_STATES:
        notes.append((_("办理期限"), _due_words(message, at)))
    return notes


# What may be said while a deadline stands still; every other line of the timeline means that it runs again.
_STANDS_STILL = (
    "remind",
    "log_contact",
    "post_progress",
    "supervise",
    "lift",
    "instruct",
    "co_advise",
    "rate",
)


def _pause_words(progress: Sequence[Progress]) -> tuple[str, str] | None:
    """待补充 while the author is asked for something."""
    last = next((each.verb for each in reversed(progress) if each.verb not in _STANDS_STILL), "")
    if last == "ask_info":
        return _("待补充"), _("已请留言人补充材料，期限暂停；补充后或期满后继续")
    return None


def _waiting_words(message: Message, at: datetime) -> str:
    """From the submission to the end: never reset by a transfer, never paused."""
    if message.closed_at:
        words = _("从提交到办结共 %s") % span_words(message.closed_at - message.posted_at)
    else:
        words = _("已等待 %s，自提交起不间断计算") % span_words(at - message.posted_at)
    if message.replied_at and message.state not in OPEN_STATES:
        words += _("；提交后 %s收到回复") % span_words(message.replied_at - message.posted_at)
    return words


def _rests(progress: Sequence[Progress]) -> bool:
    """The unit's case was suspended (挂账) and has not gone on since."""
    turns = [each.verb for each in progress if each.verb in ("suspend", "resume", "sign")]
    return turns[-1:] == ["suspend"]


def _promise_words(progress: Sequence[Progress]) -> str:
    """The last promise, and what became of it."""
    told = [each for each in progress if each.verb in BECAME]
    made = [each for each in told if each.verb == "promise"]
    if not made:
        return ""
    later = [each.verb for each in told[told.index(made[-1]) + 1 :]]
    became = said(BECAME[later[-1] if later else "promise"])
    return format_html('<span lang="zh-Hans">{}</span> · {}', made[-1].words, became)


def hop_words(hops: Sequence[Mapping[str, Any]], at: datetime) -> str:
    """受理和审核 1 小时；城管局 2 天；市政公司 3 小时（正在办理）: every stay in order, so that nobody's share is hidden."""
    return _("；").join(_hop(hop, at) for hop in hops)


def _hop(hop: Mapping[str, Any], at: datetime) -> str:
    spent = timedelta(seconds=hop["seconds"])
    if since := hop["since"]:
        spent += at - datetime.fromisoformat(since)
    words = f"{said(hop['who'])} {span_words(spent)}"
    return words + _("（正在办理）") if since else words


def _due_words(message: Message, at: datetime) -> str:
    assert message.due_at is not None
    words = moment_words(message.due_at)
    if message.is_due_provisional:
        words += _("（暂定，待次年放假安排公布后确定）")
    if message.first_due_at and message.first_due_at != message.due_at:
        words += _("；原期限 %s") % day(message.first_due_at)
    if message.state in OPEN_STATES and (message.overdue_at or message.due_at < at):
        words += _("；已超过 %s") % span_words(at - message.due_at)
    elif message.overdue_at:
        words += _("；超期回复")
    return words


def _line(progress: Progress) -> Line:
    """As it was written; for a reader of another language said anew where that is possible, or marked as what it is."""
    words, lang = progress.words, ""
    if get_language() != settings.LANGUAGE_CODE:
        words = retold(words, str(progress.unit or "")) or words
        lang = "zh-Hans" if words == progress.words else ""
    return Line(moment(progress.at), iso(progress.at), words, lang=lang)


def _timeline(message: Message, progress: Sequence[Progress]) -> tuple[Line, ...]:
    lines = [_line(each) for each in progress]
    if not any(each.verb == "submit" for each in progress):
        lines.insert(0, Line(moment(message.posted_at), iso(message.posted_at), _("留言提交")))
    return tuple(lines)
