"""Flags (读者反映): a reader raises one; the desk claims, resolves or escalates it. Lock, then check, then write.

Every act appends a row. Who raised a flag is known only as a keyed digest, which goes with the resolution.
"""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role, standing_of
from cases.actions._telling import Audience, Person
from cases.actions.errors import CaseMissing, HeldBack
from cases.actions.history import is_history
from cases.actions.take_down import take_down
from cases.models import Case, Flag, FlagAct, current_policy
from cases.rules.clocks import ClockName
from cases.rules.fold import Law, Run, set_end
from cases.rules.watch_levels import FlagOutcome, FlagReason, FlagStatus
from notify.actions import NoticeWords, enqueue
from notify.texts import words as text


def raise_flag(number: str, *, reason: str, words: str, sender_digest: str, at: datetime) -> bool:
    """A reader's word about a public message. False when the same reader's earlier one still waits: nothing is doubled.

    Raises CaseMissing for what the public does not read.
    """
    case = Case.objects.filter(message__number=number, message__is_up=True).select_related("board").first()
    if case is None:
        raise CaseMissing
    try:
        with transaction.atomic():
            flag = Flag.objects.create(
                case=case,
                reason=FlagReason(reason),
                words=words,
                sender_digest=sender_digest,
                at=at,
                due_at=_due(case, at),
            )
            _act(flag, "raise", words="", by=None, at=at)
            _tell(flag, Audience(at).of_role(Role.REVIEWER, case.board.desk_id))
    except IntegrityError:
        return False
    return True


def claim_flag(flag_id: int, *, by: User, at: datetime) -> None:
    """Take it in hand, so that two people do not do the same."""
    with transaction.atomic():
        flag = _locked(flag_id, by)
        if flag.status == FlagStatus.CLAIMED:
            raise HeldBack(_("这条反映已由%(who)s处理。") % {"who": flag.claimed_by})
        if flag.status == FlagStatus.ESCALATED and not standing_of(by).has(Role.SUPERVISOR):
            raise HeldBack(_("这条反映已上报督查，由督查员处理。"))
        flag.status, flag.claimed_by = FlagStatus.CLAIMED, by
        flag.save(update_fields=["status", "claimed_by"])
        _act(flag, "claim", words="", by=by, at=at)


def resolve_flag(flag_id: int, *, by: User, at: datetime, outcome: str, words: str, code: str = "") -> None:
    """End it: the message stays, or is taken down for the reason `code`. Raises HeldBack, NotAllowed."""
    with transaction.atomic():
        flag = _in_hand(flag_id, by)
        if not words.strip():
            raise HeldBack(_("请写明处理的理由。"))
        if outcome == FlagOutcome.TAKEN_DOWN and not flag.case.removal_code:
            take_down(flag.case_id, by=by, at=at, code=code, reason=words)
        flag.status, flag.outcome, flag.resolved_at = FlagStatus.RESOLVED, FlagOutcome(outcome), at
        flag.sender_digest = ""
        flag.save(update_fields=["status", "outcome", "resolved_at", "sender_digest"])
        _act(flag, "resolve", words=words, by=by, at=at)


def escalate_flag(flag_id: int, *, by: User, at: datetime, words: str) -> None:
    """Hand it to the supervisors, who are told."""
    with transaction.atomic():
        flag = _in_hand(flag_id, by)
        if not words.strip():
            raise HeldBack(_("请写明上报的理由。"))
        flag.status, flag.claimed_by = FlagStatus.ESCALATED, None
        flag.save(update_fields=["status", "claimed_by"])
        _act(flag, "escalate", words=words, by=by, at=at)
        _tell(flag, Audience(at).of_role(Role.SUPERVISOR, None))


def _locked(flag_id: int, by: User) -> Flag:
    rows = Flag.objects.visible_to(standing_of(by)).select_for_update(no_key=True, of=("self",))
    flag = rows.select_related("case__board", "claimed_by").filter(pk=flag_id).first()
    if flag is None:
        raise CaseMissing
    if flag.status == FlagStatus.RESOLVED:
        raise HeldBack(_("这条反映已经处理完毕。"))
    return flag


def _in_hand(flag_id: int, by: User) -> Flag:
    flag = _locked(flag_id, by)
    if flag.claimed_by_id != by.pk:
        raise HeldBack(_("请先领取这条反映，再处理。"))
    return flag


def _due(case: Case, at: datetime) -> datetime:
    """A flag waits no longer than a new message of its kind does for the desk."""
    run = Run(ClockName.INTAKE, 1, at)
    set_end(run, Law(current_policy(), case.kind, case.grade))
    return run.due_at or at


def _act(flag: Flag, verb: str, *, words: str, by: User | None, at: datetime) -> None:
    FlagAct.objects.create(flag=flag, verb=verb, words=words.strip(), by=by, at=at)


def _tell(flag: Flag, people: list[Person]) -> None:
    if is_history():
        return
    facts = {"number": flag.case.number, "title": flag.case.title, "reason": flag.get_reason_display()}
    subject, body = text("flag.staff", facts)
    url = f"/admin/cases/flag/{flag.pk}/change/"
    key = f"flag-{flag.pk}-{flag.status}"
    enqueue(
        [NoticeWords(f"{key}:{pk}:site", "site", subject, body, url=url, user_id=pk) for pk, _mail in people]
    )
