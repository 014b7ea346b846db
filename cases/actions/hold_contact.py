"""hold_contact (暂缓清除): keep the contact data of a case while a court, an appeal or an audit needs them; and let go."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from cases.models import RetentionHold


def hold_contact(hold: RetentionHold, *, by: User, at: datetime) -> None:
    """Store who asked for it and when."""
    hold.by, hold.held_at = by, at
    hold.save(force_insert=True)


def let_go(hold: RetentionHold) -> None:
    """From the next night on the ordinary length counts again."""
    hold.delete()
