"""People, places and cases for tests. A case is walked to its state by the real actions, never written there."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from accounts.actions import citizen_of
from accounts.models import Membership, Unit, User
from accounts.roles import Role
from boards.actions import save_board
from boards.models import Board, BoardKind, Category
from cases.actions._units import CoUnit
from cases.actions.accept import accept
from cases.actions.approve_reply import approve_reply
from cases.actions.assign import assign
from cases.actions.countersign import countersign
from cases.actions.decline import decline
from cases.actions.draft_reply import draft_reply
from cases.actions.log_contact import log_contact
from cases.actions.merge import merge
from cases.actions.rate import Verdict, rate
from cases.actions.sign import sign
from cases.actions.submit import Submission, submit
from cases.actions.withdraw import withdraw
from cases.models import Case, DraftStatus, ReplyDraft
from cases.rules.states import Kind, State
from cases.rules.workdays import SHANGHAI

MONDAY = datetime(2026, 3, 9, 9, 30, tzinfo=SHANGHAI)
REPLY = "您好！您反映的路灯问题，我局已于次日派人到现场查看，更换灯具三盏，现已恢复照明。联系人：市政科，电话 0990-6100000。"
REPLIES = (
    REPLY,
    "您好！接到您的评价后，我局次日再到现场复查，发现东侧一盏接触不良，已换线路和灯头，当晚三盏全亮。市政科，0990-6100000。",
    "您好！第三次核查由分管局长带队，查明配电箱进水是反复熄灭的原因，箱体已抬高加防水罩，连续七晚正常。电话 0990-6100000。",
    "您好！我局已与小区物业签订管护约定，每周巡查一次，坏灯 24 小时内更换，巡查记录贴在东门。咨询请打 0990-6100000。",
)
_next = itertools.count(1).__next__


@dataclass(frozen=True)
class Cast:
    """The people around one board: its desk, the handling unit, and those above."""

    intake: User
    reviewer: User
    handler: User
    signer: User
    revisitor: User
    supervisor: User
    lead: Unit
    co_units: tuple[Unit, ...] = ()  # of one case


def a_unit(code: str, name: str, kind: str = "department", level: str = "city", **more: Any) -> Unit:
    return Unit.objects.get_or_create(
        code=code, defaults={"name": name, "kind": kind, "level": level, **more}
    )[0]


def a_board(slug: str = "mayor", **more: Any) -> Board:
    found = Board.objects.filter(slug=slug).first()
    if found:
        return found
    desk = a_unit("desk", "社情民意办", kind="party_government_office")
    given = {"kind": BoardKind.LEADER, "title": "市长信箱", "owner": desk, "desk": desk, **more}
    return save_board(Board(slug=slug, **given))


def a_category(code: str = "0101", name: str = "供热") -> Category:
    top, _new = Category.objects.get_or_create(code=code[:2], defaults={"name": "公用事业", "level": 1})
    return Category.objects.get_or_create(code=code, defaults={"name": name, "level": 2, "parent": top})[0]


def a_citizen(nickname: str = "市民7K3F", phone: str | None = None, username: str = "") -> User:
    number = phone or f"199{_next():08d}"
    return citizen_of(number, at=MONDAY, nickname=nickname, username=username)


def a_member(username: str, name: str, unit: Unit, *roles: Role, email: str = "") -> User:
    user, _new = User.objects.get_or_create(
        username=username, defaults={"name": name, "is_staff": True, "email": email}
    )
    for role in roles:
        Membership.objects.get_or_create(user=user, unit=unit, role=role)
    return user


# username, name, role, and where: "" is the board's own desk
POSTS = (
    ("li_intake", "李受理", Role.INTAKE, ""),
    ("zhao_reviewer", "赵审核", Role.REVIEWER, ""),
    ("wang_handler", "王承办", Role.HANDLER, "housing"),
    ("qian_signer", "钱审签", Role.SIGNER, "housing"),
    ("zhou_revisitor", "周回访", Role.REVISITOR, "supervision"),
    ("sun_supervisor", "孙督查", Role.SUPERVISOR, "supervision"),
)


def cast(board: Board | None = None) -> Cast:
    """Nearly every test asks for these people, and a case asks again: one question when they are there."""
    board = board or a_board()
    found = _in_post(board)
    if len(found) < len(POSTS):
        _appoint(board)
        found = _in_post(board)
    people = {username.partition("_")[2]: row.user for username, row in found.items()}
    return Cast(**people, lead=found["wang_handler"].unit)


def _in_post(board: Board) -> dict[str, Membership]:
    names = {username: (role, code) for username, _name, role, code in POSTS}
    rows = Membership.objects.filter(user__username__in=names).select_related("user", "unit").order_by("pk")
    return {
        row.user.username: row
        for row in rows
        if (row.role, row.unit.code) == names[row.user.username]
        or ((row.role, "") == names[row.user.username] and row.unit_id == board.desk_id)
    }


def _appoint(board: Board) -> None:
    units = {
        "": board.desk,
        "housing": a_unit("housing", "市住房和城乡建设局"),
        "supervision": a_unit("supervision", "市督查室", kind="party_government_office"),
    }
    names = [username for username, *_rest in POSTS]
    there = set(User.objects.filter(username__in=names).values_list("username", flat=True))
    User.objects.bulk_create(
        User(username=username, name=name, is_staff=True)
        for username, name, _role, _code in POSTS
        if username not in there
    )
    users = {user.username: user for user in User.objects.filter(username__in=names)}
    Membership.objects.bulk_create(
        [
            Membership(user=users[username], unit=units[code], role=role)
            for username, _name, role, code in POSTS
        ],
        ignore_conflicts=True,
    )


def a_submission(board: Board | None = None, **more: Any) -> Submission:
    given = {
        "board_id": (board or a_board()).pk,
        "kind": Kind.HELP_REQUEST,
        "title": "小区门口路灯坏了半个月",
        "body": "小区东门外的三盏路灯坏了半个月，晚上一片漆黑，老人出行很不安全，请尽快修好。",
        "author_name": "市民7K3F",
        "contact_phone": "19900000001",
        "contact_name": "张三",
        **more,
    }
    return Submission(**given)


GOOD = Verdict(is_answered=True, is_solved="yes", outcome=5, attitude=5, speed=5)
BAD = Verdict(is_answered=True, is_solved="no", outcome=1, attitude=3, speed=2)
LINE = [
    State.SUBMITTED,
    State.ACCEPTED,
    State.ASSIGNED,
    State.HANDLING,
    State.REVIEWING,
    State.REPLIED,
    State.CLOSED,
]


def a_case(
    state: State = State.SUBMITTED,
    *,
    at: datetime = MONDAY,
    board: Board | None = None,
    author: User | None = None,
    co_units: Sequence[Unit] = (),
    **more: Any,
) -> Case:
    """A case in `state`, an hour between two verbs; `co_units` co-handle it from the hand-over on."""
    board = board or a_board()
    author = author or a_citizen()
    receipt = submit(a_submission(board, **more), by=author, author=author, at=at)
    _walk(receipt.case_id, state, at, replace(cast(board), co_units=tuple(co_units)), author)
    return Case.objects.select_related("board").get(pk=receipt.case_id)


def next_reply(pk: int) -> str:
    """What the unit writes next: nobody gives the same answer twice to the same message."""
    return REPLIES[ReplyDraft.objects.filter(case=pk, status=DraftStatus.APPROVED).count() % len(REPLIES)]


def _walk(pk: int, state: State, at: datetime, people: Cast, author: User) -> None:
    hour = timedelta(hours=1)
    if state == State.DECLINED:
        decline(pk, by=people.intake, at=at + hour, code="N1", words="不属于本市职权范围，请向省住建厅反映。")
        return
    if state == State.WITHDRAWN:
        withdraw(pk, by=author, at=at + hour)
        return
    if state == State.MERGED:
        target = a_case(at=at, author=a_citizen("市民9QRT"))
        merge(pk, by=people.intake, at=at + hour, into=target.number, reason="与该件反映同一处路灯。")
        return
    wanted = State.REPLIED if state == State.REVISITING else state
    steps = LINE[1 : LINE.index(wanted) + 1]
    for number, step in enumerate(steps, start=1):
        take_step(pk, step, at + number * hour, people, author)
    if state == State.REVISITING:
        rate(pk, by=author, at=at + 7 * hour, verdict=BAD)


def take_step(pk: int, step: State, at: datetime, people: Cast, author: User) -> None:
    if step == State.ACCEPTED:
        accept(pk, by=people.intake, at=at, category_id=a_category().pk)
    elif step == State.ASSIGNED:
        asked = [CoUnit(each.pk, "请提供意见。") for each in people.co_units]
        words = "请尽快办理并联系留言人。"
        assign(pk, by=people.intake, at=at, lead_id=people.lead.pk, words=words, co_units=asked)
    elif step == State.HANDLING:
        sign(pk, by=people.handler, at=at)
    elif step == State.REVIEWING:
        log_contact(pk, by=people.handler, at=at, way="phone", result="已电话联系，约定现场查看。")
        unheard = "协办单位已电话说明。" if people.co_units else ""
        draft_reply(pk, by=people.handler, at=at, body=REPLY, outcome="solved", co_reason=unheard)
    elif step == State.REPLIED:
        countersign(pk, by=people.signer, at=at)
        approve_reply(pk, by=people.reviewer, at=at)
    elif step == State.CLOSED:
        rate(pk, by=author, at=at, verdict=GOOD)
