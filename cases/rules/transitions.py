"""The machine (docs/states.md is printed from here): one row a verb, no code between the rows.

A row says: from which states, to which, who may, what must hold, which clocks stop, start, pause, resume, are extended or
revived, who is told, and what the public timeline says. `same` leaves the state. Where a row offers both `same` and a new state, staying moves no clock.
Entering a finished state stops every clock that still runs.
"""

from __future__ import annotations

from dataclasses import dataclass

from cases.rules.clocks import ClockName
from cases.rules.states import FINISHED, OPEN, RUNNING, State

SAME = "same"
_GROUPS = {"open": OPEN, "running": RUNNING, "any": RUNNING | FINISHED}


@dataclass(frozen=True)
class Move:
    """One row of the table."""

    verb: str
    label: str
    sources: frozenset[State]
    targets: tuple[State | None, ...]  # None: the state stays
    who: tuple[str, ...]
    guards: tuple[str, ...]
    stops: tuple[ClockName, ...]
    starts: tuple[ClockName, ...]
    pauses: tuple[ClockName, ...]
    resumes: tuple[ClockName, ...]
    extends: tuple[ClockName, ...]
    revives: tuple[ClockName, ...]
    tells: tuple[str, ...]
    needs_reason: bool
    public: str

    @property
    def stays(self) -> bool:
        """The verb can only leave the state as it is."""
        return self.targets == (None,)

    @property
    def may_stay(self) -> bool:
        """The verb may leave the state as it is. Where it may not, the same state again is a new beginning (改派)."""
        return None in self.targets


def _states(words: str) -> frozenset[State]:
    found: set[State] = set()
    for word in words.split():
        found |= _GROUPS.get(word) or {State(word)}
    return frozenset(found)


def _clocks(words: str) -> tuple[ClockName, ...]:
    return tuple(ClockName(word) for word in words.split())


def _move(
    verb: str, label: str, sources: str, targets: str, who: str, *, guard: str = "", stop: str = "", start: str = "",
    pause: str = "", resume: str = "", extend: str = "", revive: str = "",
    tell: str = "", reason: bool = False, public: str = "",
) -> Move:  # fmt: skip
    return Move(
        verb=verb,
        label=label,
        sources=_states(sources),
        targets=tuple(None if word == SAME else State(word) for word in targets.split()),
        who=tuple(who.split()),
        guards=tuple(guard.split()),
        stops=_clocks(stop),
        starts=_clocks(start),
        pauses=_clocks(pause),
        resumes=_clocks(resume),
        extends=_clocks(extend),
        revives=_clocks(revive),
        tells=tuple(tell.split()),
        needs_reason=reason,
        public=public,
    )


# fmt: off
TRANSITIONS: tuple[Move, ...] = (
    _move("submit", "提交", "", "submitted", "poster", guard="board_open not_barred within_limits", start="wait intake", tell="author intake_desk", public="网民提交留言"),
    _move("accept", "受理", "submitted", "accepted", "intake", guard="other_than_decliner category_set", stop="intake", start="dispatch reply", tell="author", public="留言已受理"),
    _move("decline", "不予受理", "submitted", "declined", "intake", guard="other_than_decliner", tell="author", reason=True, public="留言不予受理"),
    _move("appeal", "申诉", "declined", "submitted", "any_author", guard="appeal_open", start="intake", revive="wait", tell="author intake_desk", reason=True, public="留言人对不予受理提出申诉"),
    _move("split", "拆分", "submitted", "declined", "intake", guard="other_than_decliner nobody_joined", tell="author", reason=True, public="留言已拆分为多件分别受理"),
    _move("merge", "并案", "submitted accepted", "merged", "intake", guard="other_than_decliner", tell="author", reason=True, public="留言已并案办理"),
    _move("unmerge", "恢复单独办理", "merged", "submitted accepted", "intake", revive="wait intake dispatch reply", tell="author", reason=True, public="留言恢复单独办理"),
    _move("ask_info", "要求补充", "submitted handling", "same", "asking_intake asking_handler", guard="not_paused info_left", pause="intake reply", tell="author", reason=True, public="等待留言人补充材料"),
    _move("give_info", "补充材料", "submitted handling", "same", "any_author system", guard="info_wanted", resume="intake reply", tell="intake_desk lead_handlers", public="留言人已补充材料"),
    _move("withdraw", "撤回", "submitted accepted assigned handling", "withdrawn", "author", guard="nobody_joined", tell="lead_handlers", public="留言人撤回留言"),
    _move("assign", "交办", "accepted", "assigned", "intake", stop="dispatch", start="sign", tell="author lead_handlers co_handlers", public="已交由{unit}办理"),
    _move("claim", "主动认领", "submitted accepted", "handling", "owner_handler", guard="other_than_decliner category_set not_held", stop="intake dispatch", start="reply contact", tell="author intake_desk", public="{unit}主动认领，开始办理"),
    _move("sign", "签收", "assigned", "handling", "handler system", stop="sign", start="contact", public="{unit}已签收，开始办理"),
    _move("log_contact", "登记联系", "handling", "same", "handler", stop="contact", public="{unit}已与留言人联系"),
    _move("ask_return", "申请退单", "assigned handling", "same", "handler signer", guard="by_the_signer duty_not_settled return_left return_in_time", tell="intake_desk", reason=True),
    _move("grant_return", "同意退单改派", "assigned handling", "assigned", "intake", guard="return_wanted transfers_left", stop="sign contact", start="sign", tell="author lead_handlers co_handlers", reason=True, public="经核实，改由{unit}办理"),
    _move("refuse_return", "驳回退单", "assigned handling", "same", "intake", guard="return_wanted", tell="lead_handlers lead_signers", reason=True),
    _move("arbitrate", "责任审定", "assigned handling", "assigned", "supervisor", guard="transfers_used return_wanted", stop="sign contact", start="sign", tell="author lead_handlers co_handlers intake_desk", reason=True, public="经责任审定，由{unit}办理"),
    _move("ask_extension", "申请延期", "handling", "same", "handler", guard="not_paused extension_left reply_running", tell="lead_signers supervisors", reason=True),
    _move("grant_extension", "批准延期", "handling", "same", "granting_signer granting_supervisor", guard="extension_wanted other_than_asker not_paused reply_running", extend="reply", tell="author lead_handlers", reason=True, public="办理期限已延长"),
    _move("refuse_extension", "驳回延期", "handling", "same", "granting_signer granting_supervisor", guard="extension_wanted", tell="lead_handlers", reason=True),
    _move("suspend", "挂账", "handling", "same", "supervisor", guard="not_paused", pause="reply contact", tell="author lead_handlers", reason=True, public="暂缓办理"),
    _move("resume", "恢复办理", "handling", "same", "supervisor system", guard="suspended", resume="reply contact", tell="author lead_handlers", public="恢复办理"),
    _move("co_advise", "协办意见", "assigned handling", "same", "co_handler", guard="advice_wanted", tell="lead_handlers"),
    _move("post_progress", "阶段性回复", "handling", "same", "signer", tell="author", public="{unit}作阶段性回复"),
    _move("draft_reply", "拟稿送审", "handling", "reviewing", "handler", guard="not_paused contact_logged co_units_heard", start="review", tell="lead_signers reviewers"),
    _move("hand_over", "转交承办人", "assigned handling reviewing", "same", "handler signer", tell="handler"),
    _move("countersign", "单位审签", "reviewing", "same", "other_signer", guard="countersign_wanted not_countersigned", tell="reviewers"),
    _move("send_back", "审核退回", "reviewing", "handling", "other_signer reviewer", stop="review", tell="drafter", reason=True),
    _move("approve_reply", "审核通过并发布", "reviewing", "replied", "reviewer publishing_signer", guard="countersigned", stop="reply review", start="rating", tell="author", public="{unit}已回复"),
    _move("rate", "评价", "replied revisiting closed", "closed revisiting same", "any_author", guard="not_rated rating_open", stop="rating", public="留言人已评价"),
    _move("change_rating", "更改评价", "replied revisiting closed", "revisiting same", "any_author", guard="rated seal_unbroken", stop="rating"),
    _move("ask_again", "追问", "replied", "handling", "any_author", guard="again_left", stop="rating", start="reply", tell="lead_handlers", reason=True, public="留言人追问，办理单位继续答复"),
    _move("start_revisit", "转回访", "replied", "revisiting", "system", stop="rating", start="revisit", tell="revisitors"),
    _move("record_revisit", "登记回访", "revisiting", "closed same", "revisitor", stop="revisit", tell="author", public="已回访留言人"),
    _move("close", "办结", "replied", "closed", "system", stop="rating", tell="author", public="留言已办结"),
    _move("reopen", "重新办理", "replied revisiting closed", "handling", "revisitor supervisor system", guard="lead_set reopens_left", stop="rating revisit promise", start="reply", tell="author lead_handlers", reason=True, public="重新办理"),
    _move("note", "办理记录", "open", "same", "intake handler signer reviewer supervisor co_handler"),
    _move("remind", "催办", "open", "same", "any_author supervisor", guard="remind_allowed", tell="lead_handlers intake_desk", public="催办一次"),
    _move("fulfil", "承诺兑现", "replied revisiting closed", "same", "handler", guard="promised promise_open", stop="promise", tell="supervisors", reason=True, public="{unit}已报承诺兑现"),
    _move("confirm_fulfilment", "确认兑现", "replied revisiting closed", "same", "supervisor", guard="fulfilment_claimed", tell="author lead_handlers", public="承诺兑现已经督查确认"),
    _move("refute_fulfilment", "驳回兑现", "replied revisiting closed", "same", "supervisor", guard="fulfilment_claimed", revive="promise", tell="lead_handlers", reason=True, public="承诺兑现未获督查确认"),
    _move("instruct", "批示", "open", "same", "board_leader", tell="lead_handlers intake_desk supervisors", reason=True),
    _move("supervise", "督办", "open", "same", "supervisor", guard="not_supervised", start="supervision", tell="lead_handlers lead_signers intake_desk", reason=True, public="已列入督办"),
    _move("report_back", "督办反馈", "running closed", "same", "handler signer", guard="supervised", tell="supervisors", reason=True),
    _move("lift", "解除督办", "any", "same", "supervisor", guard="supervised", stop="supervision", tell="lead_handlers", reason=True, public="已解除督办"),
    _move("release", "放行公开", "running closed", "same", "intake desk_reviewer", guard="held", tell="author"),
    _move("take_down", "撤下", "any", "same", "desk_reviewer supervisor", guard="is_public", tell="author", reason=True),
    _move("contest", "对撤下提出异议", "any", "same", "any_author", guard="taken_down not_contested", tell="reviewers supervisors", reason=True),
    _move("uphold", "维持撤下", "any", "same", "desk_reviewer supervisor", guard="taken_down contested other_than_remover", tell="author", reason=True),
    _move("put_back", "恢复公开", "any", "same", "desk_reviewer supervisor", guard="taken_down other_than_remover", tell="author", reason=True, public="经复核恢复公开"),
    _move("reveal_contact", "查看联系方式", "any", "same", "intake handler revisitor", guard="has_contact", reason=True),
    _move("overdue", "超期", "any", "same", "system"),
    _move("recount", "期限重算", "any", "same", "system"),
)
# fmt: on

MOVES: dict[str, Move] = {move.verb: move for move in TRANSITIONS}


@dataclass(frozen=True)
class Change:
    """What a move does to the clocks: lists of names. `all_stop`: whatever else runs stops too, but for a promise."""

    stops: tuple[ClockName, ...] = ()
    all_stop: bool = False
    starts: tuple[ClockName, ...] = ()
    pauses: tuple[ClockName, ...] = ()
    resumes: tuple[ClockName, ...] = ()
    extends: tuple[ClockName, ...] = ()
    revives: tuple[ClockName, ...] = ()


# Which clocks of a merged case go on when it stands alone again.
_ALONE_AGAIN = {
    State.SUBMITTED: (ClockName.WAIT, ClockName.INTAKE),
    State.ACCEPTED: (ClockName.WAIT, ClockName.DISPATCH, ClockName.REPLY),
}


def clock_changes(move: Move, before: str, after: str) -> Change:
    """What a move that went from `before` to `after` does to the clocks.

    A pure function of the event's own columns, so that a replay of the events finds the same clocks. A move to another
    state lets every paused clock run on.
    """
    if before == after and move.may_stay and not move.stays:
        return Change()
    started, revived = move.starts, move.revives
    if move.verb in ("rate", "change_rating") and after == State.REVISITING:
        started = (*started, ClockName.REVISIT)
    if move.verb == "unmerge":
        revived = _ALONE_AGAIN[State(after)]
    return Change(
        stops=move.stops,
        all_stop=after in FINISHED and before not in FINISHED,
        starts=started,
        pauses=move.pauses,
        resumes=move.resumes if before == after else tuple(ClockName),
        extends=move.extends,
        revives=revived,
    )
