"""stop_letters (退订): no more mail of this kind, asked by a signed address in a letter."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import Identity, User
from notify.actions._wishes import locked_wishes
from notify.rules.kinds import EMAIL, OFFERED, SMS, Kind, switch_name


def stop_letters(user_id: int, kind: Kind, *, at: datetime) -> bool:
    """Results go on by short message; False where there is no number for that, and mail has to stay."""
    kinds = [each for each in OFFERED if each != Kind.RESULT] if kind == Kind.SUMMARY else [kind]
    changes = {switch_name(each, EMAIL): False for each in kinds}
    if kind == Kind.RESULT:
        if not Identity.objects.filter(user=user_id).exists():
            return False
        changes[switch_name(kind, SMS)] = True
    if not User.objects.filter(pk=user_id).exists():
        return True  # nobody is written to any more
    with transaction.atomic():
        row = locked_wishes(user_id, at)
        row.switches |= changes
        row.changed_at = at
        row.save(update_fields=["switches", "changed_at"])
    return True
