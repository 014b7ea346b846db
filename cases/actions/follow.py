"""follow (关注) a message, and stop following it. Authors are told of everything anyway and follow nothing of their own."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from accounts.models import User
from cases.actions._watched import watched
from cases.actions.errors import NotAllowed
from cases.models import Case, CaseFollow


def follow(case_id: int, *, by: User, at: datetime) -> None:
    """From now on `by` is told of replies and of the end. The second click finds it done. Raises CaseError."""
    with transaction.atomic():
        case = watched(case_id)
        if by.pk in case.author_ids:
            raise NotAllowed(_("这是您自己的留言，有进展会通知您，不需要关注。"))
        _row, is_new = CaseFollow.objects.get_or_create(
            case=case, user=by, defaults={"origin": case, "at": at}
        )
        if is_new:
            Case.objects.filter(pk=case.pk).update(follower_count=F("follower_count") + 1)


def unfollow(follow_id: int, *, by: User) -> None:
    """Stop an own one; also where the message is no longer public, and silently where there is none."""
    with transaction.atomic():
        row = CaseFollow.objects.filter(pk=follow_id, user=by).values_list("case_id", flat=True).first()
        if row is None:
            return
        Case.objects.select_for_update(no_key=True).filter(pk=row).first()
        if CaseFollow.objects.filter(pk=follow_id, case=row).delete()[0]:
            Case.objects.filter(pk=row).update(follower_count=F("follower_count") - 1)
