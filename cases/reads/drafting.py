"""What stands beside a reply that is being written or judged: what the checks find, and a colleague's newer text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from boards.rules.times import moment
from cases.models import WorkingDraft
from cases.rules.quality import BY_CODE, Finding


@dataclass(frozen=True)
class CheckLine:
    """One finding in words: what, what to do, where; `is_blocking` holds the reply back."""

    code: str
    label: str
    advice: str
    passage: str
    detail: str
    is_blocking: bool


@dataclass(frozen=True)
class NewerText:
    """What a colleague kept since the page was opened."""

    who: str
    at: str
    body: str


def check_lines(found: Iterable[Finding]) -> Sequence[CheckLine]:
    """The findings, those that hold the reply back first."""
    lines = [
        CheckLine(
            each.code,
            str(check.label),
            str(check.advice),
            each.passage,
            each.detail,
            check.is_blocking,
        )
        for each in found
        if (check := BY_CODE.get(each.code))
    ]
    return sorted(lines, key=lambda line: not line.is_blocking)


def newer_text(kept: WorkingDraft | None) -> NewerText | None:
    """The other text, for beside one's own."""
    return NewerText(str(kept.saved_by or ""), moment(kept.saved_at), kept.body) if kept else None
