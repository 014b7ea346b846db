"""One line that says whether two loads made the same city: everything of the cases apart from secrets and row ids."""

from __future__ import annotations

import hashlib

from cases.models import Case, Event


def digest_of_cases() -> str:
    """SHA-256 over all cases in the order of their numbers, and over their events."""
    digest = hashlib.sha256()
    cases = Case.objects.order_by("number").values_list(
        "number", "board__slug", "kind", "title", "body", "place", "author_name", "state", "outcome", "grade",
        "source", "wants_public", "lead__code", "submitted_at", "closed_at", "due_at", "overdue_at",
    )  # fmt: skip
    events = Event.objects.order_by("case__number", "seq").values_list(
        "case__number", "seq", "verb", "before", "after", "at", "by__username", "role", "unit__code", "reason"
    )
    for row in (*cases, *events):
        digest.update(repr(row).encode())
    return digest.hexdigest()
