"""anonymise_contacts (清除到期联系方式): what nobody needs any more is erased, so many days after the case has ended."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet

from cases.actions._contacts import erase
from cases.actions._joined import root_of
from cases.models import (
    Case,
    CasePerson,
    Contact,
    ErasureGround,
    Promise,
    RetentionHold,
    Supervision,
    TermOf,
    days_kept,
)
from cases.models.promise import PromiseStatus
from cases.rules.states import FINISHED, Kind, State
from cases.rules.workdays import in_shanghai

BATCH = 200


@dataclass(frozen=True)
class Terms:
    """The lengths in force on the day of the run; None: no row says one, nothing of it is erased."""

    contact: int | None
    report: int | None

    def of(self, case: Case) -> int | None:
        return self.report if case.kind == Kind.REPORT else self.contact


def terms_on(at: datetime) -> Terms:
    """Reports have a length of their own; without one theirs is that of everybody."""
    day = in_shanghai(at).date()
    contact, report = days_kept(TermOf.CONTACT, day), days_kept(TermOf.REPORT_CONTACT, day)
    return Terms(contact, contact if report is None else report)


def anonymise_contacts(at: datetime, *, is_dry: bool = False) -> Iterator[list[Case]]:
    """Batch by batch, each a transaction of its own; yields the cases of each. A dry run yields them and writes nothing.

    Cases that somebody has in hand right now are left for the next run. Late, doubled or broken off: the same in the end.
    """
    terms, last = terms_on(at), 0
    while True:
        with transaction.atomic():
            rows = due(terms, at).filter(pk__gt=last).order_by("pk")
            if not is_dry:
                rows = rows.select_for_update(no_key=True, skip_locked=True, of=("self",))
            found = list(rows[:BATCH])
            if not found:
                return
            last = found[-1].pk
            batch = [each for each in found if each.state != State.MERGED or _has_rested(each, terms, at)]
            if not is_dry:
                _erase(batch, terms, at)
        yield batch


def due(terms: Terms, at: datetime) -> QuerySet[Case]:
    """Ended long enough ago, or of an account that was closed; with contact data; and nobody has a reason to keep them.

    A promise that is still open, an order that stands and a hold (诉讼、复议) are reasons. A case that was handled
    again counts from its new end.
    """
    of_case, gone = {"case": OuterRef("pk")}, Q(author__closing__closed_at__isnull=False)
    old = Q(pk__in=[])
    for kind, days in ((Q(kind=Kind.REPORT), terms.report), (~Q(kind=Kind.REPORT), terms.contact)):
        if days is not None:
            old |= kind & Q(closed_at__lte=at - timedelta(days=days))
    open_promise = Q(status__in=[PromiseStatus.OPEN, PromiseStatus.CLAIMED])
    return Case.objects.filter(
        old | gone,
        Exists(Contact.objects.filter(**of_case)) | Exists(CasePerson.objects.filter(**of_case)),
        ~Exists(RetentionHold.objects.filter(**of_case)),
        ~Exists(Promise.objects.filter(open_promise, **of_case)) | gone,
        ~Exists(Supervision.objects.filter(lifted_at=None, **of_case)) | gone,
        state__in=sorted(FINISHED),
        closed_at__isnull=False,
    ).annotate(account_closed_at=F("author__closing__closed_at"))


def _erase(batch: list[Case], terms: Terms, at: datetime) -> None:
    """One line a case, with the length that it was erased by."""
    for ground in ErasureGround:
        for days in {terms.contact, terms.report}:
            same = [each for each in batch if _ground_of(each) == ground and terms.of(each) == days]
            erase(same, ground=ground, at=at, days=days if ground == ErasureGround.TERM else None)


def _ground_of(case: Case) -> ErasureGround:
    is_gone = getattr(case, "account_closed_at", None) is not None
    return ErasureGround.CLOSING if is_gone else ErasureGround.TERM


def _has_rested(case: Case, terms: Terms, at: datetime) -> bool:
    """A merged case is handled where it was merged into: its people may be called until that one has ended long ago."""
    root, days = root_of(case), terms.of(case)
    if root is None or days is None or _ground_of(case) == ErasureGround.CLOSING:
        return root is None or root.state in FINISHED
    return (
        root.state in FINISHED and root.closed_at is not None and root.closed_at <= at - timedelta(days=days)
    )
