"""restrict, lift, contest, uphold (账号限制): what an account may not do for a while, why, and who decides an objection.

Each is a row that is never changed. The account's row is locked first, so that two people's words come one after the other.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import Role, Standing, standing_of
from boards.rules.times import moment
from cases.actions.errors import HeldBack, NotAllowed
from cases.models import AccountAct, Case, restrictions_of
from cases.rules.states import Kind
from cases.rules.watch_levels import Restriction, RestrictionVerb
from notify.actions import NoticeWords, enqueue
from notify.texts import words as text


def may_restrict(who: Standing, case: Case | None) -> bool:
    """Administrators any account; a desk the author of a message to its boards. To report somebody (举报) is never a ground."""
    if case is None:
        return who.has(Role.ADMIN)
    at_desk = who.in_unit(Role.INTAKE, case.board.desk_id) or who.in_unit(Role.REVIEWER, case.board.desk_id)
    return (at_desk or who.has(Role.ADMIN)) and case.kind != Kind.REPORT and case.author_id is not None


def restrict(
    user_id: int,
    *,
    by: User,
    at: datetime,
    restriction: str,
    reason: str,
    until: datetime | None = None,
    amount: int | None = None,
    case_id: int | None = None,
) -> AccountAct:
    """Impose one; a later one of the same kind takes the place of the earlier. Nobody is barred without an end."""
    with transaction.atomic():
        user = _locked(user_id)
        case = Case.objects.select_related("board").get(pk=case_id) if case_id else None
        if (case and case.author_id != user_id) or not may_restrict(standing_of(by), case):
            raise NotAllowed(_("只有管理员，或者这件留言的受理单位，可以限制留言人的账号。"))
        _refuse_nonsense(user, restriction, reason, until, amount, at)
        return _act(
            user, RestrictionVerb.IMPOSE, restriction, by=by, at=at, reason=reason, until=until, amount=amount, case=case
        )  # fmt: skip


def lift(user_id: int, *, by: User, at: datetime, restriction: str, reason: str) -> AccountAct:
    """End a restriction before its time, of one's own accord or because the person objected."""
    with transaction.atomic():
        user = _locked(user_id)
        _decidable(user, restriction, by, at)
        return _act(user, RestrictionVerb.LIFT, restriction, by=by, at=at, reason=reason)


def uphold_restriction(user_id: int, *, by: User, at: datetime, restriction: str, reason: str) -> AccountAct:
    """Refuse an objection, with a reason."""
    with transaction.atomic():
        user = _locked(user_id)
        _decidable(user, restriction, by, at)
        if not is_contested(user_id, restriction):
            raise HeldBack(_("这个账号没有提出异议。"))
        return _act(user, RestrictionVerb.UPHOLD, restriction, by=by, at=at, reason=reason)


def contest_restriction(user: User, *, at: datetime, restriction: str, reason: str) -> AccountAct:
    """The person objects: once for each restriction."""
    with transaction.atomic():
        _locked(user.pk)
        if restriction not in restrictions_of(user.pk, at):
            raise HeldBack(_("这项限制已经不再有效，不需要提出异议。"))
        last = _last(user.pk, restriction)
        if last is not None and last.verb != RestrictionVerb.IMPOSE:
            raise HeldBack(_("每项限制可以提出一次异议，您已经提出过。"))
        return _act(user, RestrictionVerb.CONTEST, restriction, by=user, at=at, reason=reason)


def is_contested(user_id: int, restriction: str) -> bool:
    """Whether an objection waits for a decision."""
    last = _last(user_id, restriction)
    return last is not None and last.verb == RestrictionVerb.CONTEST


def _locked(user_id: int) -> User:
    return User.objects.select_for_update(no_key=True).get(pk=user_id)


def _last(user_id: int, restriction: str) -> AccountAct | None:
    return AccountAct.objects.filter(user=user_id, restriction=restriction).order_by("-id").first()


def _refuse_nonsense(
    user: User, restriction: str, reason: str, until: datetime | None, amount: int | None, at: datetime
) -> None:
    if user.is_staff:
        raise HeldBack(_("工作人员的账号不在这里限制，请由管理员停用。"))
    if not reason.strip():
        raise HeldBack(_("请填写理由。"))
    if until is not None and until <= at:
        raise HeldBack(_("到期时间应晚于现在。"))
    if restriction == Restriction.BLOCKED and until is None:
        raise HeldBack(_("暂停留言须写明到期时间。"))
    if restriction == Restriction.DAILY and not amount:
        raise HeldBack(_("请填写每天最多几件。"))


def _decidable(user: User, restriction: str, by: User, at: datetime) -> None:
    """In force, and an objection is decided by somebody else than the one who imposed it."""
    imposed = restrictions_of(user.pk, at).get(restriction)
    if imposed is None:
        raise HeldBack(_("这项限制已经不再有效。"))
    if not may_restrict(standing_of(by), imposed.case):
        raise NotAllowed(_("只有管理员，或者这件留言的受理单位，可以解除或维持限制。"))
    if is_contested(user.pk, restriction) and imposed.by_id == by.pk:
        raise HeldBack(_("这项限制是您作出的，对方提出了异议，请由其他人决定。"))


def _act(
    user: User,
    verb: RestrictionVerb,
    restriction: str,
    *,
    by: User,
    at: datetime,
    reason: str,
    until: datetime | None = None,
    amount: int | None = None,
    case: Case | None = None,
) -> AccountAct:
    act = AccountAct.objects.create(
        user=user, verb=verb, restriction=Restriction(restriction), reason=reason.strip(), until=until, amount=amount,
        case=case, at=at, by=by,
    )  # fmt: skip
    if verb != RestrictionVerb.CONTEST:
        _tell(act)
    return act


def _tell(act: AccountAct) -> None:
    facts = {
        "verb": str(act.get_verb_display()),
        "restriction": str(act.get_restriction_display()),
        "is_imposed": "1" if act.verb == RestrictionVerb.IMPOSE else "",
        "amount": str(act.amount or ""),
        "until": moment(act.until) if act.until else "",
        "reason": act.reason,
    }
    subject, body = text("restriction", facts)
    enqueue(
        [
            NoticeWords(
                f"restriction-{act.pk}:{act.user_id}:site", "site", subject, body, url="/my/restrictions/", user_id=act.user_id
            )
        ]
    )  # fmt: skip
