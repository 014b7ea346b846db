"""withdraw (撤回): the author takes the message back while it is not yet answered."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from cases.actions._door import through
from cases.actions._joined import joined


def withdraw(
    case_id: int, *, by: User | None, at: datetime, version: int | None = None, reason: str = ""
) -> None:
    """Withdraw; a message that was public is taken down. Not while other people's messages are handled with it."""
    with through("withdraw", case_id, by=by, at=at, version=version, reason=reason, known=joined):
        pass
