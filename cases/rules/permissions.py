"""Who may: the words of the table's `who` column as predicates over a standing and the facts of a case.

Used by the door, by the buttons and by the tests. Pure: facts in, a verdict with a Chinese sentence out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts.roles import Role, Standing
from boards.models.board import Review
from cases.rules.states import Kind, State
from cases.rules.transitions import Move


@dataclass(frozen=True)
class CaseFacts:
    """What the rules may know of a case: its own row and its board, nothing that needs another query."""

    state: str
    kind: str = "question"
    grade: str = "normal"
    author_id: int | None = None
    desk_id: int | None = None
    owner_id: int | None = None
    lead_id: int | None = None
    drafter_id: int | None = None
    review: str = Review.BOTH
    is_board_open: bool = True
    has_category: bool = False
    has_contact: bool = True
    contacted_at: datetime | None = None
    countersigned_at: datetime | None = None
    reminded_at: datetime | None = None
    rated_at: datetime | None = None
    reopen_count: int = 0
    co_author_ids: frozenset[int] = frozenset()
    co_unit_ids: frozenset[int] = frozenset()
    decliner_id: int | None = None
    declined_at: datetime | None = None
    appealed_at: datetime | None = None
    signed_at: datetime | None = None
    reply_due_at: datetime | None = None
    again_count: int = 0
    info_count: int = 0
    handling_info_count: int = 0
    transfer_count: int = 0
    extension_count: int = 0
    advice_owed: int = 0
    is_arbitrated: bool = False
    wants_return: bool = False
    wants_extension: bool = False
    pause_ground: str = ""
    supervised_at: datetime | None = None
    promise_on: date | None = None
    is_held: bool = False
    is_up: bool = False  # the public reads it now; asked by `take_down` itself
    is_removed: bool = False
    remover_id: int | None = None
    contested_at: datetime | None = None
    is_upheld: bool = False  # an objection to its being taken down was refused; asked by `contest` itself
    is_appealable: bool = True  # of the ground for declining; asked by `appeal` itself
    rating_until: datetime | None = None  # when ratings of this reply are unsealed; None: none is running
    has_joined: bool = False  # other cases were merged into this one; asked by the verbs that this forbids
    has_asked_return: bool = False  # this unit, in this case
    has_signer: bool = False  # the lead unit; asked by `ask_return` itself
    duty_words: str = ""  # the decision that made this unit competent for such matters
    reporting: str = ""  # what the supervised unit has reported back
    has_claimed: bool = False  # fulfilment of the promise has been reported
    asker_id: int | None = None  # who asked for the extension that waits
    barred_until: datetime | None = None  # of an author whose account may not post
    may_post_from: datetime | None = None  # of an author who has posted too much lately


@dataclass(frozen=True)
class Verdict:
    """Allowed, or denied with words for the person."""

    is_allowed: bool
    words: str = ""

    def __bool__(self) -> bool:
        return self.is_allowed


ALLOWED = Verdict(True)
Predicate = Callable[[Standing, CaseFacts], bool]


def _other_signer(who: Standing, case: CaseFacts) -> bool:
    return who.in_unit(Role.SIGNER, case.lead_id) and who.user_id != case.drafter_id


WHO: Mapping[str, Predicate] = {
    "poster": lambda who, case: who.user_id is not None,
    "author": lambda who, case: who.user_id is not None and who.user_id == case.author_id,
    "any_author": lambda who, case: (
        who.user_id is not None and who.user_id in {case.author_id, *case.co_author_ids}
    ),
    "intake": lambda who, case: who.in_unit(Role.INTAKE, case.desk_id),
    "asking_intake": lambda who, case: (
        case.state == State.SUBMITTED and who.in_unit(Role.INTAKE, case.desk_id)
    ),
    "asking_handler": lambda who, case: (
        case.state == State.HANDLING and who.in_unit(Role.HANDLER, case.lead_id)
    ),
    "handler": lambda who, case: who.in_unit(Role.HANDLER, case.lead_id),
    "owner_handler": lambda who, case: who.in_unit(Role.HANDLER, case.owner_id) and case.kind != Kind.REPORT,
    "co_handler": lambda who, case: any(who.in_unit(Role.HANDLER, unit) for unit in case.co_unit_ids),
    "granting_signer": lambda who, case: case.extension_count == 0 and who.in_unit(Role.SIGNER, case.lead_id),
    "granting_supervisor": lambda who, case: case.extension_count > 0 and who.has(Role.SUPERVISOR),
    "board_leader": lambda who, case: who.in_unit(Role.LEADER, case.owner_id),
    "signer": lambda who, case: who.in_unit(Role.SIGNER, case.lead_id),
    "other_signer": _other_signer,
    "publishing_signer": lambda who, case: case.review == Review.UNIT and _other_signer(who, case),
    "reviewer": lambda who, case: (
        case.review != Review.UNIT
        and who.in_unit(Role.REVIEWER, case.desk_id)
        and who.user_id != case.drafter_id
    ),
    "desk_reviewer": lambda who, case: who.in_unit(Role.REVIEWER, case.desk_id),
    "revisitor": lambda who, case: who.has(Role.REVISITOR) and not who.belongs_to(case.lead_id),
    "supervisor": lambda who, case: who.has(Role.SUPERVISOR),
    "system": lambda who, case: who.is_system,
}

WHO_WORDS: Mapping[str, str] = {
    "poster": gettext_noop("登录后的网民"),
    "author": gettext_noop("留言人本人"),
    "any_author": gettext_noop("留言人或共同留言人"),
    "owner_handler": gettext_noop("留言板所属单位的承办人"),
    "co_handler": gettext_noop("协办单位的承办人"),
    "granting_signer": gettext_noop("办理单位的审签人（首次延期）"),
    "granting_supervisor": gettext_noop("督查员（再次延期）"),
    "board_leader": gettext_noop("留言板所属单位的领导"),
    "intake": gettext_noop("受理单位的受理员"),
    "asking_intake": gettext_noop("受理单位的受理员（受理前）"),
    "asking_handler": gettext_noop("办理单位的承办人（办理中）"),
    "handler": gettext_noop("办理单位的承办人"),
    "signer": gettext_noop("办理单位的审签人"),
    "other_signer": gettext_noop("办理单位的审签人（不能是拟稿人）"),
    "publishing_signer": gettext_noop("办理单位的审签人（本板由单位审签后发布）"),
    "reviewer": gettext_noop("平台审核员（不能是拟稿人）"),
    "desk_reviewer": gettext_noop("平台审核员"),
    "revisitor": gettext_noop("非办理单位的回访员"),
    "supervisor": gettext_noop("督查员"),
    "system": gettext_noop("系统"),
}


def may(move: Move, who: Standing, case: CaseFacts) -> Verdict:
    """May this person do this verb on this case, whatever its state? Denied says who could."""
    if any(WHO[word](who, case) for word in move.who):
        return ALLOWED
    able = _("、").join(_(WHO_WORDS[word]) for word in move.who if word != "system")
    words = _("“%(verb)s”只能由%(who)s操作。") % {"verb": _(move.label), "who": able or _("系统")}
    return Verdict(False, words)


def role_words(move: Move, who: Standing, case: CaseFacts) -> str:
    """Under which word of the table the person acts; kept on the event."""
    return next((word for word in move.who if WHO[word](who, case)), "")
