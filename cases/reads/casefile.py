"""The case file: everything that a member of staff may read of one case, ready to be printed. A fixed number of queries."""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.roles import Role, Standing
from boards.posting import REPLY_KEEPS
from boards.rules.redact import MARK_WORDS, redact
from boards.rules.times import day, iso, moment
from cases.actions.ask_return import return_known
from cases.actions.fulfil import promise_known
from cases.actions.grant_extension import extension_known
from cases.actions.restrict import may_restrict
from cases.models import (
    Attachment,
    Case,
    Clock,
    Contact,
    ContactLog,
    DraftStatus,
    Event,
    Rating,
    ReplyDraft,
    Revisit,
    current_policy,
    facts_of,
)
from cases.reads.drafting import CheckLine, check_lines
from cases.reads.due import ClockLine, clock_lines, due_of
from cases.reads.endorsed import Endorsed, endorsed
from cases.reads.files import FileGroup, by_purpose
from cases.reads.kin import Kin, kin_of
from cases.reads.ledgers import Entry as Ledger
from cases.reads.ledgers import for_staff
from cases.reads.panels import Panels, panels
from cases.reads.rows import TONES, Deadline, case_deadline, deadline_words, marks, near_words, waited
from cases.reads.screening import ScreeningShown, screening_shown
from cases.reads.secret import events_as_read, files_as_read, ratings_as_read, reported_names
from cases.reads.time_spent import TimeSpent, time_spent
from cases.reads.timeline import Entry, entries, entry
from cases.reads.timeline_parts import Part, of_part, parts
from cases.reads.units_of_case import UnitsOfCase, units_of
from cases.rules.awaiting import Awaited, awaited
from cases.rules.guards import held_back
from cases.rules.permissions import CaseFacts, may
from cases.rules.quality import restored
from cases.rules.sight import hides_author, masked_name, masked_phone, sees_rating, sees_revisits
from cases.rules.states import PauseGround, State
from cases.rules.transitions import MOVES, TRANSITIONS
from cases.rules.workdays import Calendar

RECENT = 3
# Guards that say "there is nothing of the kind here": such a verb has no button at all.
IDLE = frozenset(
    {"suspended", "extension_wanted", "supervised", "promised", "fulfilment_claimed"}
    | {"held", "is_public", "taken_down", "contested"}
)
WITH_FILES = frozenset({"note", "fulfil", "co_advise"})
ASK_RETURN = MOVES["ask_return"]
NOTHING: Mapping[str, str] = MappingProxyType({})
Piece = tuple[str, bool]  # (words, whether they stand for something hidden)


@dataclass(frozen=True)
class Doable:
    """A verb that table and permissions allow now; `held` says why a guard keeps it back, "" when it can be done."""

    verb: str
    held: str


@dataclass(frozen=True)
class AwaitedStep:
    """What the case waits for: 市住建局 · 签收 · 期限."""

    who: str
    verb: str
    deadline: Deadline | None
    first_due: str = ""  # where the end has been moved since


@dataclass(frozen=True)
class MaskedContact:
    """The contact data as everybody may read them: the middle hidden."""

    name: str
    phone: str
    has_address: bool
    is_secret: bool


@dataclass(frozen=True)
class DraftShown:
    """A reply draft with its full text, and the text as the public would read it."""

    draft: ReplyDraft
    drafted: str
    decided: str
    public: Sequence[Piece]
    hidden_count: int
    is_current: bool
    checks: Sequence[CheckLine]


@dataclass(frozen=True)
class Head:
    """What stands above every page of a case."""

    case: Case
    facts: CaseFacts
    tone: str
    deadline: Deadline | None
    marks: tuple[str, ...]
    waiting: str
    submitted: str
    submitted_iso: str
    category: str
    requirement: str
    awaited: str  # the verb of the next step
    doable: Sequence[Doable]
    screening: ScreeningShown | None = None


@dataclass(frozen=True)
class NoteShown:
    """A note or a report with the pictures that came with it."""

    entry: Entry
    files: Sequence[Attachment]


@dataclass(frozen=True)
class CaseFile:
    """The page."""

    head: Head
    awaited: AwaitedStep
    clocks: Sequence[ClockLine]
    time: TimeSpent
    panels: Panels
    endorsed: Endorsed | None
    units: UnitsOfCase
    parts: Sequence[Part]
    timeline: Sequence[Entry]  # the chosen part of it
    notes: Sequence[NoteShown]
    ledger: Sequence[Ledger]
    attachments: Sequence[FileGroup]
    kept_files: int  # of a report, which only the desk may open
    reported: Sequence[str]
    contact: MaskedContact | None
    erased_on: str
    contact_logs: Sequence[ContactLog]
    drafts: Sequence[DraftShown]
    ratings: Sequence[Rating]
    sealed: str
    revisits: Sequence[Revisit]
    may_restrict: bool  # the author's account
    kin: Sequence[Kin] = ()


def visible_case(pk: int, who: Standing) -> Case | None:
    """The case with what its pages join; None for what this person must not know of."""
    rows = Case.objects.visible_to(who).select_related(
        "board__desk",
        "lead",
        "handler",
        "drafter",
        "category__parent__parent",
        "message",
        "contact",
        "region__parent",
        "screening",
    )
    return rows.filter(pk=pk).first()


def head(case: Case, who: Standing, *, at: datetime, calendar: Calendar, requirement: str = "") -> Head:
    """The frame of a case. No query but for what waits: an application, a promise, a return that may be asked for."""
    facts = replace(facts_of(case), **side_facts(case))
    is_open = State(case.state) in ASK_RETURN.sources and may(ASK_RETURN, who, facts)
    if is_open and not held_back(("return_left", "return_in_time"), facts, who, at, calendar):
        facts = replace(facts, **return_known(case))
    return Head(
        case=case,
        facts=facts,
        tone=TONES[State(case.state)],
        deadline=case_deadline(case, at=at, calendar=calendar),
        marks=marks(case),
        waiting=waited(case, at),
        submitted=moment(case.submitted_at),
        submitted_iso=iso(case.submitted_at),
        category=_path(case),
        requirement=requirement,
        awaited=awaited(facts).verb,
        doable=doable(facts, who, at=at, calendar=calendar),
        screening=screening_shown(case),
    )


def side_facts(case: Case) -> dict[str, Any]:
    """What the guards of some verbs ask and the case's own row does not say: see the `known` of those actions."""
    told: dict[str, Any] = {"is_up": bool(case.message and case.message.is_up)}
    if case.wants_extension:
        told |= extension_known(case)
    if case.promise_on:
        told |= promise_known(case)
    return told


def doable(facts: CaseFacts, who: Standing, *, at: datetime, calendar: Calendar) -> list[Doable]:
    """The verbs that this person may do in this state, in the order of the table; none that there is nothing to do for."""
    return [
        Doable(move.verb, held_back(move.guards, _filled(move.verb, facts), who, at, calendar))
        for move in TRANSITIONS
        if State(facts.state) in move.sources and may(move, who, facts)
        if not held_back(tuple(each for each in move.guards if each in IDLE), facts, who, at, calendar)
    ]


def _filled(verb: str, facts: CaseFacts) -> CaseFacts:
    """The facts as they will be once the verb's own form is filled in: accepting asks for the category itself."""
    if verb in ("accept", "claim"):
        return replace(facts, has_category=True)
    return replace(facts, advice_owed=0) if verb == "draft_reply" else facts


def case_file(case: Case, who: Standing, *, at: datetime, asked: Mapping[str, str] = NOTHING) -> CaseFile:
    """Everything on the page of a visible case; `asked` is the page's query, whose `part` chooses among the events."""
    calendar = current_policy().calendar
    events = events_as_read(
        case, list(Event.objects.filter(case=case).select_related("by", "unit").order_by("seq"))
    )
    clocks = list(Clock.objects.filter(case=case).select_related("level").order_by("started_at", "id"))
    timeline, told = entries(events), {each.verb for each in events}  # what never happened is not asked for
    part, kept = asked.get("part", ""), {name: words for name, words in asked.items() if name != "part"}
    top = head(case, who, at=at, calendar=calendar, requirement=_requirement(events))
    ratings = ratings_as_read(case, list(Rating.objects.filter(case=case).order_by("id")))
    files, kept_files = files_as_read(case)
    beside = panels(case, who)
    seen = [each for each in ratings if sees_rating(who, top.facts, sealed_until=each.sealed_until, at=at)]
    return CaseFile(
        head=top,
        awaited=_paused(top.facts, beside.paused_until, at)
        or _awaited(case, top.facts, clocks, at, calendar),
        clocks=clock_lines(clocks, at=at, calendar=calendar),
        time=time_spent(case, events, at),
        panels=beside,
        endorsed=endorsed(case),
        units=units_of(case, events, at=at, calendar=calendar),
        parts=parts(timeline, part, kept),
        timeline=of_part(timeline, part),
        notes=[
            NoteShown(each, [file for file in files if file.seq == each.seq])
            for each in timeline
            if each.verb in WITH_FILES
        ],
        ledger=for_staff(events),
        attachments=by_purpose(files),
        kept_files=kept_files,
        reported=reported_names(case),
        contact=_contact(case, top.facts),
        erased_on=_erased_on(case),
        contact_logs=_contact_logs(case, told),
        drafts=drafts(case),
        ratings=seen,
        sealed=moment(ratings[-1].sealed_until) if len(seen) < len(ratings) else "",
        revisits=_revisits(case, who, top.facts) if "record_revisit" in told else [],
        may_restrict=may_restrict(who, case),
        kin=kin_of(case),
    )


def recent_entries(case: Case) -> list[Entry]:
    """The last events of a case, newest first, for beside a form. One query."""
    rows = Event.objects.filter(case=case).select_related("by", "unit").order_by("-seq")
    return [entry(each) for each in events_as_read(case, list(rows[:RECENT]))]


def drafts(case: Case) -> list[DraftShown]:
    """The drafts of a case, newest first. One query."""
    rows = ReplyDraft.objects.filter(case=case).select_related(
        "unit", "drafter", "countersigned_by", "decided_by"
    )
    return [_draft(each) for each in rows.order_by("-id")]


def _draft(draft: ReplyDraft) -> DraftShown:
    public, hidden = pieces(draft.body)
    return DraftShown(
        draft=draft,
        drafted=moment(draft.drafted_at),
        decided=moment(draft.decided_at) if draft.decided_at else "",
        public=public,
        hidden_count=hidden,
        is_current=draft.status == DraftStatus.IN_REVIEW,
        checks=check_lines(restored(draft.findings)),
    )


def pieces(body: str) -> tuple[list[Piece], int]:
    """A reply as the public would read it, in pieces, and how many personal numbers are hidden in it."""
    found: list[Piece] = []
    done, marks = 0, redact(body, keep=REPLY_KEEPS).marks
    for mark in marks:
        found += [(body[done : mark.start], False), (MARK_WORDS[mark.kind], True)]
        done = mark.end
    found.append((body[done:], False))
    return [piece for piece in found if piece[0]], len(marks)


def _requirement(events: Sequence[Event]) -> str:
    """The words with which the desk handed the case over."""
    handed = [each for each in events if each.verb in ("assign", "grant_return", "arbitrate")]
    return str(handed[-1].facts.get("words") or "") if handed else ""


def _path(case: Case) -> str:
    names, category = [], case.category
    while category is not None:
        names.append(category.name)
        category = category.parent
    return " › ".join(reversed(names))


def _awaited(
    case: Case, facts: CaseFacts, clocks: Sequence[Clock], at: datetime, calendar: Calendar
) -> AwaitedStep:
    step = awaited(facts)
    if step.who == Awaited.NOBODY:
        return AwaitedStep("", "", None)
    units = {Awaited.DESK: case.board.desk, Awaited.LEAD: case.lead}
    unit = units.get(step.who)
    name, due_at, first_at = due_of(clocks, step.clock) if step.clock else ("", None, None)
    label = {"approve_reply": _("审核发布"), "grant_return": _("决定退单申请")}.get(step.verb)
    label = label or MOVES[step.verb].label
    deadline = deadline_words(name, due_at, at=at, calendar=calendar)
    first = moment(first_at) if first_at and first_at != due_at else ""
    return AwaitedStep(str(unit) if unit else str(step.who.label), label, deadline, first)


_BY_PAUSE = {
    PauseGround.INFO: (Awaited.AUTHOR.label, gettext_lazy("补充材料")),
    PauseGround.SUSPENDED: (Role.SUPERVISOR.label, gettext_lazy("恢复办理")),
}


def _paused(facts: CaseFacts, until: datetime | None, at: datetime) -> AwaitedStep | None:
    """What a pause waits for, and its own end."""
    if not facts.pause_ground or until is None:
        return None
    who, label = _BY_PAUSE[PauseGround(facts.pause_ground)]
    deadline = Deadline("", near_words(until, at), moment(until), iso(until), _("最迟"))
    return AwaitedStep(str(who), str(label), deadline)


def _contact_logs(case: Case, told: Container[str]) -> list[ContactLog]:
    return list(ContactLog.objects.filter(case=case).select_related("by")) if "log_contact" in told else []


def _contact(case: Case, facts: CaseFacts) -> MaskedContact | None:
    contact: Contact | None = getattr(case, "contact", None)  # joined by visible_case
    if contact is None:
        return None
    if hides_author(facts):
        return MaskedContact("", "", bool(contact.address), is_secret=True)
    return MaskedContact(
        masked_name(contact.name), masked_phone(contact.phone), bool(contact.address), is_secret=False
    )


def _erased_on(case: Case) -> str:
    """The day on which the contact data were erased, asked only where there are none."""
    if getattr(case, "contact", None) is not None:
        return ""
    line = case.erasures.first()
    return day(line.erased_at) if line else ""


def _revisits(case: Case, who: Standing, facts: CaseFacts) -> list[Revisit]:
    rows = Revisit.objects.filter(case=case).select_related("by")
    return list(rows) if sees_revisits(who, facts) else []
