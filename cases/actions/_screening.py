"""Screening (审看): watched words are looked for when a message comes in; what is held back waits for a person's decision."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions.errors import HeldBack
from cases.models import Case, Screening, current_watch
from cases.rules.states import Kind, Source
from cases.rules.watch_levels import HOLDING, Decision, Level, heaviest

SCREENED = ("title", "body", "place", "author_name")  # of a message, what the public reads


def screen(case: Case, *, at: datetime, is_held_first: bool) -> None:
    """Look at the words of a message that has just been stored. It is accepted as it is; at most it is shown later.

    What never becomes public is not held back, only pointed out. What was published elsewhere before is left alone.
    """
    if case.source == Source.IMPORT:
        return
    watch = current_watch()
    findings = [
        {"field": name, "word": hit.word, "level": hit.level, "start": hit.start, "end": hit.end}
        for name in SCREENED
        for hit in watch.search(getattr(case, name))
    ]
    if not (findings or is_held_first):
        return
    level = heaviest([str(each["level"]) for each in findings] + ([Level.HOLD] if is_held_first else []))
    case.is_held = level in HOLDING and case.wants_public and case.kind != Kind.REPORT
    Screening.objects.create(
        case=case,
        level=level,
        findings=findings,
        is_by_account=is_held_first,
        found_at=at,
        decision=Decision.OPEN if case.is_held else "",
    )


def decide(case: Case, decision: str, *, words: str, by: User | None, at: datetime) -> None:
    """A person's word on a held message, inside the door: whether the public may read it."""
    screening = Screening.objects.select_for_update().get(case=case)
    is_released = decision == Decision.RELEASED
    if is_released and screening.level == Level.BLOCK and not words.strip():
        raise HeldBack(_("这件留言里有须逐字审看的文字。请写明可以公开的理由。"))
    screening.decision, screening.words = Decision(decision), words.strip()
    screening.decided_by, screening.decided_at = by, at
    screening.save(update_fields=["decision", "words", "decided_by", "decided_at"])
    case.is_held = not is_released
