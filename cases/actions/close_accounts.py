"""close_accounts (执行注销): erase the person behind a closed account, once the days are over and nothing is in hand."""

from __future__ import annotations

import logging
from datetime import datetime

from django.db import DatabaseError, transaction
from django.db.models import F

from accounts.actions import GONE_NAME, close_account
from accounts.models import Closing, User
from boards import posting
from cases.actions._contacts import erase
from cases.actions.export_data import drop_exports
from cases.models import (
    BoardFollow,
    Case,
    CaseFollow,
    DataExport,
    Endorsement,
    ErasureGround,
    ExportStatus,
    MessageDraft,
    SavedSearch,
    TermOf,
    days_kept,
)
from cases.rules.states import RUNNING
from cases.rules.workdays import in_shanghai
from notify.actions import forget_person

log = logging.getLogger(__name__)

PERSONAL = (MessageDraft, CaseFollow, BoardFollow, SavedSearch)


def closing_days(at: datetime) -> int:
    """How many days a closing can be taken back; accounts asks for it by name (CLOSING_DAYS). No row, no waiting."""
    return days_kept(TermOf.CLOSING, in_shanghai(at).date()) or 0


def close_accounts(at: datetime) -> int:
    """All that are due and have no case in hand; the others wait for theirs. Says how many were closed."""
    ids = list(Closing.objects.due(at).order_by("due_at").values_list("user_id", flat=True))
    return sum(_tried(user_id, at) for user_id in ids)


def _tried(user_id: int, at: datetime) -> bool:
    """One that cannot be closed tonight (a lock, a full disk) does not hold up the others; it is due tomorrow as well."""
    try:
        return close_one(user_id, at=at)
    except (DatabaseError, OSError):
        log.exception("account %s could not be closed", user_id)
        return False


def close_one(user_id: int, *, at: datetime) -> bool:
    """One account, in one transaction; False while a case of the person is in hand, or when it was taken back."""
    with transaction.atomic():
        # The strongest lock: a message that is being sent at this moment is finished first, and then seen below.
        User.objects.select_for_update().get(pk=user_id)
        if Case.objects.of_any_author(user_id).filter(state__in=sorted(RUNNING)).exists():
            return False
        if not close_account(user_id, at=at):
            return False
        own = Case.objects.select_for_update(no_key=True).filter(author=user_id).order_by("pk")
        free = [each for each in own.select_related(None) if not hasattr(each, "retention_hold")]
        erase(free, ground=ErasureGround.CLOSING, at=at)
        _rename(user_id)
        _forget(user_id)
        return True


def _rename(user_id: int) -> None:
    """The own messages stay, under a name that is nobody's."""
    own = Case.objects.filter(author=user_id)
    posting.sign_as(list(own.exclude(message=None).values_list("number", flat=True)), GONE_NAME)
    own.update(author_name=GONE_NAME)


def _forget(user_id: int) -> None:
    """What was the person's alone. Endorsements stay as numbers, without their private words."""
    followed = CaseFollow.objects.filter(user=user_id).values("case")
    Case.objects.filter(pk__in=followed).update(follower_count=F("follower_count") - 1)
    for model in PERSONAL:
        model._default_manager.filter(user=user_id).delete()
    Endorsement.objects.filter(user=user_id).exclude(sealed="").update(sealed="")
    drop_exports(list(DataExport.objects.filter(user=user_id).exclude(status=ExportStatus.GONE)))
    forget_person(user_id)
