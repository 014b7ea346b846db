"""keep_draft (暂存): what a unit has typed so far stays on the server. No verb of the table: nothing happens to the case.

The rule of this file: nobody's text is written over by somebody who had not seen it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import standing_of
from cases.actions._reports import keep_out
from cases.actions.errors import CaseMissing, HeldBack, NotAllowed, WrongState
from cases.actions.history import is_history
from cases.models import Case, DraftStatus, ReplyDraft, WorkingDraft, facts_of
from cases.rules.permissions import may
from cases.rules.states import OPEN
from cases.rules.transitions import MOVES

NOTHING_KEPT = ""


@dataclass(frozen=True)
class Typed:
    """What stands in the form."""

    body: str
    outcome: str = ""
    promise_on: date | None = None
    promise_words: str = ""


@dataclass(frozen=True)
class Kept:
    """What became of it. `mark` is what the page must show next time; `other` is a colleague's text that was kept instead."""

    mark: str
    is_saved: bool
    other: WorkingDraft | None = None


class NewerText(HeldBack):
    """A colleague has kept another text since the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            _(
                "这一页打开后又暂存了另一份草稿，见下方。两份都没有丢失：请对照合并，再次操作时以您的文字为准。"
            )
        )


def mark_of(kept: WorkingDraft | None) -> str:
    """Which text a page has seen. The row's id is part of it: a new row never looks like one that was sent and deleted."""
    return f"{kept.pk}-{kept.version}" if kept else NOTHING_KEPT


def kept_of(case: Case) -> WorkingDraft | None:
    """What the unit that now has the case has kept. An earlier unit's text stays its own."""
    return WorkingDraft.objects.filter(case=case, unit=case.lead_id).select_related("saved_by").first()


def keep_draft(case_id: int, *, by: User, at: datetime, seen: str, typed: Typed) -> Kept:
    """Keep the text, unless somebody kept another one since the page was opened (`seen` is its mark).

    Raises CaseMissing, NotAllowed, WrongState; then nothing was kept.
    """
    with transaction.atomic():
        case = _locked(case_id, by)
        assert case.lead_id is not None  # a handler is one of the lead unit
        kept = kept_of(case)
        if kept is None and (not typed.body or _is_sent(case, typed.body)):
            return Kept(NOTHING_KEPT, is_saved=False)
        if kept and mark_of(kept) != seen and kept.body != typed.body:
            return Kept(mark_of(kept), is_saved=False, other=kept)
        row = kept or WorkingDraft(case=case, unit_id=case.lead_id, version=0)
        row.body, row.outcome = typed.body, typed.outcome
        row.promise_on, row.promise_words = typed.promise_on, typed.promise_words
        row.saved_by, row.saved_at, row.version = by, at, row.version + 1
        row.save()
        return Kept(mark_of(row), is_saved=True)


def let_go(case: Case, *, seen: str | None, body: str) -> None:
    """The unit's text is sent: nothing more to keep. Raises NewerText where the sender has not seen what is there.

    `seen` is None where no page was: then there is nothing that could be written over unseen.
    """
    if is_history():
        return
    kept = kept_of(case)
    if kept is None:
        return
    if seen is not None and mark_of(kept) != seen and kept.body != body:
        raise NewerText
    kept.delete()


def let_all_go(case: Case) -> None:
    """The case is answered: nobody, nor a unit that once had it, writes on at what was begun."""
    if not is_history():
        WorkingDraft.objects.filter(case=case).delete()


def _is_sent(case: Case, body: str) -> bool:
    """A second click on sending finds its text under review: it is kept there."""
    return ReplyDraft.objects.filter(case=case, status=DraftStatus.IN_REVIEW, body=body).exists()


def _locked(case_id: int, by: User) -> Case:
    rows = Case.objects.select_for_update(no_key=True, of=("self",)).select_related("board")
    case = rows.filter(pk=case_id).first()
    if case is None:
        raise CaseMissing
    keep_out(case, standing_of(by))
    if verdict := may(MOVES["draft_reply"], standing_of(by), facts_of(case)):
        if case.state in OPEN and case.lead_id is not None:
            return case
        raise WrongState(_("这件留言已经答复，草稿没有暂存。"))
    raise NotAllowed(verdict.words)
