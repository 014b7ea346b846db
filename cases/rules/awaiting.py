"""What a case waits for, and from whom: pure, from state and facts. The date belongs to the clock that runs for it."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from boards.models.board import Review
from cases.rules.clocks import ClockName
from cases.rules.guards import MOST_TRANSFERS
from cases.rules.permissions import CaseFacts
from cases.rules.states import PauseGround, State


class Awaited(TextChoices):
    """Who has to act next."""

    DESK = "desk", _("受理单位")
    LEAD = "lead", _("办理单位")
    REVIEWER = "reviewer", _("平台审核员")
    AUTHOR = "author", _("留言人")
    REVISITOR = "revisitor", _("回访员")
    SUPERVISOR = "supervisor", _("督查员")
    NOBODY = "nobody", _("无")


@dataclass(frozen=True)
class Next:
    """The next step: who, which verb of the table, and which clock runs for it."""

    who: Awaited
    verb: str
    clock: str


NOTHING = Next(Awaited.NOBODY, "", "")
_BY_STATE = {
    State.SUBMITTED: Next(Awaited.DESK, "accept", ClockName.INTAKE),
    State.ACCEPTED: Next(Awaited.DESK, "assign", ClockName.DISPATCH),
    State.ASSIGNED: Next(Awaited.LEAD, "sign", ClockName.SIGN),
    State.REPLIED: Next(Awaited.AUTHOR, "rate", ClockName.RATING),
    State.REVISITING: Next(Awaited.REVISITOR, "record_revisit", ClockName.REVISIT),
}
# The handling time runs on while a return is decided: the desk at first, a supervisor when it may not transfer any more.
_ON_RETURN = {
    False: Next(Awaited.DESK, "grant_return", ClockName.REPLY),
    True: Next(Awaited.SUPERVISOR, "arbitrate", ClockName.REPLY),
}


def awaited(case: CaseFacts) -> Next:
    """The next step of a case; NOTHING when it has ended."""
    if case.pause_ground == PauseGround.INFO:
        return Next(Awaited.AUTHOR, "give_info", "")
    if case.wants_return and case.state in (State.ASSIGNED, State.HANDLING):
        return _ON_RETURN[case.transfer_count >= MOST_TRANSFERS]
    if case.state == State.HANDLING:
        if case.pause_ground == PauseGround.SUSPENDED:
            return Next(Awaited.SUPERVISOR, "resume", "")
        if case.contacted_at is None:
            return Next(Awaited.LEAD, "log_contact", ClockName.CONTACT)
        return Next(Awaited.LEAD, "draft_reply", ClockName.REPLY)
    if case.state == State.REVIEWING:
        if case.review == Review.UNIT:
            return Next(Awaited.LEAD, "approve_reply", ClockName.REVIEW)
        if case.review == Review.BOTH and case.countersigned_at is None:
            return Next(Awaited.LEAD, "countersign", ClockName.REVIEW)
        return Next(Awaited.REVIEWER, "approve_reply", ClockName.REVIEW)
    return _BY_STATE.get(State(case.state), NOTHING)
