"""What is left out of the file of a report (举报) for those who read its copy only: see cases/models/case_copy.py."""

from __future__ import annotations

from cases.models import Attachment, Case, Event, Rating
from cases.models.attachment import OF_THE_AUTHOR
from cases.rules.report_copy import masked
from cases.rules.states import Kind

TYPED = ("words", "remark")  # facts of an event that somebody wrote


def events_as_read(case: Case, events: list[Event]) -> list[Event]:
    """Words that the author wrote along the way lose their numbers; those of the staff stay."""
    if case.is_copy:
        for each in events:
            if each.by_id is not None and each.by_id == case.author_id:
                each.reason = masked(each.reason)
                each.facts = each.facts | {
                    name: masked(str(each.facts[name])) for name in TYPED if name in each.facts
                }
    return events


def ratings_as_read(case: Case, ratings: list[Rating]) -> list[Rating]:
    """The same for what the author says about the reply."""
    if case.is_copy:
        for each in ratings:
            each.words = masked(each.words)
    return ratings


def files_as_read(case: Case) -> tuple[list[Attachment], int]:
    """The files that the person may open, and how many of the author's stay with the desk. One query."""
    rows = list(Attachment.objects.filter(case=case))
    shown = [each for each in rows if not case.is_copy or each.purpose not in OF_THE_AUTHOR]
    return shown, len(rows) - len(shown)


def reported_names(case: Case) -> list[str]:
    """The reported units; no query for any other kind."""
    if case.kind != Kind.REPORT:
        return []
    return [str(each.unit) for each in case.reported_units.select_related("unit").order_by("unit")]
