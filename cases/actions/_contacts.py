"""Erase the contact data (联系方式) of cases, and write into the ledger that it was done. The only place that does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cases.models import Case, CasePerson, Contact, ErasedContact


def erase(cases: Sequence[Case], *, ground: str, at: datetime, days: int | None = None) -> int:
    """Name, number and address of the author and of people named beside the author. The caller has locked the cases.

    Says of how many cases something was erased; a case without contact data gets no line.
    """
    ids = {each.pk for each in cases}
    known = {*Contact.objects.filter(case__in=ids).values_list("case_id", flat=True)}
    known |= {*CasePerson.objects.filter(case__in=ids).values_list("case_id", flat=True)}
    Contact.objects.filter(case__in=known).delete()
    CasePerson.objects.filter(case__in=known).delete()
    Case.objects.filter(pk__in=known).update(has_contact=False)
    ErasedContact.objects.bulk_create(
        ErasedContact(case_id=pk, ground=ground, days=days, erased_at=at) for pk in sorted(known)
    )
    return len(known)
