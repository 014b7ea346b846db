"""follow_board (关注留言板): a digest of its new messages, daily or weekly; and stopping it."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from cases.models import BoardFollow


def follow_board(board_id: int, *, by: User, at: datetime, rhythm: str) -> None:
    """Follow a board, or change how often; what is there already is not told."""
    BoardFollow.objects.bulk_create(
        [BoardFollow(board_id=board_id, user=by, rhythm=rhythm, at=at, told_until=at)],
        update_conflicts=True,
        unique_fields=["user", "board"],
        update_fields=["rhythm"],
    )


def unfollow_board(board_id: int, *, by: User) -> None:
    """Silently where it was not followed."""
    BoardFollow.objects.filter(board=board_id, user=by).delete()
