"""One own case, whole, as its author reads it. A fixed number of queries, however long its story."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import User
from accounts.roles import Standing, standing_of
from boards.rules.redact import redact
from boards.rules.times import iso, moment, span_words
from boards.rules.words import Badge
from cases.actions._joined import joined
from cases.actions._place import place_shown
from cases.actions.appeal import grounds
from cases.actions.rate import own_rating
from cases.actions.take_down import removal_known
from cases.models import (
    Case,
    Clock,
    Contact,
    DraftStatus,
    Event,
    Rating,
    current_policy,
    facts_of,
)
from cases.reads.deadlines import Counting, due_words, how_counted, left_words
from cases.reads.ledgers import Entry, for_author, total_pause
from cases.reads.my_cases import badge_of
from cases.reads.own_kin import (
    FileShown,
    KinShown,
    OwnMerged,
    PauseShown,
    file_shown,
    kin_shown,
    own_files,
    own_merged,
    pauses_shown,
)
from cases.reads.removal import RemovalShown, removal_shown
from cases.reads.story import (
    Line,
    ReplyShown,
    StepShown,
    decline_words,
    interim_of,
    own_line,
    paragraphs,
    public_line,
    replies_of,
    steps_of,
)
from cases.rules.awaiting import Awaited, awaited
from cases.rules.clocks import ClockName
from cases.rules.guards import appeal_until, held_back
from cases.rules.permissions import may
from cases.rules.private import public_text
from cases.rules.sight import masked_phone
from cases.rules.states import ANSWERED, FINISHED, State
from cases.rules.transitions import MOVES
from cases.rules.workdays import Calendar
from notify.models import Outbox

OWN_VERBS = ("rate", "change_rating", "ask_again", "give_info", "appeal", "contest", "remind", "withdraw")
MOST_NOTICES = 10


@dataclass(frozen=True)
class Wait:
    """Who has to do what until when, and how that date came about."""

    who: str
    what: str
    is_mine: bool
    due: str = ""
    due_iso: str = ""
    first_due: str = ""  # the date that it had at first, where it has moved
    left: str = ""
    is_overdue: bool = False
    is_name: bool = False  # who is a unit's name, which no language translates
    counting: Counting | None = None


@dataclass(frozen=True)
class Chance:
    """Whether a verb can be done now; `words` say why not, "" when it simply does not apply any more."""

    is_open: bool
    words: str = ""


@dataclass(frozen=True)
class MyCase:
    """What `/my/cases/<number>/` shows."""

    case: Case
    title: str
    is_guest: bool
    badge: Badge
    facts: tuple[tuple[str, str], ...]
    paragraphs: tuple[str, ...]
    steps: tuple[StepShown, ...]
    waits: tuple[Wait, ...]
    waiting: str
    declined: tuple[str, str]
    replies: tuple[ReplyShown, ...]
    timeline: tuple[Line, ...]
    ledger: tuple[Entry, ...]
    paused: str
    interim: tuple[ReplyShown, ...]
    files: tuple[FileShown, ...]
    ratings: tuple[Rating, ...]
    notices: tuple[Outbox, ...]
    chances: dict[str, Chance]
    kin: tuple[KinShown, ...] = ()
    merged: tuple[OwnMerged, ...] = ()
    pauses: tuple[PauseShown, ...] = ()
    appeal_until: str = ""
    removal: RemovalShown | None = None


def own_case(user_id: int, number: str) -> Case | None:
    """The case by its number, of its author or of somebody whose case joined it, with what its page needs joined."""
    own = Case.objects.of_any_author(user_id)
    joined_with = ("board__desk", "lead", "category", "message", "split_from", "region__parent")
    return own.select_related(*joined_with).filter(number=number).first()


def my_case(case: Case, author: User, at: datetime) -> MyCase:
    """The page of a case that `own_case` found. Who joined it reads its public words, and the own ones in full."""
    events = list(Event.objects.filter(case=case).select_related("unit").order_by("seq"))
    clocks = list(Clock.objects.filter(case=case).select_related("level"))
    calendar, is_guest = current_policy().calendar, author.pk != case.author_id
    drafts = list(case.drafts.filter(status=DraftStatus.APPROVED).select_related("unit"))
    notices = Outbox.objects.notices_of(author.pk).filter(url=reverse("cases:my_case", args=[case.number]))
    contact = None if is_guest else Contact.objects.filter(case=case).first()
    hidden = case.private_passages
    pauses = pauses_shown(case, events, author.pk)
    open_to_me = chances(case, standing_of(author), at, calendar)
    return MyCase(
        case=case,
        title=own_title(case, author.pk),
        is_guest=is_guest,
        badge=badge_of(case, at),
        facts=tuple(_facts(case, contact, is_guest)),
        paragraphs=paragraphs(public_text(case.body, hidden) if is_guest else case.body),
        steps=steps_of(case, events),
        waits=tuple(_waits(case, clocks, pauses, at, calendar)),
        waiting=waiting_words(clocks, case, at),
        declined=decline_words(case),
        replies=replies_of(drafts, is_masked=is_guest, hidden=hidden),
        timeline=tuple(line for each in events if (line := _line(each, author.pk, is_guest))),
        files=tuple(map(file_shown, own_files(case, events, author.pk))),
        ledger=tuple(for_author(events)),
        paused=total_pause(events, at),
        interim=interim_of(events),
        ratings=tuple(case.ratings.filter(Q(rater=author) | Q(rater=None))),
        notices=tuple(notices.order_by("-id")[:MOST_NOTICES]),
        chances=open_to_me,
        kin=kin_shown(case, author.pk, at),
        merged=own_merged(case, author.pk),
        pauses=pauses,
        removal=removal_shown(case, events),
        appeal_until=_appeal_words(case, calendar) if open_to_me["appeal"].is_open else "",
    )


def own_title(case: Case, user_id: int) -> str:
    """The author reads the own title, everybody else the public one."""
    return case.title if case.author_id == user_id else public_text(case.title, case.private_passages)


def first_values(case: Case, user_id: int, verb: str) -> dict[str, Any]:
    """What a form begins with: a rating that is changed shows what was said; a first one never has a default."""
    own = case.ratings.filter(rater=user_id, round=case.round).first() if verb == "change_rating" else None
    if own is None:
        return {}
    given = {name: getattr(own, name) for name in ("is_solved", "outcome", "attitude", "speed", "words")}
    return given | {"is_answered": "yes" if own.is_answered else "no"}


def _line(event: Event, user_id: int, is_guest: bool) -> Line | None:
    """Of a case that one only joined: the public lines, and what one did oneself."""
    return own_line(event, user_id) if not is_guest or event.by_id == user_id else public_line(event)


def _appeal_words(case: Case, calendar: Calendar) -> str:
    return moment(appeal_until(case.closed_at, calendar)) if case.closed_at else ""


def _known(case: Case, user_id: int | None) -> dict[str, Any]:
    """What the guards of the author's verbs ask beside the case's own row: asked as the actions themselves ask it."""
    if case.state == State.DECLINED:
        return grounds(case)
    return own_rating(case, user_id) if case.state in ANSWERED | {State.CLOSED} else joined(case)


def chances(case: Case, who: Standing, at: datetime, calendar: Calendar) -> dict[str, Chance]:
    """The author's verbs, asked of the same table, permissions and guards that the door asks."""
    facts, found = replace(facts_of(case), **_known(case, who.user_id)), {}
    if case.removal_code:
        facts = replace(facts, **removal_known(case))
    for verb in OWN_VERBS:
        move = MOVES[verb]
        if State(case.state) not in move.sources or not may(move, who, facts):
            found[verb] = Chance(False)
            continue
        words = held_back(move.guards, facts, who, at, calendar)
        found[verb] = Chance(not words, words)
    return found


def waiting_words(clocks: list[Clock], case: Case, at: datetime) -> str:
    """How long the citizen has waited: the wait clock runs from the submission to the end and is never reset."""
    wait = next((each for each in clocks if each.name == ClockName.WAIT), None)
    if wait is None:
        return ""
    if wait.stopped_at is None:
        return _("已等待 %s，自提交起不间断计算") % span_words(at - wait.started_at)
    return _("从提交到结束共 %s") % span_words(wait.stopped_at - wait.started_at)


def _facts(case: Case, contact: Contact | None, is_guest: bool) -> list[tuple[str, str]]:
    """The facts beside the words; a fact that is not there is not named."""
    category = case.category.name if case.category else ""
    facts = [
        (_("编号"), case.number),
        (pgettext("一件", "留言板"), case.board.title),
        (_("类型"), " · ".join(filter(None, (case.get_kind_display(), category)))),
        (_("提交时间"), moment(case.submitted_at)),
        (_("地点"), _place(case, is_guest)),
        (_("代表人数"), _("代表 %(count)d 人") % {"count": case.group_size} if case.group_size else ""),
        (_("作者隐去"), "" if is_guest else "、".join(case.private_passages)),
        (_("办理单位"), case.lead.name if case.lead else ""),
        (_("是否公开"), _publicity(case)),
        (
            _("联系方式"),
            " ".join(filter(None, (contact.name, masked_phone(contact.phone)))) if contact else "",
        ),
    ]
    return [(name, value) for name, value in facts if value]


def _place(case: Case, is_guest: bool) -> str:
    if is_guest:
        return redact(place_shown(case)).text
    region = case.region
    parts = (
        region.parent.name if region and region.parent else "",
        region.name if region else "",
        case.place,
    )
    return " ".join(filter(None, parts))


def _publicity(case: Case) -> str:
    if not case.wants_public:
        return _("不公开，只有您和办理人员能看到")
    if case.removal_code:
        return _("已从公开页面撤下，只有您和办理人员能看到")
    if case.is_held:
        return _("同意公开，公开前由工作人员审看，办理不受影响")
    if case.message and case.message.is_up:
        return _("已公开，署名“%s”，号码等已隐去") % case.author_name
    return "" if case.state in FINISHED else _("同意公开，按本留言板的规定公开后，这里会有链接")


def _waits(
    case: Case, clocks: list[Clock], pauses: Sequence[PauseShown], at: datetime, calendar: Calendar
) -> list[Wait]:
    """The next step first; behind it the reply's own end, which is what the citizen waits for."""
    following = awaited(facts_of(case))
    asked = next((each for each in pauses if each.is_open), None)
    if following.verb == "give_info" and asked:
        return [Wait(_("您"), _doings()["give_info"], True, due=asked.until, due_iso=asked.until_iso)]
    running = {each.name: each for each in clocks if each.stopped_at is None}
    found = []
    if following.who != Awaited.NOBODY:
        found.append(_wait(case, following.who, following.verb, running.get(following.clock), at, calendar))
    if following.clock != ClockName.REPLY and ClockName.REPLY in running:
        found.append(_wait(case, Awaited.LEAD, "draft_reply", running[ClockName.REPLY], at, calendar))
    return found


def _wait(case: Case, who: Awaited, verb: str, clock: Clock | None, at: datetime, calendar: Calendar) -> Wait:
    words = {
        Awaited.DESK: str(case.board.desk),
        Awaited.LEAD: case.lead.name if case.lead else _("办理单位"),
        Awaited.AUTHOR: _("您"),
    }.get(who, str(who.label))
    is_mine, is_name = who == Awaited.AUTHOR, who == Awaited.DESK or (who == Awaited.LEAD and bool(case.lead))
    if clock is None or clock.due_at is None:
        return Wait(words, _doings()[verb], is_mine, is_name=is_name)
    return Wait(
        who=words,
        what=_doings()[verb],
        is_mine=is_mine,
        is_name=is_name,
        due=due_words(clock.due_at, is_provisional=clock.is_provisional),
        due_iso=iso(clock.due_at),
        first_due=moment(clock.first_due_at) if clock.first_due_at not in (None, clock.due_at) else "",
        left=left_words(clock, at, calendar),
        is_overdue=clock.due_at <= at,
        counting=how_counted(clock),
    )


def _doings() -> dict[str, str]:
    """What is awaited, by verb, in the citizen's words."""
    return {
        "accept": _("决定是否受理"),
        "assign": _("交给办理单位"),
        "sign": _("签收"),
        "grant_return": _("确定由哪个单位办理"),
        "arbitrate": _("审定由哪个单位办理"),
        "log_contact": _("与您联系"),
        "draft_reply": _("办理并回复"),
        "countersign": _("审签回复"),
        "approve_reply": _("审核并发布回复"),
        "rate": _("评价这次回复"),
        "give_info": _("补充材料"),
        "record_revisit": _("电话回访"),
        "resume": _("决定何时恢复办理"),
    }
