"""Events as lines that staff read: who, when, how long after the last, why, and the facts of the verb in words."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Role
from boards.rules.times import iso, moment, span_words
from cases.actions.note import NoteKind
from cases.models import Event
from cases.models.contact_log import Way
from cases.models.supervision import Urgency
from cases.rules.clocks import ClockName
from cases.rules.quality import BY_CODE
from cases.rules.states import DeclineCode, Grade, Outcome, Source, State
from cases.rules.transitions import MOVES

AUTHOR_ROLES = frozenset({"author", "poster", "any_author"})
ROLE_WORDS: Mapping[str, str | Promise] = {
    "author": gettext_lazy("留言人"),
    "poster": gettext_lazy("留言人"),
    "any_author": gettext_lazy("留言人"),
    "intake": Role.INTAKE.label,
    "asking_intake": Role.INTAKE.label,
    "asking_handler": Role.HANDLER.label,
    "handler": Role.HANDLER.label,
    "owner_handler": Role.HANDLER.label,
    "co_handler": gettext_lazy("协办单位承办人"),
    "signer": Role.SIGNER.label,
    "other_signer": Role.SIGNER.label,
    "publishing_signer": Role.SIGNER.label,
    "reviewer": Role.REVIEWER.label,
    "desk_reviewer": Role.REVIEWER.label,
    "revisitor": Role.REVISITOR.label,
    "supervisor": Role.SUPERVISOR.label,
    "granting_signer": Role.SIGNER.label,
    "granting_supervisor": Role.SUPERVISOR.label,
    "board_leader": Role.LEADER.label,
    "system": gettext_lazy("系统"),
}
GROUNDS: Mapping[str, str | Promise] = {
    "report": gettext_lazy("举报件必须回访"),
    "emergency": gettext_lazy("应急件必须回访"),
    "promised": gettext_lazy("承诺解决的必须回访"),
    "supervised": gettext_lazy("督办件必须回访"),
    "instructed": gettext_lazy("批示件必须回访"),
    "sample": gettext_lazy("随机抽中回访"),
}


@dataclass(frozen=True)
class Entry:
    """One event. `words` are short facts, `text` is what a person wrote; `is_bad` marks what went over its time."""

    seq: int
    verb: str
    label: str
    moved: str
    who: str
    at: str
    iso: str
    since: str
    words: tuple[str, ...]
    text: str
    is_bad: bool


def entries(events: Iterable[Event]) -> list[Entry]:
    """The events (oldest first, people and units joined) as lines, newest first."""
    rows = list(events)
    gaps = ["", *(span_words(later.at - earlier.at) for earlier, later in pairwise(rows))]
    return [entry(event, since) for event, since in zip(rows, gaps, strict=True)][::-1]


def entry(event: Event, since: str = "") -> Entry:
    """One event; its `by` and `unit` have been joined."""
    has_moved = bool(event.before) and event.before != event.after
    return Entry(
        seq=event.seq,
        verb=event.verb,
        label=str(_LABELS.get(event.verb, "")) or MOVES[event.verb].label,
        moved=f"{State(event.before).label} → {State(event.after).label}" if has_moved else "",
        who=_who(event),
        at=moment(event.at),
        iso=iso(event.at),
        since=since,
        words=tuple(words for words in _FACTS.get(event.verb, _nothing)(event.facts) if words),
        text=event.reason or str(event.facts.get("words") or event.facts.get("remark") or ""),
        is_bad=event.verb == "overdue",
    )


def _who(event: Event) -> str:
    role = str(ROLE_WORDS.get(event.role, ""))
    if event.by is None or (event.role in AUTHOR_ROLES and not event.by.is_staff):
        return role or _("系统")
    return f"{event.by}（{role}）" if role and event.role not in AUTHOR_ROLES else str(event.by)


Facts = Mapping[str, object]
_LABELS: Mapping[str, str | Promise] = {"overdue": gettext_lazy("超期（记黄牌）")}


def _label(choices: type[TextChoices], value: object) -> str:
    return str(choices(value).label) if value in choices.values else ""


def _nothing(facts: Facts) -> tuple[str, ...]:
    return ()


def _reached(facts: Facts) -> str:
    return _("已联系上") if facts.get("is_reached") else _("未联系上")


def _overdue(facts: Facts) -> tuple[str, ...]:
    due = str(facts.get("due_at") or "")
    clock = _label(ClockName, facts.get("clock"))
    return (
        _("%(clock)s期限 %(due)s")
        % {"clock": clock, "due": moment(datetime.fromisoformat(due)) if due else ""},
    )


def _recount(facts: Facts) -> tuple[str, ...]:
    """Each clock that was computed anew: from when to when."""
    names = dict(ClockName.choices)
    return tuple(
        f"{names[name]}：{moment(datetime.fromisoformat(ends['before']))} → {moment(datetime.fromisoformat(ends['after']))}"
        for name, ends in facts.items()
        if name in names and isinstance(ends, dict) and ends.get("before") and ends.get("after")
    )


def _checks(facts: Facts) -> str:
    """The checks that the reply did not pass, by name."""
    codes = facts.get("checks")
    labels = (
        [str(BY_CODE[code].label) for code in codes if code in BY_CODE] if isinstance(codes, list) else []
    )
    return _("检查提示：%(labels)s") % {"labels": "；".join(labels)} if labels else ""


def _approved(facts: Facts) -> tuple[str, ...]:
    reason = facts.get("override")
    over = _("仍予发布：%(reason)s") % {"reason": reason} if reason else ""
    return (_label(Outcome, facts.get("outcome")), _checks(facts), over)


def _co_asked(facts: Facts) -> tuple[str, ...]:
    units = facts.get("co_units")
    return (_("%(count)d 个单位协办") % {"count": len(units)},) if isinstance(units, list) else ()


def _handed(facts: Facts) -> str:
    """Which transfer it is; nothing for a decision, which is none of the desk's."""
    return _("第 %(n)s 次改派") % {"n": facts["transfer"]} if facts.get("transfer") else ""


def _drafted(facts: Facts) -> tuple[str, ...]:
    reason = facts.get("co_reason")
    unheard = _("未等协办意见：%(reason)s") % {"reason": reason} if reason else ""
    return (_label(Outcome, facts.get("outcome")), _checks(facts), unheard)


def _mentioned(facts: Facts) -> tuple[str, ...]:
    names = facts.get("mentions")
    return tuple(f"@{name}" for name in names) if isinstance(names, list) else ()


_FACTS: Mapping[str, Callable[[Facts], tuple[str, ...]]] = {
    "submit": lambda facts: (_label(Source, facts.get("source")),),
    "accept": lambda facts: (
        _label(Grade, facts.get("grade")) if facts.get("grade") != Grade.NORMAL else "",
    ),
    "decline": lambda facts: (
        f"{facts.get('code')} {_label(DeclineCode, facts.get('code'))}" if facts.get("code") else "",
    ),
    "split": lambda facts: ("、".join(map(str, facts.get("parts", ()))),),  # type: ignore[call-overload]
    "merge": lambda facts: (_("并入 %(number)s") % {"number": facts.get("into")},),
    "give_info": lambda facts: (_("期满未补充，自动恢复计时") if facts.get("is_expired") else "",),
    "change_rating": lambda facts: (_("评价期内更改，更改前的评价已留存"),),
    "sign": lambda facts: (_("到时未签收，系统自动签收") if facts.get("is_automatic") else "",),
    "log_contact": lambda facts: (_label(Way, facts.get("way")), _reached(facts)),
    "draft_reply": _drafted,
    "approve_reply": _approved,
    "start_revisit": lambda facts: (str(GROUNDS.get(str(facts.get("ground")), "")),),
    "ask_extension": lambda facts: (_("申请 %(days)s 个工作日") % {"days": facts.get("workdays")},),
    "grant_extension": lambda facts: (_("延长 %(days)s 个工作日") % {"days": facts.get("workdays")},),
    "suspend": lambda facts: (_("复核 %(day)s") % {"day": str(facts.get("until") or "")[:10]},),
    "resume": lambda facts: (_("到复核日期，系统自动恢复") if facts.get("is_automatic") else "",),
    "supervise": lambda facts: (str(facts.get("order") or ""), _label(Urgency, facts.get("urgency"))),
    "report_back": lambda facts: (str(facts.get("order") or ""),),
    "lift": lambda facts: (str(facts.get("order") or ""),),
    "instruct": lambda facts: (
        str(facts.get("on") or ""),
        _("优先办理") if facts.get("is_priority") else "",
    ),
    "reopen": lambda facts: (_("承诺到期未兑现") if facts.get("is_broken") else "",),
    "record_revisit": lambda facts: (
        _reached(facts),
        _("多次未联系上，按未回访办结") if facts.get("is_given_up") else "",
    ),
    "ask_return": lambda facts: (_("应由%(unit)s办理") % {"unit": facts.get("name", "")},),
    "grant_return": lambda facts: (_handed(facts), *_co_asked(facts)),
    "arbitrate": lambda facts: (_handed(facts), *_co_asked(facts)),
    "assign": _co_asked,
    "co_advise": lambda facts: (str(facts.get("name") or ""),),
    "note": lambda facts: (_label(NoteKind, facts.get("kind")), *_mentioned(facts)),
    "hand_over": lambda facts: (_("转交给%(to)s") % {"to": facts.get("to")},),
    "overdue": _overdue,
    "recount": _recount,
}
