"""endorse (附议): “我也遇到”, once a person; and taking it back. No event: thousands may do so (docs/adr/0023)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from accounts.roles import standing_of
from boards import posting
from cases.actions._watched import watched
from cases.actions.errors import HeldBack, NotAllowed
from cases.models import Case, Endorsement, facts_of
from cases.rules.following import may_endorse
from cases.rules.states import RUNNING


def endorse(case_id: int, *, by: User, at: datetime, words: str = "") -> None:
    """Endorse, with a few private words for the handlers. The second click finds it done. Raises CaseError."""
    with transaction.atomic():
        case = watched(case_id)
        if Endorsement.objects.filter(case=case, user=by).exists():
            return
        verdict = may_endorse(standing_of(by), facts_of(case))
        if not verdict:
            raise NotAllowed(verdict.words)
        row = Endorsement(case=case, origin=case, user=by, at=at)
        if words.strip():
            row.seal({"words": words.strip()})
        row.save(force_insert=True)
        _count(case, case.endorsement_count + 1)


def take_back_endorsement(case_id: int, *, by: User) -> None:
    """While the message is not finished; afterwards the number stays as it was. Raises CaseError."""
    with transaction.atomic():
        case = watched(case_id)
        if case.state not in RUNNING:
            raise HeldBack(_("这件留言已经结束，附议不能再撤回。"))
        gone, _rows = Endorsement.objects.filter(case=case, user=by).delete()
        if gone and by.pk not in case.author_ids:  # an author's is not counted
            _count(case, case.endorsement_count - 1)


def _count(case: Case, count: int) -> None:
    Case.objects.filter(pk=case.pk).update(endorsement_count=count)
    assert case.message_id is not None
    posting.set_endorsements(case.message_id, board_id=case.board_id, count=count)
