"""What the public sees of a move: puts the message up when the board's policy says so, and keeps its state and timeline."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from django.utils.translation import gettext as _

from boards import posting
from boards.models import Publication
from boards.rules.redact import redact
from cases.actions._place import place_shown
from cases.models import Case, Clock, Event, ReplyDraft
from cases.rules.clocks import ClockName
from cases.rules.hops import Passed, hops
from cases.rules.private import hide
from cases.rules.public_words import public_words
from cases.rules.states import Kind, State, public_state, step_of
from cases.rules.transitions import Move

NEVER_UP = frozenset({State.SUBMITTED, State.DECLINED, State.WITHDRAWN, State.MERGED})


@dataclass(frozen=True)
class ReplyWords:
    """The reply that a move publishes."""

    body: str
    unit_id: int
    signer: str
    is_interim: bool = False


def may_be_up(case: Case, events: Sequence[Event]) -> bool:
    """Whether the public may read this case: the author agreed, it is no report (举报), it has been accepted.

    What was declined is up where its ground says so (DeclineGround.stays_public, kept on the event).
    """
    if not case.wants_public or case.kind == Kind.REPORT or case.is_held or case.removal_code:
        return False
    if case.state == State.DECLINED:
        return _is_declined_openly(events)
    if case.state in NEVER_UP:
        return False
    return case.board.publication == Publication.ON_ACCEPTANCE or case.answered_at is not None


def show(case: Case, event: Event, move: Move, clocks: Sequence[Clock], reply: ReplyWords | None) -> None:
    """Bring the public page up to date with a move that has just been recorded."""
    if case.message_id is None:
        is_kept = not case.wants_public or case.kind == Kind.REPORT or case.is_held
        if is_kept or case.state in NEVER_UP - {State.DECLINED}:
            return  # without asking for the story
        events = story(case)
        if not may_be_up(case, events):
            return
        message = posting.put_up(_words(case), at=event.at, **_standing(case, events, clocks))
        case.message_id = message.pk
        posting.add_progress(message.pk, _lines(case, events), board_id=case.board_id)
        _add_earlier(case, message.pk, events[:-1])
    elif case.state == State.WITHDRAWN or (
        case.state == State.DECLINED and not _is_declined_openly(story(case))
    ):
        posting.take_down(case.number, at=event.at)
        return
    elif (line := line_of(event)) or event.before != event.after or move.verb == "recount":
        standing = _standing(case, story(case), clocks)
        posting.update(case.message_id, board_id=case.board_id, at=event.at, **standing)
        if line:
            posting.add_progress(case.message_id, _lines(case, [event]), board_id=case.board_id)
    if reply and case.message_id:
        posting.add_reply(
            case.message_id,
            board_id=case.board_id,
            body=hide(reply.body, case.private_passages),  # a unit may quote what the author hid
            unit_id=reply.unit_id,
            signer=reply.signer,
            at=event.at,
            is_interim=reply.is_interim,
        )


def _add_earlier(case: Case, message_id: int, events: Sequence[Event]) -> None:
    """What was said before the message goes up: on the way (阶段性回复), and in reply to what was held back."""
    drafts = {each.facts["draft"] for each in events if each.verb == "approve_reply"}
    bodies = dict(ReplyDraft.objects.filter(pk__in=drafts).values_list("pk", "body")) if drafts else {}
    for each in events:
        is_interim = each.verb == "post_progress"
        if (is_interim or each.verb == "approve_reply") and each.unit_id:
            words = each.facts["words"] if is_interim else bodies[each.facts["draft"]]
            signer = _("%(unit)s网络发言人") % {"unit": each.unit}
            posting.add_reply(
                message_id,
                board_id=case.board_id,
                body=hide(str(words), case.private_passages),
                unit_id=each.facts["unit"],
                signer=signer,
                at=each.at,
                is_interim=is_interim,
            )


def show_whole(
    case: Case, events: Sequence[Event], clocks: Sequence[Clock], replies: Sequence[ReplyWords]
) -> None:
    """Put up a case of the past at once, as it stands at the end of its telling."""
    if not may_be_up(case, events):
        return
    on_reply = case.board.publication == Publication.ON_REPLY
    went_up = (case.answered_at if on_reply else case.accepted_at) or case.moved_at
    message = posting.put_up(
        _words(case), at=went_up, **_standing(case, events, clocks) | {"changed_at": case.moved_at}
    )
    case.message_id = message.pk
    posting.add_progress(message.pk, _lines(case, events), board_id=case.board_id)
    answered = [each.at for each in events if each.verb in ("approve_reply", "post_progress")]
    for reply, at in zip(replies, answered, strict=True):
        posting.add_reply(
            message.pk,
            board_id=case.board_id,
            body=hide(reply.body, case.private_passages),
            unit_id=reply.unit_id,
            signer=reply.signer,
            at=at,
            is_interim=reply.is_interim,
        )


def _lines(case: Case, events: Sequence[Event]) -> list[posting.Line]:
    lines = [line for each in events for line in (line_of(each), _promise_line(each)) if line is not None]
    return [replace(each, words=hide(each.words, case.private_passages)) for each in lines]


def _promise_line(event: Event) -> posting.Line | None:
    """A promise and its breach have lines of their own beside the reply's and the reopening's."""
    unit = str(event.unit) if event.unit_id else ""
    if on := event.facts.get("promise_on"):
        told = {"unit": unit, "on": on, "words": event.facts.get("promise_words") or ""}
        words = _("%(unit)s承诺在 %(on)s 前兑现：%(words)s") % told
        return posting.Line("promise", words.rstrip("："), event.unit_id, event.at)
    if event.facts.get("is_broken"):
        return posting.Line("promise_broken", _("承诺到期未兑现"), event.unit_id, event.at)
    return None


def line_of(event: Event) -> posting.Line | None:
    """The event as a line of the public timeline; None when the table gives it no public words."""
    has_moved = event.before != event.after
    unit = str(event.unit) if event.unit_id else ""
    words = public_words(event.verb, has_moved=has_moved, unit=unit, facts=event.facts)
    return posting.Line(event.verb, words, event.unit_id, event.at) if words else None


def _words(case: Case) -> posting.Words:
    return posting.Words(
        number=case.number,
        board_id=case.board_id,
        category_id=case.category_id,
        kind=case.kind,
        title=hide(case.title, case.private_passages),
        body=hide(case.body, case.private_passages),
        author_name=case.author_name,
        place=place_shown(case),
        group_size=case.group_size,
        posted_at=case.submitted_at,
    )


def story(case: Case) -> list[Event]:
    return list(Event.objects.filter(case=case).select_related("unit").order_by("seq"))


def _standing(case: Case, events: Sequence[Event], clocks: Sequence[Clock]) -> dict[str, Any]:
    replies = [each for each in clocks if each.name == ClockName.REPLY]
    last = replies[-1] if replies else None
    return {
        "state": public_state(case.state),
        "step": step_of(case.state),
        "outcome": case.outcome,
        "unit_id": case.lead_id,
        "first_due_at": last.first_due_at if last else None,
        "due_at": last.due_at if last else None,
        "is_due_provisional": bool(last and last.is_provisional),
        "overdue_at": last.overdue_at if last else None,
        "hops": _hops(events),
        "replied_at": case.replied_at,
        "closed_at": case.closed_at,
        **_refusal(case),
        "merged_into": case.merged_into.number if case.merged_into else "",
        "split_from": case.split_from.number if case.split_from else "",
        "part_numbers": next((each.facts["parts"] for each in events if each.verb == "split"), []),
    }


def _refusal(case: Case) -> dict[str, str]:
    """On which ground a case was declined, for people to read; nothing while an appeal is open or it goes on."""
    if case.state != State.DECLINED:
        return {"decline_code": "", "decline_words": ""}
    words = f"{case.decline_code} {case.get_decline_code_display()}\n{case.decline_words}"
    return {
        "decline_code": case.decline_code,
        "decline_words": redact(hide(words, case.private_passages), keep=posting.REPLY_KEEPS).text,
    }


def _is_declined_openly(events: Sequence[Event]) -> bool:
    declined = [each for each in events if each.after == State.DECLINED and each.before != State.DECLINED]
    return bool(declined and declined[-1].facts.get("stays_public"))


def _hops(events: Sequence[Event]) -> list[dict[str, Any]]:
    """With whom the handling time went, as the public page keeps it."""
    names = {each.unit_id: str(each.unit) for each in events if each.unit_id}
    stays = hops(Passed(each.verb, each.before, each.after, each.at, each.unit_id) for each in events)
    return [
        {
            "who": names[stay.unit_id] if stay.unit_id else _("受理和审核"),
            "seconds": int(stay.spent.total_seconds()),
            "since": stay.since.isoformat() if stay.since else None,
        }
        for stay in stays
    ]
