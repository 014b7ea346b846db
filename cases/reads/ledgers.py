"""What stands beside the state, told from the events alone: extensions, promises, orders, instructions. No query."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils.translation import gettext as _

from boards.rules.times import day, moment, span_words
from cases.models import Event

BEGINS = {"suspend": "resume", "ask_info": "give_info"}  # what begins a pause, and what ends it


@dataclass(frozen=True)
class Entry:
    """One line: 延期 · 批准延长 3 个工作日 · the reason. `seq` leads to the event; `is_open` while it still counts."""

    name: str
    words: str
    text: str
    seq: int
    is_open: bool = False
    is_order: bool = False  # there is a sheet of paper for it


@dataclass(frozen=True)
class Stood:
    """One pause: `ended_at` None while it lasts."""

    began: Event
    ended_at: datetime | None

    def length(self, at: datetime) -> timedelta:
        return (self.ended_at or at) - self.began.at


def pauses(events: Sequence[Event]) -> list[Stood]:
    """All pauses of a case, oldest first. One ends with its own verb, or when the case leaves the state."""
    found: list[Stood] = []
    for event in events:
        last = found[-1] if found and found[-1].ended_at is None else None
        if last and (event.verb == BEGINS[last.began.verb] or _hands_on(event)):
            found[-1] = Stood(last.began, event.at)
        if event.verb in BEGINS:
            found.append(Stood(event, None))
    return found


def _hands_on(event: Event) -> bool:
    return event.before != event.after or event.verb in ("grant_return", "arbitrate")


def total_pause(events: Sequence[Event], at: datetime) -> str:
    """暂停合计, in words; "" where a case never rested."""
    found = pauses(events)
    return span_words(sum((each.length(at) for each in found), timedelta())) if found else ""


def extension_entries(events: Sequence[Event], *, is_staff: bool) -> list[Entry]:
    """Granted ones for everybody; what was asked for and refused for the staff only."""
    found = []
    for event in events:
        words = ""
        if event.verb == "grant_extension":
            words = _("批准延长 %(days)s 个工作日（原定 %(was)s）") % {
                "days": event.facts.get("workdays"),
                "was": moment(datetime.fromisoformat(event.facts["was_due"])),
            }
        elif is_staff and event.verb == "ask_extension":
            words = _("申请延长 %(days)s 个工作日") % {"days": event.facts.get("workdays")}
        elif is_staff and event.verb == "refuse_extension":
            words = _("驳回延期")
        if words:
            found.append(Entry(_("延期"), words, event.reason, event.seq))
    return found


def promise_entries(events: Sequence[Event]) -> list[Entry]:
    """Each promise with its date and what became of it."""
    found: list[Entry] = []
    for event in events:
        if found and (became := _became(event)):
            last = found[-1]
            if last.is_open:
                head = last.words.split(" · ")[0]
                still = event.verb in ("fulfil", "refute_fulfilment")
                found[-1] = Entry(last.name, f"{head} · {became}", last.text, last.seq, still)
        if on := event.facts.get("promise_on"):
            words = _("%(day)s前兑现") % {"day": day(_noon(on))}
            text = str(event.facts.get("promise_words") or "")
            found.append(Entry(_("承诺"), f"{words} · {_('未到期')}", text, event.seq, True))
    return found


def _noon(on: str) -> datetime:
    return datetime.combine(date.fromisoformat(on), datetime.min.time())


def _became(event: Event) -> str:
    """What an event does to the promise that stands."""
    if event.verb == "approve_reply":
        return _("已由新的答复取代") if event.facts.get("promise_on") else ""
    if event.verb == "reopen":
        return _("到期未兑现，重新办理") if event.facts.get("is_broken") else _("已终止，留言重新办理")
    if event.verb == "overdue":
        return _("到期未兑现") if event.facts.get("clock") == "promise" else ""
    return {
        "fulfil": _("已报兑现，待确认"),
        "confirm_fulfilment": _("已兑现"),
        "refute_fulfilment": _("报兑现未获确认"),
        "withdraw": _("已终止，留言撤回"),
    }.get(event.verb, "")


def order_entries(events: Sequence[Event]) -> list[Entry]:
    """Supervision orders with their limit, the last report, and whether they stand."""
    found: list[Entry] = []
    for event in events:
        if event.verb == "supervise":
            until = event.facts.get("until")
            limit = (
                _("，%(until)s 前反馈") % {"until": moment(datetime.fromisoformat(until))} if until else ""
            )
            found.append(
                Entry(_("督办"), f"{event.facts['order']}{limit}", event.reason, event.seq, True, True)
            )
        elif event.verb in ("report_back", "lift") and found:
            last, is_over = found[-1], event.verb == "lift"
            what = _("已解除") if is_over else _("已反馈")
            words = f"{last.words.split(' · ')[0]} · {what} {moment(event.at)}"
            found[-1] = Entry(last.name, words, last.text, last.seq, not is_over, True)
    return found


def instruction_entries(events: Sequence[Event]) -> list[Entry]:
    return [
        Entry(_("批示"), _("%(who)s，%(day)s") % {"who": event.by or "", "day": event.facts.get("on")}, event.reason, event.seq)
        for event in events
        if event.verb == "instruct"
    ]  # fmt: skip


def for_staff(events: Sequence[Event]) -> list[Entry]:
    """Everything, what presses first."""
    found = [
        *instruction_entries(events),
        *order_entries(events),
        *promise_entries(events),
        *extension_entries(events, is_staff=True),
    ]
    return sorted(found, key=lambda each: not each.is_open)


def for_author(events: Sequence[Event]) -> list[Entry]:
    """What concerns the author: promises, and extensions with their reason."""
    return [*promise_entries(events), *extension_entries(events, is_staff=False)]
